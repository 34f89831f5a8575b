"""Servers that mean harm: each look ends within its deadline, within 50 MB, and says why."""

import json
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.targets import BROTLI
from tests.net_support import LOOPBACK, http_handler, page, raw_server, read_head

SECONDS = 3.0
MAX_GROWTH_MB = 50
ROOT = Path(__file__).parents[2]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

Handler = Callable[[socket.socket], None]


@pytest.fixture(scope="module")
def warm() -> Iterator[int]:
    ordinary = page(b"<html><title>x</title><p>hello</p></html>", "Content-Type: text/html")
    with raw_server(http_handler(ordinary)) as server:
        yield server.port


def fetch(port: int, warm: int, *, scheme: str = "http", seconds: float = SECONDS, times: int = 1) -> dict[str, Any]:
    """What the child saw; fails when the deadline or the memory bound was missed."""
    command = [
        sys.executable,
        "-m",
        "tests.hostile.fetch_child",
        scheme,
        str(port),
        str(warm),
        str(seconds),
        str(times),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["seconds"] <= seconds * times + 1
    assert report["growth"] <= MAX_GROWTH_MB
    return report


def against(handler: Handler, warm: int, **options: Any) -> dict[str, Any]:
    with raw_server(handler) as server:
        return fetch(server.port, warm, **options)


def drip(conn: socket.socket, data: bytes, pause: float = 0.05) -> None:
    for at in range(len(data)):
        conn.sendall(data[at : at + 1])
        time.sleep(pause)


def flood(conn: socket.socket, block: bytes, times: int) -> None:
    for _ in range(times):
        conn.sendall(block)


def test_tarpit_that_never_answers(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        time.sleep(20)

    seen = against(handle, warm)
    assert (seen["status"], seen["reason"]) == ("timeout", "timeout")
    assert "deadline" in seen["detail"]


def test_dripping_header(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        drip(conn, HEAD + b"X-Drip: " + b"a" * 2000)

    assert against(handle, warm)["status"] == "timeout"


def test_dripping_status_line(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        drip(conn, b"HTTP/1.1 200 " + b"O" * 2000)

    assert against(handle, warm)["status"] == "timeout"


def test_dripping_body_keeps_what_came(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"Content-Length: 100000\r\n\r\n<html><title>slow</title>")
        drip(conn, b"x" * 2000)

    seen = against(handle, warm)
    assert (seen["status"], seen["code"], seen["truncated"], seen["title"]) == ("ok", 200, True, "slow")


def test_header_without_body_is_a_timeout(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        time.sleep(20)

    assert against(handle, warm)["status"] == "timeout"


def test_endless_body(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"\r\n<html>")
        flood(conn, b"<p>and so on</p>" * 4096, 10_000)

    seen = against(handle, warm)
    assert (seen["status"], seen["length"], seen["truncated"]) == ("ok", 1_048_576, True)


def test_endless_chunks_of_one_byte(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        flood(conn, b"1\r\nx\r\n" * 1000, 1_000_000)

    seen = against(handle, warm)
    assert (seen["status"], seen["truncated"]) == ("ok", True)


def test_chunk_size_line_without_end(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5;")
        flood(conn, b"a" * 1_000_000, 200)

    seen = against(handle, warm)
    assert (seen["status"], seen["length"], seen["truncated"]) == ("ok", 5, True)


def test_endless_trailers(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")
        flood(conn, b"X-Trailer: y\r\n" * 1000, 1_000_000)

    assert against(handle, warm)["length"] == 5


@pytest.mark.parametrize(("coding", "bits"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
def test_compression_bombs(warm: int, coding: str, bits: int) -> None:
    layer = zlib.compressobj(9, wbits=bits)
    bomb = b"".join(layer.compress(b"<p>" + bytes(1 << 20)) for _ in range(1024)) + layer.flush()

    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode() + bomb)

    seen = against(handle, warm)
    assert (seen["status"], seen["length"], seen["truncated"]) == ("ok", 1_048_576, True)


def test_a_bomb_in_a_coding_that_was_never_asked_for_stays_packed(warm: int) -> None:
    """Brotli: 300 MB in 245 bytes, whatever libraries are installed beside us."""
    seen = against(http_handler(page(BROTLI, "Content-Encoding: br", "Content-Type: text/html")), warm)
    assert (seen["status"], seen["length"], seen["truncated"], seen["title"]) == ("ok", len(BROTLI), False, None)


def test_hundred_thousand_headers(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD)
        flood(conn, b"X-Header: value\r\n" * 1000, 100)
        conn.sendall(b"\r\nbody")

    seen = against(handle, warm)
    assert (seen["status"], seen["reason"]) == ("error", "error")
    assert "header" in seen["detail"]


def test_header_line_of_64_megabytes(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"X-Long: ")
        flood(conn, b"a" * (1 << 20), 64)

    seen = against(handle, warm)
    assert seen["status"] == "error"
    assert "line" in seen["detail"]


def test_endless_interim_responses(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        flood(conn, b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 1_000_000)

    assert against(handle, warm)["status"] == "timeout"


@pytest.mark.parametrize(
    "garbage",
    [b"\x00\xff" * 500, b"SSH-2.0-OpenSSH_9.2\r\n", b"220 ftp\r\n", b"HTTP/9.9 abc def\r\n\r\n", b"\r\n\r\n\r\n", b""],
)
def test_garbage_is_no_http(warm: int, garbage: bytes) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(garbage)

    seen = against(handle, warm)
    assert (seen["status"], seen["reason"]) == ("error", "error")
    assert seen["detail"]


@pytest.mark.parametrize(
    "chunks", [b"5\r\nhello\r\nzz\r\nworld", b"5\r\nhello\r\n-5\r\nworld", b"5\r\nhello\r\n99\r\nwor"]
)
def test_broken_chunks_keep_what_was_read(warm: int, chunks: bytes) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)

    seen = against(handle, warm)
    assert (seen["status"], seen["code"], seen["truncated"]) == ("ok", 200, True)
    assert seen["length"] >= 5


def test_half_a_server_hello(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        conn.recv(4096)
        conn.sendall(bytes.fromhex("160303007a0200007603035d"))
        time.sleep(20)

    seen = against(handle, warm, scheme="https")
    assert (seen["status"], seen["reason"]) == ("timeout", "timeout")


def test_dripping_handshake(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        conn.recv(4096)
        drip(conn, bytes.fromhex("1603033fff02003ffb0303") + b"\x00" * 3000)

    assert against(handle, warm, scheme="https")["status"] == "timeout"


def test_plain_http_on_a_tls_port(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        conn.recv(4096)
        conn.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    seen = against(handle, warm, scheme="https")
    assert seen["status"] == "error"
    assert seen["detail"].startswith("tls: ")


def test_reset_in_the_middle(warm: int) -> None:
    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    seen = against(handle, warm)
    assert (seen["status"], seen["reason"]) == ("error", "error")
    assert "closed" in seen["detail"]


def test_huge_title_and_deep_nesting(warm: int) -> None:
    title = b"<html><head><title>" + b"judul " * 100_000 + b"</title></head><body>"
    nested = b"<html><body>" + b"<div>" * 200_000
    for body in (title, nested):
        seen = against(http_handler(page(body, "Content-Type: text/html")), warm, seconds=10)
        assert (seen["status"], seen["code"]) == ("ok", 200)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nStrict-Tra", HEAD, b"HTTP/1.1 200"])
def test_a_head_that_breaks_off_is_no_answer(warm: int, head: bytes) -> None:
    """Headers that did not arrive must never look like headers that the server does not send."""

    def handle(conn: socket.socket) -> None:
        read_head(conn)
        conn.sendall(head)

    seen = against(handle, warm)
    assert (seen["status"], seen["code"]) == ("error", None)


def test_terminal_escapes_in_headers(warm: int) -> None:
    evil = page(b"x", "Server: \x1b[2J\x1b]0;owned\x07", "Content-Type: text/plain")
    seen = against(http_handler(evil), warm)
    assert seen["status"] in ("ok", "error")
    assert "\x1b" not in seen["detail"]


def test_redirect_to_itself_is_one_request(warm: int) -> None:
    with raw_server(http_handler(page(b"", "Location: /", status="302 Found"))) as server:
        seen = fetch(server.port, warm)
        assert (seen["status"], seen["code"], seen["requests"]) == ("ok", 302, 1)
        assert server.connections == 1


def test_a_limiter_of_four_connections_is_never_exceeded(warm: int) -> None:
    with raw_server(http_handler(page(b"ok", "Connection: close"))) as server:
        seen = fetch(server.port, warm, times=12)
        assert seen["status"] == "ok"
        assert server.peak <= 4


def test_full_accept_backlog(warm: int) -> None:
    listener = socket.socket()
    listener.bind((LOOPBACK, 0))
    listener.listen(0)
    place = listener.getsockname()
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(place)
        fillers.append(filler)
    time.sleep(0.2)
    try:
        seen = fetch(place[1], warm)
    finally:
        for sock in (*fillers, listener):
            sock.close()
    assert (seen["status"], seen["reason"]) == ("timeout", "timeout")


def test_a_place_that_always_fails_is_left_alone(warm: int) -> None:
    release = threading.Event()

    def handle(conn: socket.socket) -> None:
        read_head(conn)
        release.wait(20)

    with raw_server(handle) as server:
        seen = fetch(server.port, warm, seconds=0.7, times=8)
        release.set()
        assert server.connections <= 3
    assert seen["status"] == "timeout"
    assert "left alone" in seen["detail"]
