"""What tests of whole scans share: counting servers on loopback addresses, and a workspace that knows them."""

import contextlib
import csv
import os
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from secscan.base.resources import read_text
from tests.lab.desk import Desk, permit

LETTER = "094/202/ST/2026"
Handler = Callable[[socket.socket], None]


@dataclass
class Counting:
    """A TCP server on one address and port that notes when it was connected to and what it was asked.

    `events` holds (monotonic seconds, "connect" or the request line with its host).
    """

    ip: str
    port: int
    events: list[tuple[float, str]] = field(default_factory=list)
    open: int = 0
    peak: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"{self.ip}:{self.port}"

    def note(self, what: str) -> None:
        with self.lock:
            self.events.append((time.monotonic(), what))

    def entered(self) -> None:
        with self.lock:
            self.events.append((time.monotonic(), "connect"))
            self.open += 1
            self.peak = max(self.peak, self.open)

    def left(self) -> None:
        with self.lock:
            self.open -= 1

    @property
    def connections(self) -> int:
        return sum(what == "connect" for _, what in self.events)

    @property
    def requests(self) -> list[str]:
        return [what for _, what in self.events if what != "connect"]


@contextlib.contextmanager
def listening(
    ip: str, port: int, handler: Callable[[Counting, socket.socket], None], *, backlog: int = 128
) -> Iterator[Counting]:
    """Serve each connection with `handler` on a thread until the block ends. Port 0 takes a free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((ip, port))
    listener.listen(backlog)
    server = Counting(ip, listener.getsockname()[1])

    def serve(conn: socket.socket) -> None:
        try:
            with contextlib.suppress(OSError, ValueError), conn:
                conn.settimeout(60)
                handler(server, conn)
        finally:
            server.left()

    def accept() -> None:
        while True:
            try:
                conn, _ = listener.accept()
            except OSError:
                return
            server.entered()
            threading.Thread(target=serve, args=(conn,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)


Pages = Mapping[str, bytes]
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n<h1>Tidak ada</h1>..."


def html(body: str, *headers: str, status: str = "200 OK", title: str = "Layanan") -> bytes:
    """A whole response with a small page."""
    text = f'<!doctype html><html lang="id"><head><title>{title}</title></head><body>{body}</body></html>'.encode()
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(text)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + text


GOOD = {
    "/": html("<h1>Layanan</h1><p>Informasi.</p><a href='/berita'>Berita</a> <a href='/kontak'>Kontak</a>"),
    "/berita": html("<p>Berita daerah.</p>"),
    "/kontak": html("<p>Jalan Contoh 1.</p>"),
}


def pages(answers: Pages, context: ssl.SSLContext | None = None, pause: float = 0.0) -> Callable[..., None]:
    """A keep-alive web server with these answers by path, over TLS where a context is given."""

    def serve(server: Counting, conn: socket.socket) -> None:
        stream: socket.socket = context.wrap_socket(conn, server_side=True) if context else conn
        with stream:
            while head := read_head(stream):
                line = head.split(b"\r\n", 1)[0].decode("latin-1")
                server.note(f"{line} {_view(head)}".strip())
                if pause:
                    time.sleep(pause)
                path = line.split(" ")[1].partition("?")[0]
                stream.sendall(answers.get(path, NOT_FOUND))

    return serve


def _view(head: bytes) -> str:
    """As whom a page is asked for; empty for secscan itself."""
    signs = {b"Googlebot": "search_engine", b"\r\nReferer:": "search_referrer", b"\r\nOrigin:": "foreign_origin"}
    return next((view for sign, view in signs.items() if sign in head), "")


def read_head(conn: socket.socket) -> bytes:
    """One request head, or b"" when the client is done."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = conn.recv(4096)
        if not chunk:
            return b""
        data += chunk
    return data


def in_one_second(times: Sequence[float]) -> int:
    """The most events in any window of one second."""
    ordered, most, first = sorted(times), 0, 0
    for last, moment in enumerate(ordered):
        while ordered[first] <= moment - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def small_profile(folder: Path, name: str = "kecil", **changes: Any) -> Path:
    """The standard profile with some values changed, as a file of the user's own."""
    values = yaml.safe_load(read_text("profiles", "scans", "standard.yaml"))
    values |= {"name": name, "ports": [21, 22, 80, 443, 3306, 6379, 8080], **changes}
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path


def workspace(
    folder: Path,
    apps: Mapping[str, str],
    networks: str,
    permits: Sequence[Mapping[str, str]] = (),
    **settings: Mapping[str, object],
) -> Desk:
    """A workspace with these apps (id to URL) and a permit for the networks."""
    desk = Desk(folder / "ws")
    wanted: dict[str, dict[str, object]] = {
        "office": {"name": "Pemerintah Kabupaten Contoh", "timezone": "Asia/Jakarta"},
        "scan": {"rate": 200, "max_connections": 8, "port_rate": 2000, "contact": "csirt@contoh.go.id"},
        "dns": {"resolver": "127.0.0.1:9"},
        "domains": {"official": ["contoh.go.id"]},
    }
    for section, values in settings.items():
        wanted[section] = {**wanted.get(section, {}), **values}
    desk.init(**wanted)
    give_register(desk, folder, apps, permits or [permit(LETTER, networks)])
    return desk


def give_register(
    desk: Desk, folder: Path, apps: Mapping[str, str], permits: Sequence[Mapping[str, str]], *words: str
) -> None:
    """Import these apps and permits, as CSV."""
    source = folder / "register"
    source.mkdir(exist_ok=True)
    _table(source / "opd.csv", [{"id": "kominfo", "nama": "Dinas Kominfo"}])
    rows = [
        {"id": key, "opd": "kominfo", "nama": f"Aplikasi {key}", "url": url, "kritikalitas": "tinggi", "jenis": "web"}
        for key, url in apps.items()
    ]
    _table(source / "apps.csv", rows)
    _table(source / "permits.csv", permits)
    desk.run("register", "import", source, *words)


def _table(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def descendants(pid: int) -> dict[int, str]:
    """The child processes of a process, theirs too, with their command lines."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        for child, its_parent in parents.items():
            if its_parent == parent and child not in found:
                with contextlib.suppress(OSError):
                    found[child] = (Path("/proc") / str(child) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                waiting.append(child)
    return found


def alive(pids: Sequence[int]) -> list[int]:
    """Those of the processes that still run."""
    running = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                running.append(pid)
    return running


@dataclass
class Measured:
    """How a watched program ended. `peak_mb` is the most memory it held itself, `child_mb` that any child did."""

    code: int
    seconds: float
    peak_mb: float
    child_mb: float
    stdout: str
    stderr: str


def watched(desk: Desk, *words: str | Path, seconds: float = 120) -> Measured:
    """Run secscan, and measure the memory of its processes as it goes."""
    start = time.monotonic()
    process = desk.start(*words)
    peak = child_peak = 0.0
    done = threading.Event()

    def measure() -> None:
        nonlocal peak, child_peak
        while not done.wait(0.1):
            peak = max(peak, _memory(process.pid))
            child_peak = max([child_peak, *map(_memory, descendants(process.pid))])

    thread = threading.Thread(target=measure, daemon=True)
    thread.start()
    try:
        out, err = process.communicate(timeout=seconds)
    finally:
        done.set()
        if process.poll() is None:
            process.kill()
            process.communicate()
    thread.join(2)
    return Measured(process.returncode, time.monotonic() - start, peak, child_peak, out, err)


def _memory(pid: int) -> float:
    """What a process holds in memory, in MB."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in (Path("/proc") / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def finish(process: "subprocess.Popen[str]", seconds: float = 60) -> tuple[int, str, str]:
    """The exit code and the output of a background call."""
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err
