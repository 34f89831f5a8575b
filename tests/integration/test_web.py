"""The web probe against real servers on loopback."""

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from secscan.base.clock import SystemClock
from secscan.model.enums import Reason, Status
from secscan.model.jobs import Pace
from secscan.model.observations import Exchange, FileKind, Observation
from secscan.model.requests import Request, View
from secscan.net.budget import Budget, Cancelled
from secscan.probes.web import WebClient
from tests.net_support import (
    LOOPBACK,
    endpoint,
    fast_budget,
    free_port,
    http_handler,
    page,
    raw_server,
    read_head,
    served,
)

CLOCK = SystemClock()
HOST = "dinkes.example.go.id"


@pytest.fixture
def client() -> Iterator[WebClient]:
    made = WebClient("csirt@example.go.id", CLOCK)
    yield made
    made.close()


def look(
    client: WebClient,
    port: int,
    path: str = "/",
    *,
    ip: str = LOOPBACK,
    host: str = HOST,
    scheme: str = "http",
    budget: Budget | None = None,
    seconds: float = 10,
    **changes: object,
) -> Observation:
    request = Request(scheme=scheme, host=host, port=port, path=path, **changes)  # type: ignore[arg-type]
    seen, _ = client.fetch(request, endpoint(port, ip, host), budget or fast_budget(), CLOCK.monotonic() + seconds)
    return seen


def exchange(seen: Observation) -> Exchange:
    assert isinstance(seen.payload, Exchange), seen
    return seen.payload


# ---- only the pinned address -----------------------------------------------------------------------------------


def test_nothing_goes_anywhere_but_to_the_pinned_address(client: WebClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def poisoned(*_args: object, **_options: object) -> list[object]:
        raise AssertionError("the probe resolved a name")

    with raw_server(http_handler(page(b"trap")), "127.0.0.3") as trap:
        location = f"Location: http://127.0.0.3:{trap.port}/elsewhere"
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.3:{trap.port}")
        monkeypatch.setattr(socket, "getaddrinfo", poisoned)
        monkeypatch.setattr(socket, "gethostbyname", poisoned)
        with raw_server(http_handler(page(b"", location, "Refresh: 0; url=/x", status="302 Found"))) as server:
            first = look(client, server.port)
            second = look(client, server.port, scheme="https", seconds=1)
        assert exchange(first).status == 302
        assert exchange(first).address == LOOPBACK
        assert second.payload is None
        assert trap.connections == 0


def test_an_endpoint_for_one_name_serves_no_other(client: WebClient) -> None:
    request = Request(scheme="http", host="other.example.go.id", port=8080)
    with pytest.raises(ValueError):
        client.fetch(request, endpoint(8080, host=HOST), fast_budget(), CLOCK.monotonic() + 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "CONNECT", "get"])
def test_no_method_that_changes_anything(client: WebClient, method: str) -> None:
    with raw_server(http_handler(page(b"x"))) as server:
        with pytest.raises(ValueError):
            look(client, server.port, method=method)
        assert server.connections == 0


# ---- the exchange ----------------------------------------------------------------------------------------------


def test_a_page_with_its_headers_and_cost(client: WebClient) -> None:
    raw = page(
        b"<html><title>Beranda</title></html>",
        "Content-Type: text/html",
        "Set-Cookie: a=1",
        "Set-Cookie: b=2; HttpOnly",
        "X-Frame-Options: DENY",
    )
    with raw_server(http_handler(raw)) as server:
        seen = look(client, server.port)
    got = exchange(seen)
    assert seen.status is Status.OK
    assert got.page is not None
    assert got.page.title == "Beranda"
    assert len(got.header_values("set-cookie")) == 2
    assert got.header("x-frame-options") == "DENY"
    assert (seen.cost.requests, seen.cost.connections) == (1, 1)
    assert seen.cost.bytes_received >= len(raw) - 20
    assert not got.truncated


def test_headers_after_a_malformed_line_are_not_lost(client: WebClient) -> None:
    raw = page(b"x", "X-One: 1", "this line is no header", "Strict-Transport-Security: max-age=63072000", "X-Two: 2")
    with raw_server(http_handler(raw)) as server:
        got = exchange(look(client, server.port))
    assert got.header("strict-transport-security") == "max-age=63072000"
    assert got.header("x-one") == "1"
    assert got.header("x-two") == "2"


def test_keep_alive_costs_one_connection_and_a_closing_server_one_each(client: WebClient) -> None:
    budget = fast_budget()
    with raw_server(http_handler(page(b"x"))) as server:
        costs = [look(client, server.port, f"/{turn}", budget=budget).cost for turn in range(4)]
    assert [cost.connections for cost in costs] == [1, 0, 0, 0]
    budget = fast_budget()
    with raw_server(http_handler(page(b"x", "Connection: close"))) as server:
        costs = [look(client, server.port, f"/{turn}", budget=budget).cost for turn in range(3)]
    assert [cost.connections for cost in costs] == [1, 1, 1]
    assert budget.impact(LOOPBACK).connections == 3


def test_a_kept_connection_that_died_is_replaced(client: WebClient) -> None:
    def once(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(page(b"x"))
        read_head(conn)  # and closes without an answer

    budget = fast_budget()
    with raw_server(once) as server:
        statuses = [look(client, server.port, f"/{turn}", budget=budget).status for turn in range(4)]
    assert statuses == [Status.OK] * 4


def test_names_on_one_address_do_not_share_connections(client: WebClient) -> None:
    heads: list[bytes] = []

    def handle(conn: socket.socket) -> None:
        while head := read_head(conn):
            heads.append(head)
            conn.sendall(page(b"x"))

    budget = fast_budget()
    with raw_server(handle) as server:
        look(client, server.port, host="a.example.go.id", budget=budget)
        look(client, server.port, host="b.example.go.id", budget=budget)
        assert server.connections == 2
    assert f"Host: a.example.go.id:{server.port}".encode() in heads[0]
    assert f"Host: b.example.go.id:{server.port}".encode() in heads[1]


def test_idle_connections_make_room_for_others(client: WebClient) -> None:
    budget = fast_budget(max_connections=1)
    with raw_server(http_handler(page(b"x"))) as server:
        for name in "abcab":
            assert look(client, server.port, host=f"{name}.example.go.id", budget=budget).status is Status.OK
        assert server.peak == 1


def test_prefix_requests_take_four_kilobytes(client: WebClient) -> None:
    heads: list[bytes] = []

    def handle(conn: socket.socket) -> None:
        heads.append(read_head(conn))
        conn.sendall(page(b"PK\x03\x04" + bytes(2_000_000), "Content-Type: application/zip"))

    with raw_server(handle) as server:
        seen = look(client, server.port, "/backup.zip", prefix_only=True)
    got = exchange(seen)
    assert b"Range: bytes=0-4095" in heads[0]
    assert (got.length, got.truncated, got.file_kind) == (4096, True, FileKind.ZIP)
    assert got.body == ""


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_methods_without_body(client: WebClient, method: str) -> None:
    def handle(conn: socket.socket) -> None:
        while read_head(conn):
            conn.sendall(b"HTTP/1.1 200 OK\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\n\r\n")

    budget = fast_budget()
    with raw_server(handle) as server:
        costs = [look(client, server.port, f"/{turn}", method=method, budget=budget).cost for turn in range(2)]
    assert [cost.connections for cost in costs] == [1, 0]


def test_codings_never_asked_for_are_kept_as_they_came(client: WebClient) -> None:
    with raw_server(http_handler(page(b"\x0b\x02\x80brotli", "Content-Encoding: br"))) as server:
        got = exchange(look(client, server.port))
    assert got.length == 9


def test_views(client: WebClient) -> None:
    heads: list[bytes] = []

    def handle(conn: socket.socket) -> None:
        while head := read_head(conn):
            heads.append(head)
            conn.sendall(page(b"x"))

    with raw_server(handle) as server:
        for view in View:
            look(client, server.port, view=view)
    assert all(b"secscan/" in head and b"csirt@example.go.id" in head for head in heads)
    assert [b"Googlebot" in head for head in heads] == [view is View.SEARCH_ENGINE for view in View]


def test_ipv6(client: WebClient) -> None:
    heads: list[bytes] = []

    def handle(conn: socket.socket) -> None:
        heads.append(read_head(conn))
        conn.sendall(page(b"x"))

    try:
        with raw_server(handle, "::1") as server:
            assert look(client, server.port, ip="::1", host="::1").status is Status.OK
    except OSError:
        pytest.skip("no IPv6 loopback here")
    assert f"Host: [::1]:{server.port}".encode() in heads[0]


# ---- failures --------------------------------------------------------------------------------------------------


def test_a_closed_port_refuses(client: WebClient) -> None:
    seen = look(client, free_port())
    assert (seen.status, seen.reason, seen.payload) == (Status.REFUSED, Reason.UNREACHABLE, None)
    assert (seen.cost.requests, seen.cost.connections) == (0, 1)


def test_a_stopped_address_is_not_asked(client: WebClient) -> None:
    budget = fast_budget()
    budget.stop(Reason.BLOCKED)
    with raw_server(http_handler(page(b"x"))) as server:
        seen = look(client, server.port, budget=budget)
        assert server.connections == 0
    assert (seen.status, seen.reason) == (Status.SKIPPED, Reason.BLOCKED)


def test_cancelling_ends_a_fetch_at_once(client: WebClient) -> None:
    def tarpit(conn: socket.socket) -> None:
        read_head(conn)
        time.sleep(15)

    budget = fast_budget()
    with raw_server(tarpit) as server:
        threading.Timer(0.3, budget.cancel).start()
        start = time.monotonic()
        with pytest.raises(Cancelled):
            look(client, server.port, budget=budget)
        assert time.monotonic() - start < 1.0


def test_too_many_requests_is_waited_for_once(client: WebClient) -> None:
    busy = page(b"slow down", "Retry-After: 1", status="429 Too Many Requests")
    with raw_server(http_handler(busy, page(b"welcome"))) as server:
        budget = fast_budget()
        start = time.monotonic()
        seen = look(client, server.port, budget=budget)
    assert exchange(seen).status == 200
    assert time.monotonic() - start >= 1
    assert seen.cost.requests == 2
    assert budget.impact(LOOPBACK).backoffs == 1


def test_too_many_requests_twice_is_blocked(client: WebClient) -> None:
    with raw_server(http_handler(page(b"no", "Retry-After: 0", status="429 Too Many Requests"))) as server:
        seen = look(client, server.port)
    assert (seen.status, seen.reason, seen.cost.requests) == (Status.BLOCKED, Reason.BLOCKED, 2)
    assert exchange(seen).status == 429


def test_a_long_retry_after_is_not_waited_for(client: WebClient) -> None:
    with raw_server(http_handler(page(b"maintenance", "Retry-After: 3600", status="503 X"))) as server:
        start = time.monotonic()
        seen = look(client, server.port)
    assert (exchange(seen).status, seen.cost.requests) == (503, 1)
    assert time.monotonic() - start < 2


def test_a_challenge_page_is_blocked(client: WebClient) -> None:
    body = b"<html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body>"
    raw = page(body, "Content-Type: text/html", "Server: cloudflare", "cf-mitigated: challenge", status="403 Forbidden")
    with raw_server(http_handler(raw)) as server:
        seen = look(client, server.port)
    assert (seen.status, seen.reason) == (Status.BLOCKED, Reason.BLOCKED)
    assert exchange(seen).challenge


# ---- TLS -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def tls_server(context: ssl.SSLContext, seen_names: list[str | None]) -> Iterator[int]:
    def named(_sock: object, name: str | None, _context: object) -> None:
        seen_names.append(name)

    context.sni_callback = named

    def handle(conn: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(conn, server_side=True) as tls:
            while read_head(tls):
                tls.sendall(page(b"<html><title>aman</title></html>", "Content-Type: text/html"))

    with raw_server(handle) as server:
        yield server.port


def test_certificates_are_verified_against_the_extra_roots(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    trusting = WebClient("x", CLOCK, (str(tmp_path / "ca.pem"),))
    doubting = WebClient("x", CLOCK)
    names: list[str | None] = []
    with tls_server(context, names) as port:
        good = look(trusting, port, scheme="https")
        wrong_name = look(trusting, port, scheme="https", host="other.example.go.id")
        unknown = look(doubting, port, scheme="https")
        again = look(doubting, port, "/again", scheme="https")
    assert [exchange(seen).tls_verified for seen in (good, wrong_name, unknown, again)] == [True, False, False, False]
    assert [seen.cost.connections for seen in (good, wrong_name, unknown, again)] == [1, 2, 2, 1]
    assert set(names) == {HOST, "other.example.go.id"}
    trusting.close()
    doubting.close()


def test_no_server_name_is_sent_for_an_address(client: WebClient) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(LOOPBACK).configure_cert(context)
    names: list[str | None] = []
    with tls_server(context, names) as port:
        assert look(client, port, scheme="https", host=LOOPBACK).status is Status.OK
    assert set(names) == {None}


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1", "-tls1_2"])
def test_old_servers_can_still_be_read(client: WebClient, tmp_path: Path, version: str) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:1024",
            "-nodes",
            "-keyout",
            str(key),
            "-out",
            str(cert),
            "-subj",
            "/CN=old",
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    command = ["openssl", "s_server", "-accept", f"{LOOPBACK}:{port}", "-key", str(key), "-cert", str(cert), "-www"]
    with served([*command, version, "-cipher", "ALL:@SECLEVEL=0", "-quiet"], port):
        seen = look(client, port, scheme="https")
    assert exchange(seen).status == 200
    assert exchange(seen).tls_verified is False


# ---- politeness, measured at the target ------------------------------------------------------------------------


def test_the_target_sees_no_more_than_the_pace(client: WebClient) -> None:
    events: list[float] = []
    lock = threading.Lock()

    def handle(conn: socket.socket) -> None:
        with lock:
            events.append(time.monotonic())
        while read_head(conn):
            with lock:
                events.append(time.monotonic())
            time.sleep(0.02)
            conn.sendall(page(b"x", *(["Connection: close"] if len(events) % 3 == 0 else [])))

    rate, places = 20, 3
    budget = Budget(Pace(rate, places, 100), CLOCK)

    def work(name: str) -> None:
        for turn in range(10):
            look(client, server.port, f"/{turn}", host=f"{name}.example.go.id", budget=budget, seconds=30)

    with raw_server(handle) as server:
        threads = [threading.Thread(target=work, args=(name,)) for name in "abcdef"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.peak <= places
    times = sorted(events)
    most = max(sum(1 for other in times if start <= other < start + 1.0) for start in times)
    receipt = budget.impact(LOOPBACK)
    assert most <= rate
    assert receipt.requests == 60
    assert receipt.requests + receipt.connections == len(times)
    assert receipt.peak_per_second <= rate


# ---- nginx -----------------------------------------------------------------------------------------------------


def test_nginx_with_virtual_hosts_compression_and_ranges(client: WebClient, tmp_path: Path) -> None:
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(f"<html><title>Situs {name}</title>" + "<p>isi</p>" * 2000)
        (tmp_path / name / "dump.sql").write_text("-- MySQL dump\nCREATE TABLE x;\n" + "INSERT;\n" * 20_000)
    hosts = "".join(
        f"server {{ listen {LOOPBACK}:{port}; server_name {name}.example.go.id; root {tmp_path}/{name}; }}\n"
        for name in "ab"
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log {tmp_path}/access.log; gzip on; gzip_types *; types {{ text/html html; }}\n"
        f"client_body_temp_path {tmp_path}/t1; proxy_temp_path {tmp_path}/t2; fastcgi_temp_path {tmp_path}/t3;\n"
        f"uwsgi_temp_path {tmp_path}/t4; scgi_temp_path {tmp_path}/t5;\n{hosts} }}"
    )
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:3]:
        with contextlib.suppress(PermissionError):
            parent.chmod(parent.stat().st_mode | 0o011)
    budget = fast_budget()
    with served(["nginx", "-c", str(config)], port):
        pages = {name: exchange(look(client, port, host=f"{name}.example.go.id", budget=budget)) for name in ("a", "b")}
        dump = exchange(look(client, port, "/dump.sql", host="a.example.go.id", budget=budget, prefix_only=True))
        missing = exchange(look(client, port, "/nope", host="a.example.go.id", budget=budget))
        head = look(client, port, host="b.example.go.id", budget=budget, method="HEAD")
    for name, got in pages.items():
        assert got.status == 200
        assert got.page is not None
        assert got.page.title == f"Situs {name}"
        assert got.header("content-encoding") == "gzip"
        assert got.length == len((tmp_path / name / "index.html").read_bytes())
        assert not got.truncated
    assert (dump.status, dump.length, dump.truncated) == (206, 4096, True)
    assert dump.file_kind is FileKind.SQL_DUMP
    assert missing.status == 404
    assert exchange(head).status == 200


def test_body_cap(client: WebClient) -> None:
    with raw_server(http_handler(page(b"x" * 5000))) as server:
        exact = exchange(look(client, server.port, max_bytes=5000))
        cut = exchange(look(client, server.port, max_bytes=4999))
    assert (exact.length, exact.truncated) == (5000, False)
    assert (cut.length, cut.truncated) == (4999, True)
