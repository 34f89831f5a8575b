"""Small web apps for tests, each on an address and port of its own, which remember what they were asked."""

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One response; `headers` besides Content-Type and Content-Length."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """One request as it came; `view` holds the headers by which one page is asked for as different visitors."""

    method: str
    host: str
    path: str
    view: tuple[str, str, str]


NOT_FOUND = Reply("<!doctype html><title>Tidak ada</title><p>Halaman tidak ditemukan.</p>", 404)
App = Callable[[str, str], Reply]
"""What a path answers: called with the host name and the path."""


class SmallServer(ThreadingHTTPServer):
    """`asked` are the requests in the order they came; `app` may be exchanged while it runs."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, place: tuple[str, int], app: App) -> None:
        super().__init__(place, _Handler)
        self.app = app
        self.asked: list[Asked] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def paths(self) -> set[str]:
        return {one.path for one in self.asked}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is not news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    server: SmallServer

    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        view = (self.headers.get("User-Agent", ""), self.headers.get("Referer", ""), self.headers.get("Origin", ""))
        self.server.asked.append(Asked(self.command, host, self.path, view))
        reply = self.server.app(host.partition(":")[0], self.path)
        body = reply.body.encode()
        self.send_response_only(reply.status)
        for key, value in {"Content-Type": reply.kind, **reply.headers, "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_OPTIONS = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the base class's naming

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def pages(table: Mapping[str, Reply | str]) -> App:
    """An app of fixed pages; any other path is not found."""

    def answer(_host: str, path: str) -> Reply:
        found = table.get(path, NOT_FOUND)
        return Reply(found) if isinstance(found, str) else found

    return answer


@contextlib.contextmanager
def small_server(
    address: str, app: App, port: int = 0, files: tuple[Path, Path] | None = None
) -> Iterator[SmallServer]:
    """The app on that address, by HTTPS if given certificate and key, until the block ends."""
    server = SmallServer((address, port), app)
    if files is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
