"""What a scan does to an address, counted at the address: its pace, its connections, and a receipt that tells it."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from secscan.probes.nmap import can_send_raw
from tests.certificate_support import authority, leaf, write
from tests.scan_support import (
    GOOD,
    Counting,
    html,
    in_one_second,
    listening,
    pages,
    read_head,
    small_profile,
    workspace,
)

IP = "127.0.44.1"
NETWORK = "127.0.44.0/24"
LINKS = "".join(f"<a href='/hal/{number}'>Halaman {number}</a> " for number in range(8))
SITE = {**GOOD, "/": html(f"<p>Layanan.</p>{LINKS}"), **{f"/hal/{n}": html(f"<p>Isi {n}.</p>") for n in range(8)}}


def greeting(server: Counting, conn: socket.socket) -> None:
    """An FTP server's greeting: a port beside the apps, that is asked what it is."""
    conn.sendall(b"220 (vsFTPd 3.0.5)\r\n")
    while conn.recv(512):
        conn.sendall(b"530 Please login with USER and PASS.\r\n")


class Together:
    """The servers of one address as one: what arrived there, whichever the port."""

    def __init__(self, servers: list[Counting]) -> None:
        self.servers = servers
        self._open = self._peak = 0
        self._lock = threading.Lock()
        for server in servers:
            self._join(server)

    def _join(self, server: Counting) -> None:
        entered, left = server.entered, server.left

        def enter() -> None:
            with self._lock:
                self._open += 1
                self._peak = max(self._peak, self._open)
            entered()

        def leave() -> None:
            with self._lock:
                self._open -= 1
            left()

        server.entered, server.left = enter, leave  # type: ignore[method-assign]

    @property
    def peak(self) -> int:
        return self._peak

    @property
    def times(self) -> list[float]:
        return sorted(moment for server in self.servers for moment, _ in server.events)

    @property
    def connections(self) -> int:
        return sum(server.connections for server in self.servers)

    @property
    def requests(self) -> int:
        return sum(len(server.requests) for server in self.servers)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[Together, dict[str, str]]]:
    """A web server, one over TLS, and an FTP server on one address."""
    root = authority("Otoritas Uji")
    (tmp_path / "ca.pem").write_bytes(root.pem)
    crt, key = write(tmp_path, leaf(root, IP), name="aman")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    with (
        listening(IP, 0, pages(SITE)) as plain,
        listening(IP, 0, pages(SITE, context)) as secure,
        listening(IP, 2121, greeting) as ftp,
    ):
        apps = {"biasa": f"http://{plain.url}/", "aman": f"https://{secure.url}/"}
        yield Together([plain, secure, ftp]), apps


def receipt(report: dict[str, Any]) -> dict[str, Any]:
    (impact,) = report["impact"]
    found: dict[str, Any] = impact
    return found


def test_a_whole_scan_keeps_to_its_rate_and_its_connections(
    tmp_path: Path, address: tuple[Together, dict[str, str]]
) -> None:
    seen, apps = address
    ports = [server.port for server in seen.servers]
    desk = workspace(
        tmp_path,
        apps,
        NETWORK,
        scan={"rate": 10, "max_connections": 2},
        tls={"extra_ca": [str(tmp_path / "ca.pem")]},
    )
    desk.run("scan", "--profile", small_profile(tmp_path, ports=[*ports, 21, 3306], app_deadline=120))
    own = 0 if can_send_raw() else len(ports)  # connections of a port scan without raw sockets
    told = receipt(desk.report())
    assert seen.requests > 40
    assert seen.servers[2].connections >= 1
    assert in_one_second(seen.times) <= 10
    assert seen.peak <= 2
    assert told["requests"] == seen.requests
    assert told["connections"] == seen.connections - own
    assert told["peak_per_second"] <= 10
    assert told["port_probes"] >= len(ports) + 2


def test_a_rate_below_one(tmp_path: Path) -> None:
    with listening(IP, 0, pages(SITE)) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK, scan={"rate": 0.5})
        profile = small_profile(tmp_path, request_budget=4, ports=[], linked_pages=2, checks=["framing", "hsts"])
        desk.run("scan", "--profile", profile)
        times = [moment for moment, _ in server.events]
        assert len(times) >= 4
        assert min(after - before for before, after in pairwise(times)) > 1.9
        told = receipt(desk.report())
        assert (told["requests"], told["connections"]) == (len(server.requests), server.connections)
        assert told["peak_per_second"] == 1


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_asks_for_rest_gets_it(tmp_path: Path, status: str) -> None:
    tired = f"HTTP/1.1 {status}\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n".encode()
    asked: list[float] = []

    def serve(server: Counting, conn: socket.socket) -> None:
        while head := read_head(conn):
            server.note(head.split(b"\r\n", 1)[0].decode())
            asked.append(time.monotonic())
            path = head.split(b" ")[1].decode()
            conn.sendall(tired if len(asked) == 5 else SITE.get(path, html("", status="404 Not Found")))

    with listening(IP, 0, serve) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK, scan={"rate": 20})
        desk.run("scan", "--profile", small_profile(tmp_path))
        assert len(asked) > 20
        assert asked[5] - asked[4] >= 2.95
        assert not [moment for moment, what in server.events if asked[4] < moment < asked[4] + 2.95]
        told = receipt(desk.report())
        assert (told["requests"], told["connections"]) == (len(server.requests), server.connections)


def test_a_server_that_slows_down_is_asked_more_slowly(tmp_path: Path) -> None:
    """The more it is asked, the longer it takes: the scan eases off, and ends in time."""

    def serve(server: Counting, conn: socket.socket) -> None:
        while head := read_head(conn):
            server.note(head.split(b"\r\n", 1)[0].decode())
            time.sleep(0.05 * len(server.requests))
            conn.sendall(SITE.get(head.split(b" ")[1].decode(), html("", status="404 Not Found")))

    with listening(IP, 0, serve) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK, scan={"rate": 20})
        desk.run("scan", "--profile", small_profile(tmp_path, app_deadline=12))
        told = receipt(desk.report())
        assert told["backoffs"] >= 1
        assert told["requests"] == len(server.requests)
