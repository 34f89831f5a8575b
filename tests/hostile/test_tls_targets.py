"""The TLS probe against servers that hang, lie, hang up or never were TLS, and children that die."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secscan.base.clock import SystemClock
from secscan.model.enums import Reason, Status
from secscan.model.jobs import Pace
from secscan.model.observations import Answer, TlsVersion
from secscan.net.budget import Budget, Cancelled, Stopped
from secscan.probes.tls import TlsProbe
from tests.certificate_support import leaf, write
from tests.net_support import RawServer, http_handler, page, raw_server
from tests.tls_support import NAME, assess, openssl_context, openssl_server, tls_of, tls_probe


@pytest.fixture(scope="module")
def probe() -> Iterator[TlsProbe]:
    with tls_probe() as probe:
        yield probe


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write(tmp_path_factory.mktemp("hostile"), leaf(None, NAME))


def hang(client: socket.socket) -> None:
    while client.recv(4096):
        pass


def drip(client: socket.socket) -> None:
    """A handshake record that never gets anywhere, a byte at a time."""
    client.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03")
    while True:
        client.sendall(b"\x00")
        time.sleep(0.3)


def half_hello(client: socket.socket) -> None:
    client.recv(4096)
    client.sendall(b"\x16\x03\x03\x00\x50\x02\x00\x00\x4c\x03\x03" + b"\x09" * 20)
    hang(client)


def flood(client: socket.socket) -> None:
    while True:
        client.sendall(b"\x16\x03\x03\x3f\xff" + b"\x00" * 16383)


@pytest.mark.parametrize("handler", [hang, drip, half_hello])
def test_a_tarpit_costs_twelve_seconds_at_most(handler: object, probe: TlsProbe) -> None:
    with raw_server(handler) as server:  # type: ignore[arg-type]
        started = time.monotonic()
        seen = assess(probe, server.port)
        assert time.monotonic() - started < 12
    assert (seen.status, seen.payload) == (Status.TIMEOUT, None)


def test_an_endless_answer_ends(probe: TlsProbe) -> None:
    with raw_server(flood) as server:
        seen = assess(probe, server.port)
    assert seen.status in (Status.ERROR, Status.TIMEOUT)
    assert seen.payload is None
    assert seen.cost.seconds < 12
    assert seen.cost.bytes_received < 10_000_000


@pytest.mark.parametrize(
    "greeting", [b"SSH-2.0-OpenSSH_9.2p1\r\n", b"220 mail.contoh.go.id ESMTP\r\n", os.urandom(10) + b"\x00" * 300]
)
def test_other_protocols_are_told_at_once(greeting: bytes, probe: TlsProbe) -> None:
    def greet(client: socket.socket) -> None:
        client.sendall(b"\xff" + greeting if greeting[:1] in b"\x14\x15\x16\x17\x18" else greeting)
        hang(client)

    with raw_server(greet) as server:
        seen = assess(probe, server.port)
    assert (seen.status, seen.reason, seen.detail) == (Status.ERROR, Reason.ERROR, "not tls")
    assert seen.cost.connections <= 2
    assert seen.cost.seconds < 8


def test_plain_http(probe: TlsProbe) -> None:
    def serve(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(page(b"bad request", status="400 Bad Request"))

    with raw_server(serve) as server:
        seen = assess(probe, server.port)
        assert server.connections == 1
    assert (seen.status, seen.detail) == (Status.ERROR, "not tls")


def test_a_server_that_hangs_up(probe: TlsProbe) -> None:
    with raw_server(lambda client: client.close()) as server:
        seen = assess(probe, server.port)
    assert (seen.status, seen.detail) == (Status.ERROR, "closed without an answer")
    assert seen.cost.seconds < 3


def test_silence_to_an_old_version_is_unknown(probe: TlsProbe, files: tuple[Path, Path]) -> None:
    """Not answered, though the rest works: nobody can tell whether it is accepted."""
    context = openssl_context(*files)

    def serve(client: socket.socket) -> None:
        hello = client.recv(11, socket.MSG_PEEK)
        if hello[9:11] == b"\x03\x01":  # a TLS 1.0 hello
            hang(client)
            return
        with context.wrap_socket(client, server_side=True) as secure:
            secure.recv(10)

    with raw_server(serve) as server:
        seen = assess(probe, server.port)
    tls = tls_of(seen)
    assert tls.answer(TlsVersion.TLS1_0) is Answer.UNKNOWN
    assert tls.answer(TlsVersion.TLS1_1) is Answer.REJECTED
    assert tls.answer(TlsVersion.TLS1_2) is Answer.ACCEPTED
    assert "TLSv1.0: silent" in tls.errors
    assert seen.cost.seconds < 12


def test_a_reset_of_an_old_hello_is_a_rejection(probe: TlsProbe, files: tuple[Path, Path]) -> None:
    context = openssl_context(*files)

    def serve(client: socket.socket) -> None:
        hello = client.recv(11, socket.MSG_PEEK)
        if hello[:1] != b"\x16" or hello[9:11] < b"\x03\x03":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            client.close()
            return
        with context.wrap_socket(client, server_side=True) as secure:
            secure.recv(10)

    with raw_server(serve) as server:
        tls = tls_of(assess(probe, server.port))
    answers = dict(tls.versions)
    assert [v for v, answer in answers.items() if answer is Answer.ACCEPTED] == [TlsVersion.TLS1_2, TlsVersion.TLS1_3]
    assert [v for v, answer in answers.items() if answer is Answer.REJECTED] == list(TlsVersion)[:4]


def test_a_ban_in_the_middle_leaves_the_rest_unknown(probe: TlsProbe, files: tuple[Path, Path]) -> None:
    context = openssl_context(*files, ciphers="ECDHE+AESGCM")
    turn = iter(range(1000))

    def serve(client: socket.socket) -> None:
        if next(turn) >= 6:
            hang(client)
            return
        with context.wrap_socket(client, server_side=True) as secure:
            secure.recv(10)

    with raw_server(serve) as server:
        seen = assess(probe, server.port)
    tls = tls_of(seen)
    assert tls.answer(TlsVersion.TLS1_2) is Answer.ACCEPTED
    assert tls.family("NULL") is Answer.UNKNOWN
    assert tls.family("SMALL_DH") is Answer.UNKNOWN
    assert tls.client_renegotiation_dos is None
    assert seen.cost.seconds < 15


def kill_at_work(probe: TlsProbe, server: RawServer, number: signal.Signals) -> None:
    """Send a signal to the probe's only worker once it has a connection."""
    while not server.connections:
        time.sleep(0.05)
    pid = probe._children[0].pid
    assert pid is not None
    os.kill(pid, number)


@pytest.mark.parametrize(("number", "ending"), [(signal.SIGKILL, Status.TIMEOUT), (signal.SIGSEGV, Status.ERROR)])
def test_a_crash_costs_one_job(number: signal.Signals, ending: Status, files: tuple[Path, Path]) -> None:
    """A child that was killed from outside takes its look once more; one that crashed on a server does not."""
    with tls_probe() as probe:
        with raw_server(hang) as server:
            threading.Thread(target=kill_at_work, args=(probe, server, number), daemon=True).start()
            seen = assess(probe, server.port)
        assert (seen.status, seen.payload) == (ending, None)
        if ending is Status.ERROR:
            assert f"signal {number.value}" in seen.detail
        with openssl_server(openssl_context(*files)) as again:
            assert assess(probe, again.port).status is Status.OK


def test_a_killed_nursery_costs_no_job(files: tuple[Path, Path]) -> None:
    """The program that workers are forked from is gone: a living worker goes on, and a new one has a new nursery."""
    with tls_probe() as probe, openssl_server(openssl_context(*files)) as server:
        assert assess(probe, server.port).status is Status.OK
        nursery, worker = probe._children[0]._nursery._process, probe._children[0].pid
        assert nursery is not None
        assert worker is not None
        os.kill(nursery.pid, signal.SIGKILL)
        assert assess(probe, server.port).status is Status.OK
        assert probe._children[0].pid == worker
        os.kill(worker, signal.SIGKILL)
        assert assess(probe, server.port).status is Status.OK
        assert probe._children[0].pid not in (None, worker)


def test_the_deadline_is_hard(probe: TlsProbe) -> None:
    with raw_server(hang) as server:
        started = time.monotonic()
        seen = assess(probe, server.port, seconds=1.5)
        assert time.monotonic() - started < 3
    assert (seen.status, seen.reason) == (Status.TIMEOUT, Reason.TIMEOUT)


def test_cancelling_ends_within_two_seconds(probe: TlsProbe) -> None:
    budget = Budget(Pace(100, 2, 10), SystemClock())
    with raw_server(hang) as server:
        threading.Timer(0.5, budget.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            assess(probe, server.port, budget=budget)
        assert time.monotonic() - started < 2.5


def test_a_stopped_budget_sends_nothing(probe: TlsProbe) -> None:
    budget = Budget(Pace(100, 2, 10), SystemClock())
    budget.stop(Reason.BLOCKED)
    with raw_server(hang) as server:
        with pytest.raises(Stopped):
            assess(probe, server.port, budget=budget)
        assert server.connections == 0


def test_the_budget_rules(probe: TlsProbe, files: tuple[Path, Path]) -> None:
    """Ten a second, one at a time: the target sees no more, and the receipt says the same."""
    budget = Budget(Pace(10, 1, 10), SystemClock())
    moments: list[float] = []
    context = openssl_context(*files)

    def serve(client: socket.socket) -> None:
        moments.append(time.monotonic())
        with context.wrap_socket(client, server_side=True) as secure:
            secure.recv(10)

    with raw_server(serve) as server:
        seen = assess(probe, server.port, budget=budget)
        assert server.peak == 1
    assert len(moments) == seen.cost.connections == budget.impact("127.0.0.1").connections
    assert all(sum(start <= at < start + 1 for at in moments) <= 10 for start in moments)
    assert budget.impact("127.0.0.1").bytes == seen.cost.bytes_received + seen.cost.bytes_sent > 1000


def test_many_threads_share_the_children(files: tuple[Path, Path]) -> None:
    found: list[Status] = []
    with tls_probe(2) as probe, openssl_server(openssl_context(*files)) as server:
        threads = [threading.Thread(target=lambda: found.append(assess(probe, server.port).status)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert found == [Status.OK] * 5


PARENT = """
import sys, time
from secscan.probes.nursery import Nursery
from secscan.probes.tls_process import Child
from secscan.probes.tls_worker.messages import Job
child = Child(Nursery(()))
child.begin(Job(ip="127.0.0.1", port=int(sys.argv[1]), server_name="", seconds=60))
print(child.pid, flush=True)
child.receive(5)
time.sleep(60)
"""


def test_children_end_with_their_parent() -> None:
    with raw_server(hang) as server:
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(server.port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert parent.stdout is not None
        assert parent.stderr is not None
        pid = int(parent.stdout.readline())
        time.sleep(1)
        parent.kill()
        parent.wait()
        assert parent.stderr.read() == b""
        parent.stdout.close()
        parent.stderr.close()
        end = time.monotonic() + 3
        while Path(f"/proc/{pid}").exists() and _state(pid) != "Z":
            assert time.monotonic() < end, "the child outlives its parent"
            time.sleep(0.05)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_http_keeps_talking_http(probe: TlsProbe) -> None:
    """A web server that waits for the end of a request head that never comes is no TLS server either."""
    with raw_server(http_handler(page(b"halo"))) as server:
        seen = assess(probe, server.port)
    assert seen.status in (Status.TIMEOUT, Status.ERROR)
    assert seen.payload is None
