"""The port probe against listening sockets and a firewall's behaviour on loopback."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from secscan.base.clock import SystemClock
from secscan.model.enums import Reason, Status
from secscan.model.jobs import Pace, PortScanJob
from secscan.model.observations import Observation, PortScan, PortState
from secscan.net.budget import Budget, Cancelled
from secscan.net.guard import AuthorisedEndpoint
from secscan.probes import ports
from secscan.probes.connect_scan import connect_scan
from secscan.probes.nmap import nmap_path
from secscan.probes.ports import scan_ports
from tests.net_support import LOOPBACK, endpoint, fast_budget, http_handler, page, raw_server

CLOCK = SystemClock()
TARGET = "127.0.0.21"


@contextlib.contextmanager
def listening(ip: str, wanted: tuple[int, ...]) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for port in wanted:
            sock = stack.enter_context(socket.socket())
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((ip, port))
            sock.listen(8)
        yield


def silent_backlog(ip: str, port: int, stack: contextlib.ExitStack) -> None:
    """A port that drops what arrives, as a packet filter does: its backlog is full and nobody accepts."""
    listener = stack.enter_context(socket.socket())
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((ip, port))
    listener.listen(0)
    for _ in range(4):
        filler = stack.enter_context(socket.socket())
        filler.setblocking(False)
        filler.connect_ex((ip, port))
    time.sleep(0.1)


def scan(
    wanted: tuple[int, ...],
    *,
    anchors: tuple[int, ...] = (),
    ip: str = TARGET,
    seconds: float = 20,
    egress: ports.Egress | None = None,
    budget: Budget | None = None,
) -> Observation:
    job = PortScanJob(ports=wanted, anchors=anchors, letter="S-1/2026")
    return scan_ports(job, endpoint(0, ip), budget or fast_budget(), CLOCK, CLOCK.monotonic() + seconds, egress)


def result(seen: Observation) -> PortScan:
    assert isinstance(seen.payload, PortScan), seen
    return seen.payload


@pytest.fixture(params=["nmap", "nmap without raw sockets", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every way to scan that there is, whatever this machine would choose."""
    if request.param == "plain":
        monkeypatch.setattr(ports, "nmap_path", lambda: None)
    elif nmap_path() is None:
        pytest.skip("nmap is not installed")
    elif request.param != "nmap":
        monkeypatch.setattr(ports, "can_send_raw", lambda: False)
    return str(request.param)


def test_open_and_closed_ports(way: str) -> None:
    with listening(TARGET, (20022, 26379)):
        seen = scan((20022, 20080, 23306, 26379), anchors=(20080, 20022))
    found = result(seen)
    assert seen.status is Status.OK
    assert found.open == (20022, 26379)
    assert found.filtered == ()
    assert found.state(20080) is PortState.CLOSED
    assert found.state(9) is None
    assert found.method in {"nmap": ("syn", "connect"), "plain": ("plain",)}.get(way, ("connect",))
    assert (found.anchor, found.anchor_before, found.anchor_after) == (20022, True, True)
    assert seen.cost.port_probes == 4


def test_every_port_of_a_long_list_has_a_state(way: str) -> None:
    """nmap folds ports that share a state into one line unless it is told not to."""
    wanted = tuple(range(21000, 21120))
    with listening(TARGET, (21001,)):
        seen = scan(wanted, anchors=(21001,))
    assert seen.status is Status.OK, seen.detail
    assert result(seen).scanned == wanted
    assert result(seen).open == (21001,)


def test_a_silent_port_is_filtered_by_the_connect_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "nmap_path", lambda: None)
    with contextlib.ExitStack() as stack, listening(TARGET, (20022,)):
        silent_backlog(TARGET, 23306, stack)
        found = result(scan((20022, 23306), anchors=(20022,)))
    assert found.open == (20022,)
    assert found.filtered == (23306,)


def test_without_a_known_open_port_there_is_no_anchor() -> None:
    found = result(scan((20022,), anchors=(20080,)))
    assert (found.anchor, found.anchor_before, found.anchor_after) == (None, False, False)


def test_the_self_test_tells_our_own_filter_from_the_target_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "nmap_path", lambda: None)
    asked: list[int] = []

    def egress(port: int) -> AuthorisedEndpoint | None:
        asked.append(port)
        return endpoint(port, "127.0.0.22") if port != 29200 else None

    with contextlib.ExitStack() as stack, listening("127.0.0.22", (23306,)):
        for port in (23306, 25432, 29200, 26379):
            silent_backlog(TARGET, port, stack)
        silent_backlog("127.0.0.22", 26379, stack)
        seen = scan((20022, 23306, 25432, 29200, 26379), egress=egress)
        found = result(seen)
    assert sorted(asked) == [23306, 25432, 26379, 29200]  # the filtered ones only
    assert found.egress_open == (23306, 25432)  # reached: open there, and refused there
    assert seen.cost.egress_probes == 3, "what went to the self-test host is on the receipt"


def test_something_that_answers_for_every_port_is_no_result() -> None:
    wanted = tuple(range(21000, 21040))
    with listening(TARGET, wanted):
        seen = scan(wanted, anchors=(21000,))
    assert (seen.status, seen.reason, seen.payload) == (Status.BLOCKED, Reason.BLOCKED, None)
    assert "40 of 40" in seen.detail


def test_the_deadline_ends_the_scan_and_nmap_with_it(way: str) -> None:
    slow = Budget(Pace(100, 4, 2), CLOCK)
    start = time.monotonic()
    seen = scan(tuple(range(22000, 22100)), seconds=1.5, budget=slow)
    assert time.monotonic() - start < 3.5
    assert (seen.status, seen.reason) == (Status.TIMEOUT, Reason.TIMEOUT)


def test_cancelling_ends_the_scan_at_once(way: str) -> None:
    slow = Budget(Pace(100, 4, 2), CLOCK)
    threading.Timer(0.4, slow.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        scan(tuple(range(22000, 22100)), budget=slow)
    assert time.monotonic() - start < 1.9


def test_the_port_rate_is_kept_by_the_connect_scan() -> None:
    arrivals: list[float] = []

    def note(conn: socket.socket) -> None:
        arrivals.append(time.monotonic())

    with raw_server(note) as server:
        targets = [(endpoint(0, LOOPBACK), server.port)] * 30
        connect_scan(targets, 20, CLOCK.monotonic() + 20, CLOCK, lambda: False)
        time.sleep(0.2)
    times = sorted(arrivals)
    assert len(times) == 30
    assert max(sum(1 for other in times if start <= other < start + 1) for start in times) <= 20


def test_only_an_address_authorised_as_a_whole_is_scanned() -> None:
    with raw_server(http_handler(page(b"x"))) as server:
        job = PortScanJob(ports=(server.port,), anchors=(), letter="S-1/2026")
        with pytest.raises(ValueError):
            scan_ports(job, endpoint(server.port), fast_budget(), CLOCK, CLOCK.monotonic() + 5)
        assert server.connections == 0
