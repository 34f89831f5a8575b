"""Reading bodies in real workers, which are stopped, killed and crashed by their process id. Nothing is sent."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from secscan.analysis.bodies import read_body
from secscan.analysis.challenges import front_of
from secscan.analysis.reading import Manner, Reading
from secscan.base.clock import SystemClock
from secscan.net.budget import Cancelled
from secscan.probes import body_readers
from secscan.probes.body_readers import BodyReaders, Unread
from secscan.probes.nursery import Nursery

MANNER = Manner("text/html", False, False, False, True, True, front_of(200, {}))
URL = "https://app.contoh.go.id/"
PAGE = b"<!doctype html><title>Beranda</title>" + b"<a href='/berita/1'>Berita</a>" * 50


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery(())
    yield nursery
    nursery.close()


@pytest.fixture
def readers(nursery: Nursery) -> Iterator[BodyReaders]:
    made = BodyReaders(1, nursery, SystemClock())
    yield made
    made.close()


def read(readers: BodyReaders, body: bytes = PAGE) -> Reading:
    return readers.read(body, URL, MANNER, time.monotonic() + 30, lambda: False)


def worker(readers: BodyReaders) -> int:
    running = readers._readers[0]._worker
    assert running is not None
    return running.pid


def test_a_body_is_read_as_here_whatever_its_size(readers: BodyReaders) -> None:
    for body in (PAGE, b"", b"\x00\xff" * 400_000, b"<p>" + b"kata " * 200_000):
        assert read(readers, body) == read_body(body, URL, MANNER)


def test_many_threads_share_the_workers(nursery: Nursery) -> None:
    readers = BodyReaders(2, nursery, SystemClock())
    found: list[Reading] = []
    threads = [threading.Thread(target=lambda: found.append(read(readers))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    readers.close()
    assert found == [read_body(PAGE, URL, MANNER)] * 8


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_costs_one_body_and_a_kill_none(readers: BodyReaders, number: signal.Signals) -> None:
    """A worker that is stopped with a body in hand, and then ends by a signal."""
    read(readers)
    first = worker(readers)
    os.kill(first, signal.SIGSTOP)

    def strike() -> None:
        time.sleep(0.3)
        os.kill(first, number)
        os.kill(first, signal.SIGCONT)

    striking = threading.Thread(target=strike)
    striking.start()
    if number is signal.SIGKILL:
        assert read(readers) == read_body(PAGE, URL, MANNER)
    else:
        with pytest.raises(Unread, match=f"signal {number.value}"):
            read(readers)
    striking.join()
    assert read(readers) == read_body(PAGE, URL, MANNER)
    assert worker(readers) != first


def test_one_that_was_killed_while_idle_is_replaced(readers: BodyReaders) -> None:
    read(readers)
    os.kill(worker(readers), signal.SIGKILL)
    time.sleep(0.2)
    assert read(readers) == read_body(PAGE, URL, MANNER)


def test_a_body_that_takes_too_long_costs_itself(readers: BodyReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_readers, "SECONDS", 0.3)
    read(readers)
    first = worker(readers)
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(Unread, match="too long"):
        read(readers)
    assert read(readers) == read_body(PAGE, URL, MANNER)
    assert worker(readers) != first


def test_nobody_waits_after_the_end_of_the_scan(readers: BodyReaders) -> None:
    read(readers)
    os.kill(worker(readers), signal.SIGSTOP)
    ended = threading.Event()
    threading.Timer(0.3, ended.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        readers.read(PAGE, URL, MANNER, time.monotonic() + 30, ended.is_set)
    with pytest.raises(Cancelled):
        readers.read(PAGE, URL, MANNER, time.monotonic() + 30, ended.is_set)
    assert time.monotonic() - began < 3


def test_nobody_waits_for_a_reader_beyond_the_time_of_the_batch(readers: BodyReaders) -> None:
    """One thread holds the only worker; another, whose time is over, waits a second for it and no more."""
    read(readers)
    os.kill(worker(readers), signal.SIGSTOP)
    ended = threading.Event()
    over = time.monotonic()

    def hold() -> None:
        with pytest.raises(Cancelled):
            readers.read(PAGE, URL, MANNER, over + 30, ended.is_set)

    holding = threading.Thread(target=hold)
    holding.start()
    time.sleep(0.2)
    with pytest.raises(Unread, match="no reader was free"):
        readers.read(PAGE, URL, MANNER, over, lambda: False)
    assert time.monotonic() - over < 3
    ended.set()
    holding.join(5)
