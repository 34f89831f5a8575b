"""Small web applications on loopback: one HTTP and one HTTPS server with many virtual hosts, each a function."""

import contextlib
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.certificate_support import authority, leaf, write

ADDRESS = "127.0.30.1"
HTML = "text/html; charset=utf-8"
Headers = tuple[tuple[str, str], ...]

HARDENED: Headers = (
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
)


@dataclass(frozen=True)
class Visit:
    """One request. `path` holds the query; header names are lower case; `number` counts the requests of this host."""

    scheme: str
    host: str
    port: int
    path: str
    headers: Mapping[str, str]
    number: int
    https: str

    @property
    def file(self) -> str:
        """The path without query."""
        return self.path.partition("?")[0]

    @property
    def agent(self) -> str:
        return self.headers.get("user-agent", "")


@dataclass(frozen=True)
class Reply:
    """One response; `headers` stand beside Content-Type and Content-Length. `slow` seconds pass before it."""

    body: str | bytes = ""
    status: int = 200
    kind: str = HTML
    headers: Headers = ()
    slow: float = 0.0


App = Callable[[Visit], Reply]


def page(title: str, body: str, head: str = "") -> str:
    """An HTML page as a template would write it."""
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><header><h1>{title}</h1></header><main>{body}</main><footer>Pemerintah Kabupaten Contoh</footer>"
        "</body></html>"
    )


NOT_FOUND = Reply(page("Halaman tidak ditemukan", "<p>Periksa kembali alamatnya.</p>"), 404)


def pages(paths: Mapping[str, Reply | str], other: Reply | App = NOT_FOUND) -> App:
    """An app with these paths; everything else gets `other`."""

    def app(visit: Visit) -> Reply:
        found = paths.get(visit.path, paths.get(visit.file))
        if found is None:
            return other if isinstance(other, Reply) else other(visit)
        return Reply(found) if isinstance(found, str) else found

    return app


def redirecting(app: App) -> App:
    """The app over HTTPS; HTTP leads there."""

    def outer(visit: Visit) -> Reply:
        if visit.scheme == "https":
            return app(visit)
        return Reply("", 301, headers=(("Location", visit.https + visit.path),))

    return outer


def hardened(app: App) -> App:
    """The app with every header that the standard asks for."""

    def outer(visit: Visit) -> Reply:
        reply = app(visit)
        own = {name.lower() for name, _ in reply.headers}
        added = tuple(pair for pair in HARDENED if pair[0].lower() not in own)
        return Reply(reply.body, reply.status, reply.kind, (*reply.headers, *added), reply.slow)

    return outer


@dataclass
class Street:
    """The running servers: their ports, the apps by host name, and what was asked of each: method, scheme, path and
    what tells one view of a page from another."""

    http: int = 0
    https: int = 0
    ca: Path = Path()
    apps: dict[str, App] = field(default_factory=dict)
    log: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, scheme: str, path: str, headers: Mapping[str, str]) -> Reply:
        host = headers.get("host", "").partition(":")[0]
        view = " ".join(headers.get(name, "-") for name in ("user-agent", "referer", "origin"))
        with self.lock:
            self.log[host].append(f"{method} {scheme} {path} {view}")
            number = len(self.log[host])
        app = self.apps.get(host)
        if app is None:
            return Reply("", 421)
        port = self.https if scheme == "https" else self.http
        return app(Visit(scheme, host, port, path, headers, number, f"https://{host}:{self.https}"))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, street: Street, scheme: str) -> None:
        super().__init__((ADDRESS, 0), _Handler)
        self.street, self.scheme = street, scheme

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is not news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.street.answer(self.command, self.server.scheme, self.path, headers)
        if reply.slow:
            threading.Event().wait(reply.slow)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        fields = (("Content-Type", reply.kind), *reply.headers, ("Content-Length", str(len(body))))
        lines = [f"HTTP/1.1 {reply.status} Jawaban", *(f"{name}: {value}" for name, value in fields if value)]
        head = "\r\n".join(lines).encode() + b"\r\n\r\n"
        self.wfile.write(head if self.command == "HEAD" else head + body)  # in one piece: two would wait for each other

    do_HEAD = do_GET  # noqa: N815 - the base class's naming
    do_OPTIONS = do_GET  # noqa: N815
    do_POST = do_PUT = do_DELETE = do_PATCH = do_TRACE = do_PROPFIND = do_GET  # noqa: N815 - so that they would show

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def street(apps: Mapping[str, App], folder: Path) -> Iterator[Street]:
    """Serve the apps by host name over HTTP and HTTPS until the block ends; `folder` takes the certificate."""
    made = Street(apps=dict(apps))
    root = authority("Otoritas Uji")
    made.ca = folder / "ca.pem"
    made.ca.write_bytes(root.pem)
    certificate, key = write(folder, leaf(root, "*.kabcontoh.go.id"), name="bersama")
    plain, secure = _Server(made, "http"), _Server(made, "https")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    made.http, made.https = plain.server_address[1], secure.server_address[1]
    with contextlib.ExitStack() as stack:
        for server in (plain, secure):
            stack.enter_context(server)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.shutdown)
        yield made


def free_port(address: str = ADDRESS) -> int:
    """A port of the address that nobody listens on."""
    with socket.socket() as sock:
        sock.bind((address, 0))
        return int(sock.getsockname()[1])
