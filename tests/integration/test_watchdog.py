"""Deadlines that hold whatever the reader is doing."""

import socket
import threading
import time

import pytest

from secscan.base.clock import SystemClock
from secscan.net.watchdog import Watchdog

CLOCK = SystemClock()


def never() -> bool:
    return False


@pytest.fixture
def pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    ours.settimeout(10)
    return ours, theirs


def test_a_read_ends_at_the_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    start = time.monotonic()
    with Watchdog(CLOCK).watch(ours, CLOCK.monotonic() + 0.3, never) as watch:
        assert ours.recv(10) == b""
    assert 0.25 < time.monotonic() - start < 0.8
    assert watch.fired
    theirs.close()


def test_a_read_ends_when_cancelled(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    flag = threading.Event()
    threading.Timer(0.2, flag.set).start()
    start = time.monotonic()
    with Watchdog(CLOCK).watch(ours, CLOCK.monotonic() + 10, flag.is_set):
        assert ours.recv(10) == b""
    assert time.monotonic() - start < 0.6
    theirs.close()


def test_a_connection_in_time_is_left_alone(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    watchdog = Watchdog(CLOCK)
    for _ in range(3):
        with watchdog.watch(ours, CLOCK.monotonic() + 0.2, never) as watch:
            theirs.sendall(b"hello")
            assert ours.recv(10) == b"hello"
        assert not watch.fired
    time.sleep(0.4)
    theirs.sendall(b"still here")
    assert ours.recv(20) == b"still here"


def test_its_thread_ends_when_there_is_nothing_to_watch(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _theirs = pair
    before = set(threading.enumerate())
    with Watchdog(CLOCK).watch(ours, CLOCK.monotonic() + 5, never):
        started = [thread for thread in threading.enumerate() if thread not in before]
    assert len(started) == 1
    started[0].join(3)
    assert not started[0].is_alive()
