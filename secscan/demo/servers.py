"""The demonstration's servers: HTTP and HTTPS with virtual hosts, a database that asks for no password, and a resolver.

Plain Python on loopback addresses and unprivileged ports: no root is needed.
"""

import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from secscan.demo.pages import HTML, Answer, DemoSite, page

NOT_FOUND = Answer(page("Halaman tidak ditemukan", "<p>Periksa kembali alamatnya.</p>"), status=404)


class _WebServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, place: tuple[str, int], sites: Mapping[str, DemoSite]) -> None:
        super().__init__(place, _WebHandler)
        self.sites = sites

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is not news."""


class _WebHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 15
    server: _WebServer

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        site = self.server.sites.get(host) or next(iter(self.server.sites.values()))
        answer = site.paths.get(self.path.partition("?")[0], NOT_FOUND)
        body = answer.body
        if answer.crawler and "Googlebot" in self.headers.get("User-Agent", ""):
            body = answer.crawler
        self._send(site, answer, body.encode())

    do_HEAD = do_GET  # noqa: N815 - the base class's naming

    def do_OPTIONS(self) -> None:
        self.send_response(200)
        self.send_header("Allow", "GET, HEAD, OPTIONS")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, site: DemoSite, answer: Answer, body: bytes) -> None:
        self.send_response_only(answer.status)
        headers = {"Content-Type": HTML, **site.headers, **answer.headers}
        headers["Content-Type"] = answer.kind
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the demonstration's output is the scanner's."""


class _OpenCache(socketserver.StreamRequestHandler):
    """Answers like a Redis without a password, and stores nothing."""

    timeout = 5
    replies: ClassVar[dict[bytes, bytes]] = {b"PING": b"+PONG\r\n", b"INFO": b"$13\r\n# Server demo\r\n"}

    def handle(self) -> None:
        for _ in range(20):
            line = self.rfile.readline(512).strip()
            if not line:
                return
            if line[:1] in (b"*", b"$"):
                continue
            self.wfile.write(self.replies.get(line.upper(), b"-ERR unknown command\r\n"))


class _Resolver(socketserver.BaseRequestHandler):
    """Knows the demonstration's names and no others."""

    server: "_ResolverServer"

    def handle(self) -> None:
        data, sock = self.request
        try:
            query = dns.message.from_wire(data)
        except Exception:
            return
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA | dns.flags.AA
        question = query.question[0]
        address = self.server.names.get(question.name.to_text(omit_final_dot=True).lower())
        if address is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.A:
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "A", address))
        sock.sendto(reply.to_wire(), self.client_address)


class _ResolverServer(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, place: tuple[str, int], names: Mapping[str, str]) -> None:
        super().__init__(place, _Resolver)
        self.names = names


class _TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def web_server(place: tuple[str, int], sites: tuple[DemoSite, ...]) -> socketserver.BaseServer:
    """An HTTP server with these virtual hosts; the first is the default."""
    return _WebServer(place, {site.host: site for site in sites})


def tls_server(
    place: tuple[str, int], sites: tuple[DemoSite, ...], chains: Mapping[str, tuple[Path, Path]], *, old: bool = False
) -> socketserver.BaseServer:
    """An HTTPS server that chooses the certificate by server name. `old` also accepts TLS 1.0, as forgotten servers
    do."""
    server = _WebServer(place, {site.host: site for site in sites})
    contexts = {host: _context(chain, old=old) for host, chain in chains.items()}
    first = contexts[sites[0].host]

    def choose(sock: ssl.SSLObject | ssl.SSLSocket, name: str | None, _context: ssl.SSLContext) -> None:
        sock.context = contexts.get(name or "", first)

    first.sni_callback = choose
    server.socket = first.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server


def open_cache(place: tuple[str, int]) -> socketserver.BaseServer:
    """A database port that answers everybody."""
    return _TcpServer(place, _OpenCache)


def resolver(place: tuple[str, int], names: Mapping[str, str]) -> socketserver.BaseServer:
    """A name server over UDP for these names."""
    return _ResolverServer(place, names)


@contextmanager
def serving(servers: list[socketserver.BaseServer]) -> Iterator[None]:
    """Run the servers on threads until the block ends."""
    with ExitStack() as stack:
        for server in servers:
            stack.enter_context(server)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
            stack.callback(server.shutdown)
        yield


def _context(chain: tuple[Path, Path], *, old: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*chain)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if old:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("ALL:@SECLEVEL=0")
    return context
