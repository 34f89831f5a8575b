"""The nursery with its real program and real workers, which are asked nothing: no packet is sent."""

import os
import select
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secscan.probes.nursery import Kind, Nursery, Worker
from tests.scan_support import alive


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery(())
    yield nursery
    nursery.close()


def forked(nursery: Nursery) -> Worker:
    worker = nursery.fork(Kind.TLS)
    assert worker is not None
    return worker


def gone(pid: int, seconds: float = 5) -> bool:
    """Whether a process ends in that time; a zombie has ended."""
    end = time.monotonic() + seconds
    while alive([pid]):
        if time.monotonic() >= end:
            return False
        time.sleep(0.01)
    return True


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_worker_is_killed_wherever_it_is(nursery: Nursery) -> None:
    worker = forked(nursery)
    assert not gone(worker.pid, 0.1)
    assert nursery.end(worker) == -signal.SIGKILL
    assert gone(worker.pid, 0)
    assert worker.stdin.closed
    assert worker.stdout.closed


def test_how_a_worker_ended_is_told(nursery: Nursery) -> None:
    crashed = forked(nursery)
    os.kill(crashed.pid, signal.SIGSEGV)
    assert gone(crashed.pid)
    assert nursery.end(crashed) == -signal.SIGSEGV


def test_a_worker_ends_with_its_conversation(nursery: Nursery) -> None:
    worker = forked(nursery)
    worker.stdin.close()
    assert gone(worker.pid)
    assert nursery.end(worker) == 0


def test_the_end_of_a_worker_is_seen_at_its_pipe_though_another_was_forked(nursery: Nursery) -> None:
    """A later worker that kept the ends of the first one's pipes would hide its end, and hold its parent up."""
    first, second = forked(nursery), forked(nursery)
    os.kill(first.pid, signal.SIGKILL)
    readable, _, _ = select.select([first.stdout], [], [], 5)
    assert readable
    assert first.stdout.read() == b""
    assert nursery.end(first) == -signal.SIGKILL
    assert nursery.end(second) == -signal.SIGKILL


def test_workers_leave_no_descriptors_behind(nursery: Nursery) -> None:
    nursery.end(forked(nursery))
    before = open_descriptors()
    for _ in range(5):
        nursery.end(forked(nursery))
    assert open_descriptors() == before


def test_secrets_of_the_environment_stay_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECSCAN_PASSWORD", "rahasia")
    monkeypatch.setenv("PYTHONSTARTUP", "/jahat.py")
    nursery = Nursery(())
    worker = forked(nursery)
    environment = Path(f"/proc/{worker.pid}/environ").read_bytes().split(b"\0")
    names = {entry.partition(b"=")[0].decode() for entry in environment if entry}
    nursery.end(worker)
    nursery.close()
    assert "PATH" in names
    assert names <= {"PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH"}


def test_a_killed_nursery_is_replaced_and_its_workers_live_on() -> None:
    nursery = Nursery(())
    first = forked(nursery)
    assert nursery._process is not None
    os.kill(nursery._process.pid, signal.SIGKILL)
    nursery._process.wait(5)
    assert not gone(first.pid, 0.1)
    second = forked(nursery)
    assert nursery.end(first) in (0, None), "whom the new nursery did not fork, it knows nothing of"
    assert gone(first.pid)
    assert nursery.end(second) == -signal.SIGKILL
    nursery.close()


def test_closing_ends_the_program() -> None:
    nursery = Nursery(())
    worker = forked(nursery)
    assert nursery._process is not None
    pid = nursery._process.pid
    nursery.close()
    assert gone(pid)
    assert nursery.end(worker) is None
    assert gone(worker.pid)


def test_a_program_that_cannot_start_gives_no_worker(tmp_path: Path) -> None:
    roots = tmp_path / "akar.pem"
    roots.write_text("-----BEGIN CERTIFICATE-----")
    nursery = Nursery((str(roots),))
    roots.unlink()
    assert nursery.fork(Kind.TLS) is None
    nursery.close()
