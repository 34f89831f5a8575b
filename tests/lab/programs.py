"""Real servers for tests: started on loopback in folders of their own, ready before use, ended by their process id."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def public_folder(name: str) -> Iterator[Path]:
    """A folder that servers under other users can read, unlike those of pytest; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"secscan-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(
    command: list[str], log: Path, ready: Callable[[], bool], env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server program in a process group of its own, from when `ready` says so to the end of the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, **(env or {})},
        )
    try:
        wait_until(lambda: process.poll() is not None or ready(), f"{command[0]} is ready (see {log})", 60)
        assert process.poll() is None, f"{command[0]} ended at once: {log.read_text(errors='replace')[-2000:]}"
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Wait until the condition holds; fail with the words of `what`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError(f"waited {seconds:g} s in vain until {what}")


def listens(address: str, port: int) -> bool:
    """Whether something accepts connections there."""
    with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


def need_free(address: str, *ports: int) -> None:
    """Fail with a clear message when a port that a test needs is taken, by a wildcard listener for instance."""
    for port in ports:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((address, port))
            except OSError as error:
                raise AssertionError(
                    f"{address}:{port} cannot be used ({error.strerror}): run as root, and stop what holds the port"
                ) from None


def wildcard_ports() -> frozenset[int]:
    """The TCP ports that something on this machine already listens on for every address."""
    ports = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                _, local, _, state, *_ = line.split()
                address, _, port = local.partition(":")
                if state == "0A" and set(address) == {"0"}:
                    ports.add(int(port, 16))
    return frozenset(ports)
