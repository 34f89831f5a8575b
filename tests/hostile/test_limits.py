"""Servers with limits of their own: a scan at the ordinary pace stays below them, and misses nothing."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

from secscan.model.enums import Status
from secscan.model.observations import Observation
from secscan.store.store import Store
from tests.certificate_support import authority, leaf, write
from tests.lab.desk import Desk
from tests.scan_support import GOOD, Counting, listening, pages, small_profile, workspace

NETWORK = "127.61.6.0/24"
MOST = 4
Serve = Callable[[Counting, socket.socket], None]


def limited(serve: Serve) -> Serve:
    """Resets whoever opens one connection too many, as nginx's limit_conn or a firewall's connlimit does."""

    def handle(server: Counting, conn: socket.socket) -> None:
        if server.open > MOST:
            server.note("reset")
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        else:
            serve(server, conn)

    return handle


def looks(desk: Desk) -> list[Observation]:
    with Store.open(desk.folder / "secscan.db") as store:
        return list(store.observations(store.runs()[0].id))


def test_a_limit_of_four_connections_is_never_met(tmp_path: Path) -> None:
    root, ip = authority("Otoritas Uji"), "127.61.6.2"
    (tmp_path / "ca.pem").write_bytes(root.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*write(tmp_path, leaf(root, ip), name="aman"))
    with (
        listening("127.61.6.1", 0, limited(pages(GOOD, pause=0.02))) as plain,
        listening(ip, 0, limited(pages(GOOD, context, pause=0.02))) as secure,
    ):
        servers = [plain, secure]
        apps = {"biasa": f"http://{plain.url}/", "aman": f"https://{secure.url}/"}
        ca = {"extra_ca": [str(tmp_path / "ca.pem")]}
        desk = workspace(tmp_path, apps, NETWORK, scan={"max_connections": MOST}, tls=ca)
        ports = [22, plain.port, secure.port]
        desk.run("scan", "--profile", small_profile(tmp_path, ports=ports))
        for server in servers:
            assert server.peak <= MOST
            assert "reset" not in server.requests
            assert len(server.requests) > 10
    bad = [seen for seen in looks(desk) if seen.status not in (Status.OK, Status.SKIPPED)]
    assert [seen for seen in bad if seen.status is not Status.REFUSED] == []


def test_a_stricter_limit_than_ours_is_met_with_patience(tmp_path: Path) -> None:
    """One at a time, and every other connection within a moment is reset: what came of it is stored with its reason,
    no page is said to be missing, and the scan comes to its end."""

    def one_at_a_time(server: Counting, conn: socket.socket) -> None:
        if server.open > 1:
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        else:
            pages(GOOD, pause=0.02)(server, conn)

    with listening("127.61.6.3", 0, one_at_a_time) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK, scan={"max_connections": MOST})
        desk.run("scan", "--profile", small_profile(tmp_path, ports=[], app_deadline=20))
    seen = looks(desk)
    assert all(one.status is Status.OK or one.reason is not None for one in seen)
    assert "fault of secscan" not in str([one.detail for one in seen])
    (home, *_) = [one for one in seen if one.job_key == f"http|GET|secscan|http://{server.url}/"]
    assert home.status is Status.OK
