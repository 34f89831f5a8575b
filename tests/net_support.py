"""What tests of the network parts share: a clock that only sleeping moves, endpoints, and raw servers on loopback."""

import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from secscan.base.clock import SystemClock
from secscan.model.jobs import Pace
from secscan.net import guard
from secscan.net.budget import Budget
from secscan.net.guard import AuthorisedEndpoint

LOOPBACK = "127.0.0.1"


class FakeClock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds = 1000.0

    def now(self) -> datetime:
        return datetime(2026, 10, 1, tzinfo=UTC) + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        with self._lock:
            return self._seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._seconds += seconds


def endpoint(port: int, ip: str = LOOPBACK, host: str = "") -> AuthorisedEndpoint:
    """An endpoint as the guard would make it."""
    return AuthorisedEndpoint(ip, port, host or ip, "S-1/2026", guard._SEAL)


def fast_budget(rate: float = 500, max_connections: int = 16, port_rate: float = 500) -> Budget:
    """A budget that does not slow a test down."""
    return Budget(Pace(rate, max_connections, port_rate), SystemClock())


@dataclass
class RawServer:
    """A TCP server whose every connection is given to `handler`. `log` holds (time, event) pairs."""

    port: int
    connections: int = 0
    simultaneous: int = 0
    peak: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self) -> None:
        with self.lock:
            self.connections += 1
            self.simultaneous += 1
            self.peak = max(self.peak, self.simultaneous)

    def leave(self) -> None:
        with self.lock:
            self.simultaneous -= 1


@contextlib.contextmanager
def raw_server(handler: Callable[[socket.socket], None], ip: str = LOOPBACK) -> Iterator[RawServer]:
    """Serve `handler` on a free port of the address until the block ends."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((ip, 0))
    listener.listen(64)
    server = RawServer(listener.getsockname()[1])
    done = threading.Event()

    def serve(conn: socket.socket) -> None:
        with contextlib.suppress(OSError), conn:
            handler(conn)
        server.leave()

    def accept() -> None:
        while not done.is_set():
            try:
                conn, _ = listener.accept()
            except OSError:
                return
            server.enter()
            conn.settimeout(30)
            threading.Thread(target=serve, args=(conn,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        done.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)


def read_head(conn: socket.socket) -> bytes:
    """One request head, or b"" when the client is done."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = conn.recv(4096)
        if not chunk:
            return b""
        data += chunk
    return data


def http_handler(*responses: bytes) -> Callable[[socket.socket], None]:
    """Answers the requests of each connection with these bytes in turn, the last one for ever."""

    def handle(conn: socket.socket) -> None:
        turn = 0
        while read_head(conn):
            conn.sendall(responses[min(turn, len(responses) - 1)])
            turn += 1

    return handle


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole HTTP/1.1 response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def free_port(ip: str = LOOPBACK) -> int:
    """A port of the address that nobody listens on."""
    with socket.socket() as sock:
        sock.bind((ip, 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def served(command: list[str], port: int, ip: str = LOOPBACK) -> Iterator[None]:
    """A server program, from when its port answers to the end of the block."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection((ip, port), timeout=1):
                break
            assert process.poll() is None, f"{command[0]} ended at once"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)
