"""Servers that mean harm, each a handler of connections, by name."""

import base64
import contextlib
import ctypes
import socket
import struct
import time
import zlib
from collections.abc import Callable, Mapping

from tests.scan_support import NOT_FOUND, Counting, html, read_head

Handler = Callable[[Counting, socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
ESCAPES = "\x1b[2J\x1b]0;owned\x07\u202e\x9b31m"
FORMULAS = ('=HYPERLINK("http://jahat.example","klik")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)")


def asked(server: Counting, conn: socket.socket) -> str:
    """The path of the next request; empty when the client is done."""
    head = read_head(conn)
    if not head:
        return ""
    line = head.split(b"\r\n", 1)[0].decode("latin-1")
    server.note(line)
    return line.split(" ")[1]


def always(data: bytes) -> Handler:
    """Answers everything with these bytes, and goes on."""

    def serve(server: Counting, conn: socket.socket) -> None:
        while asked(server, conn):
            conn.sendall(data)

    return serve


def once(*parts: bytes, pause: float = 0.0, times: int = 1) -> Handler:
    """Answers the first request of a connection with these parts, again and again, with pauses, and hangs up."""

    def serve(server: Counting, conn: socket.socket) -> None:
        if asked(server, conn):
            conn.sendall(parts[0])
            for _ in range(times):
                for part in parts[1:]:
                    time.sleep(pause)
                    conn.sendall(part)

    return serve


def tarpit(server: Counting, conn: socket.socket) -> None:
    while conn.recv(4096):
        pass


def bomb(bits: int) -> bytes:
    layer = zlib.compressobj(9, wbits=bits)
    return b"".join(layer.compress(b"<p>" + bytes(1 << 20)) for _ in range(300)) + layer.flush()


def packed(coding: str, bits: int) -> bytes:
    data = bomb(bits)
    return HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def whole(body: bytes, *headers: str) -> bytes:
    """A response with that body."""
    lines = "".join(f"{header}\r\n" for header in (f"Content-Length: {len(body)}", *headers))
    return HEAD + lines.encode() + b"\r\n" + body


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def loop(server: Counting, conn: socket.socket) -> None:
    while path := asked(server, conn):
        conn.sendall(redirect("/b" if path == "/a" else "/a"))


def chain(server: Counting, conn: socket.socket) -> None:
    while path := asked(server, conn):
        step = int(path.removeprefix("/langkah/")) if path.startswith("/langkah/") else 0
        conn.sendall(redirect(f"/langkah/{step + 1}") if step < 50 else html("akhir"))


def tiring(server: Counting, conn: socket.socket) -> None:
    while asked(server, conn):
        time.sleep(0.1 * len(server.requests))
        conn.sendall(html("<p>pelan</p>"))


def hello_and_silence(server: Counting, conn: socket.socket) -> None:
    conn.recv(4096)
    conn.sendall(bytes.fromhex("160303007a0200007603035d"))
    tarpit(server, conn)


def tls_garbage(server: Counting, conn: socket.socket) -> None:
    conn.recv(4096)
    conn.sendall(b"\x16\x03\x03\x40\x00" + b"\xff" * 200_000)


def tls_reset(server: Counting, conn: socket.socket) -> None:
    conn.recv(4096)
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def limiter(server: Counting, conn: socket.socket) -> None:
    """Resets whoever opens a fifth connection."""
    if server.open > 4:
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        return
    always(html("<p>paling banyak empat</p>"))(server, conn)


def evil_text(server: Counting, conn: socket.socket) -> None:
    """Markup, escapes and formulas in all that is printed somewhere: titles, headers, cookies, links, versions."""
    cookies = "".join(f"Set-Cookie: {name}=1; path=/\r\n" for name in (*FORMULAS, f"PHPSESSID{ESCAPES}", "JSESSIONID"))
    body = (
        f"<html><head><title>{FORMULAS[0]}{ESCAPES}{MARKUP}</title>"
        f"<meta name=generator content='WordPress 5.2.1{ESCAPES}{FORMULAS[0]}'></head><body>"
        f"<form method=post action='http://{ESCAPES}jahat.example/{MARKUP}'><input name=nip>"
        f"<input type=password name='{FORMULAS[1]}'></form>"
        + "".join(f"<a href='https://slot-gacor{n}.example/{ESCAPES}'>slot gacor maxwin {MARKUP}</a>" for n in range(9))
        + "".join(f"<a href='/{formula}'>{formula}</a>" for formula in FORMULAS)
    ).encode()
    listing = (
        "<html><head><title>Index of /uploads</title></head><body><h1>Index of /uploads</h1><pre>"
        + "".join(f'<a href="{name}">{name}</a>  01-Jan-2024 08:11  1\n' for name in (*FORMULAS, f"{ESCAPES}a.sql"))
        + "</pre></body></html>"
    ).encode()
    evil = f"Server: Apache/2.2.3 {ESCAPES}{FORMULAS[0]}{MARKUP}\r\nX-Powered-By: =PHP/5.2{MARKUP}\r\n{cookies}"
    with contextlib.suppress(OSError):
        while path := asked(server, conn):
            data = listing if path.startswith("/uploads") else body
            status = "200 OK" if path in ("/", "/uploads/", "/phpmyadmin/") else "404 Not Found"
            lines = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(data)}\r\n{evil}\r\n"
            conn.sendall(lines.encode("utf-8", "surrogatepass") + data)


def banner(text: bytes) -> Handler:
    def serve(server: Counting, conn: socket.socket) -> None:
        conn.sendall(text)
        tarpit(server, conn)

    return serve


BROTLI = base64.b85decode(
    "&;S2_0HgtUeBi`sf!N;vd+`7N9{>q}I4l6&`+xrb{{tWa5Qhbzd;ib>|9=1^0OGI!bnpN9|Njqw1V9`XfbRW2|Ns91kN}9o0?@tx=l}md01^OkSOB{B|"
    "NQ^|2S5TK4hul{{-6K<{{Tn;#9;yG-v9Ie{~rJefH*7w-TQz3|NjFZ0T71;pnLz%|NnmgBmm;D0CeyF`Tze9fCNAs7J%;kKmY&#0gwQQ!vfH~|L6bzKL"
    "8Q{aaaJl_y7F={|7(<APx&a_x_*%|Nj6;0K{Pd=-&VH|NkEV34k~(0Nwll6aWAQAOR4E1<-r{3j"
)
"""300 MB of zeros behind `<p>`, as brotli packs them (quality 9, a window of 16 MB)."""

TRAPS = b"".join(
    piece * 8000
    for piece in (b"<svg><g>", b"<!--", b"\t \t ", b"1.2.3.", b"a@b.", b"password='", b"eyJhbGciOiJ.", b"<a href=")
)
"""What patterns that are not linear choke on."""

_DROP_ALL = b"\x06\x00\x00\x00\x00\x00\x00\x00"  # classic BPF: return 0, keep no byte
_SO_ATTACH_FILTER = 26


def drop_packets(listener: socket.socket) -> None:
    """From now the kernel drops every packet to a listening socket before TCP sees it: SYNs get no answer at all, as
    behind a firewall that drops."""
    program = ctypes.create_string_buffer(_DROP_ALL)
    listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(program)))


LONG = b"a" * (1 << 20)
HTTP: Mapping[str, Handler] = {
    "diam": tarpit,
    "tetes-kepala": once(HEAD, b"X-A: b\r\n", pause=0.4, times=1000),
    "tetes-isi": once(HEAD + b"Content-Length: 900000\r\n\r\n<html><title>x</title>", b"y", pause=0.2, times=1000),
    "tanpa-akhir": once(HEAD + b"\r\n<html>", b"<p>lagi</p>" * 4096, times=20_000),
    "bom-gzip": always(packed("gzip", 31)),
    "bom-deflate": always(packed("deflate", -15)),
    "bom-brotli": always(whole(BROTLI, "Content-Encoding: br")),
    "pola": always(whole(TRAPS)),
    "sampah-http": always(b"\x00\xff\xfeSSH-2.0-garbage" * 4000),
    "terpotong": once(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nffff\r\nwor"),
    "putar": loop,
    "rantai": chain,
    "seratus-ribu": once(HEAD, b"X-Header: value\r\n" * 1000, times=100),
    "baris-panjang": once(HEAD + b"X-Long: ", LONG, times=64),
    "judul": always(html("", title="judul " * 900_000)),
    "sarang": always(html("<div>x" * 200_000)),
    "tautan": always(html("<a href=" * 130_000)),
    "gaya": always(html("", title="x</title><style>" + ".a .b .c{display:none;left:-9999px}" * 30_000)),
    "formulir": always(html("<form><label for=a>x<input type=password name=a>" * 22_000)),
    "daftar": always(html("<pre><a href='a'>a</a>  01-Jan-2024 08:11  1\n" * 22_000, title="Index of /")),
    "melelah": tiring,
    "aksara": always(html("é" * 1000).replace(b"utf-8", b"utf-7").replace("é".encode(), b"\xff\xfe\x80+ADw-")),
    "potongan": once(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n-5\r\nworld"),
    "pembatas": limiter,
    "teks": evil_text,
    "kosong": always(b"\r\n\r\n"),
    "tak-ada": always(NOT_FOUND),
}
"""What is registered as http."""

TLS: Mapping[str, Handler] = {
    "salam": hello_and_silence,
    "sampah": tls_garbage,
    "putus": tls_reset,
    "diam-tls": tarpit,
    "bukan-tls": always(html("<p>tanpa TLS</p>")),
}
"""What is registered as https."""
