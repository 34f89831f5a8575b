"""Forking workers on demand, as a parent sees it; the workers are allowed no connection."""

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
import pytest

from secscan.model.enums import Status
from secscan.probes.nursery import NUMBER, Kind
from secscan.probes.nursery_program import tend
from secscan.probes.tls_worker.messages import Ask, Closed, Done, Halt, Job, ToParent
from secscan.probes.tls_worker.trust import TrustStore

JOB = Job(ip="127.0.0.1", port=9, server_name="", seconds=30)


@pytest.fixture
def control() -> Iterator[socket.socket]:
    """Our end of the conversation with a nursery that runs in a process of its own."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        ours.close()
        with contextlib.suppress(BaseException):
            tend(theirs, TrustStore([]))
            os._exit(0)
        os._exit(1)
    theirs.close()
    ours.settimeout(10)
    yield ours
    ours.close()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, "it ends by itself when the parent is gone"


def fork(control: socket.socket) -> tuple[int, BinaryIO, BinaryIO]:
    """A worker's process id, and our ends of the pipes to it and from it."""
    theirs_in, ours_in = os.pipe()
    ours_out, theirs_out = os.pipe()
    socket.send_fds(control, [Kind.TLS.encode()], [theirs_in, theirs_out])
    os.close(theirs_in)
    os.close(theirs_out)
    return answer(control), os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")


def ending(control: socket.socket, pid: int) -> int:
    control.sendall(pid.to_bytes(NUMBER, "big", signed=True))
    return answer(control)


def answer(control: socket.socket) -> int:
    return int.from_bytes(control.recv(NUMBER), "big", signed=True)


def say(stream: BinaryIO, message: Job | Halt) -> None:
    stream.write(msgspec.json.encode(message) + b"\n")
    stream.flush()


def hear(stream: BinaryIO) -> ToParent:
    return msgspec.json.decode(stream.readline(), type=Ask | Closed | Done)


def test_two_workers_work_apart(control: socket.socket) -> None:
    """Each asks on its own pipe; none connects without being allowed to."""
    workers = [fork(control) for _ in range(2)]
    assert len({pid for pid, _, _ in workers} | {os.getpid()}) == 3
    for _, stdin, _ in workers:
        say(stdin, JOB)
    for pid, stdin, stdout in workers:
        assert hear(stdout) == Ask()
        say(stdin, Halt())
        done = hear(stdout)
        assert isinstance(done, Done)
        assert (done.status, done.assessment) == (Status.TIMEOUT, None)
        stdin.close()
        assert ending(control, pid) == 0
        assert stdout.read() == b""
        stdout.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_costs_no_other(control: socket.socket, number: signal.Signals) -> None:
    (victim, *its_ends), (pid, stdin, stdout) = fork(control), fork(control)
    os.kill(victim, number)
    assert ending(control, victim) == -number
    say(stdin, JOB)
    assert hear(stdout) == Ask()
    for stream in (*its_ends, stdin, stdout):
        stream.close()
    assert ending(control, pid) == 0


def test_of_a_stranger_nothing_is_known(control: socket.socket) -> None:
    assert ending(control, os.getpid()) == 0
