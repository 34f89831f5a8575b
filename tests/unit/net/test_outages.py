from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import Cost, Observation
from secscan.model.subjects import Host
from secscan.net.outages import DOUBT_SECONDS, SLEPT_SECONDS, Outages, has_route
from tests.net_support import LOOPBACK, FakeClock


class TwoClocks:
    """A monotonic and a wall clock that are moved apart."""

    def __init__(self) -> None:
        self.seconds, self.wall = 100.0, datetime(2026, 10, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)


def test_time_that_passes_evenly_is_no_outage() -> None:
    clock = TwoClocks()
    outages = Outages(clock)
    for _ in range(100):
        clock.sleep(SLEPT_SECONDS / 2)
        assert outages.count == 0


def test_sleep_shows_on_either_clock() -> None:
    clock = TwoClocks()
    outages = Outages(clock)
    clock.wall += timedelta(hours=2)  # Linux: the monotonic clock stands still in suspend
    assert outages.count == 1
    clock.seconds += 300  # a stopped process, or a machine whose wall clock is set later
    assert outages.count == 2
    assert outages.count == 2, "one sleep counts once"


def test_a_clock_that_is_set_back_is_no_sleep() -> None:
    clock = TwoClocks()
    outages = Outages(clock)
    clock.wall -= timedelta(hours=1)
    assert outages.count == 0
    clock.sleep(1)
    assert outages.count == 0


def test_a_lost_network_counts_once_until_it_is_found() -> None:
    outages = Outages(TwoClocks())
    outages.lose_network()
    outages.lose_network()
    assert (outages.count, outages.network_lost) == (1, True)
    outages.find_network()
    outages.lose_network()
    assert outages.count == 2


def test_the_heart_beats_while_nobody_asks() -> None:
    clock = TwoClocks()
    outages = Outages(clock)
    with outages.watched():
        clock.wall += timedelta(hours=1)
        assert outages.count == 1


def test_loopback_has_a_route() -> None:
    assert has_route(LOOPBACK)


def look(status: Status, received: int = 0, seconds: float = 0.1) -> Observation:
    """A page that came, or did not."""
    return Observation(
        job_key=JobKey("x"),
        subject=Host(LOOPBACK),
        taken_at=datetime(2026, 10, 1, tzinfo=UTC),
        probe="web",
        status=status,
        reason=None if status is Status.OK else Reason.TIMEOUT,
        cost=Cost(requests=1, bytes_received=received, seconds=seconds),
    )


ANSWERED, LOST = look(Status.OK, received=500), look(Status.TIMEOUT, seconds=8)
FLEET = [f"127.61.0.{number}" for number in range(4)]


class Fleet:
    """Four addresses at work, all of which have answered once; only what is told moves the clock."""

    def __init__(self, stack: ExitStack) -> None:
        self.clock = FakeClock()
        self.outages = Outages(self.clock)
        for ip in FLEET:
            stack.enter_context(self.outages.at_work(ip))
            self.learn([ip], ANSWERED)

    def learn(self, ips: Sequence[str], seen: Observation, seconds: float = 60) -> None:
        """Tell of the same look at each of the addresses: of the next while the one before is in doubt."""
        before, rest = self.outages.count, list(ips[1:])

        def cancelled() -> bool:
            if rest:
                following = rest.copy()
                rest.clear()
                self.learn(following, seen, seconds)
            return self.outages.count != before

        self.outages.learn(ips[0], seen, self.clock.monotonic() + seconds, cancelled)


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    with ExitStack() as stack:
        yield Fleet(stack)


def test_all_addresses_silent_at_once_are_one_outage(fleet: Fleet) -> None:
    fleet.learn(FLEET, LOST)
    assert (fleet.outages.count, fleet.outages.all_silent, fleet.outages.silences) == (1, True, 1)
    fleet.outages.find_network()
    assert not fleet.outages.all_silent
    fleet.learn(FLEET, LOST)
    assert (fleet.outages.count, fleet.outages.silences) == (2, 2), "still nobody has answered"
    fleet.outages.find_network()
    fleet.learn(FLEET[:1], ANSWERED)
    assert fleet.outages.silences == 0


def test_one_silent_address_among_many_is_held_back_no_longer_than_its_time(fleet: Fleet) -> None:
    began = fleet.clock.monotonic()
    fleet.learn(FLEET[:1], LOST, seconds=7)
    assert 7 <= fleet.clock.monotonic() - began < 8
    fleet.learn(FLEET[1:2], LOST)
    assert fleet.clock.monotonic() - began < 7 + DOUBT_SECONDS + 1
    assert (fleet.outages.count, fleet.outages.all_silent) == (0, False)


def test_a_small_scan_waits_for_nobody() -> None:
    clock = FakeClock()
    outages = Outages(clock)
    with outages.at_work(FLEET[0]), outages.at_work(FLEET[1]):
        for seen in (ANSWERED, LOST):
            for ip in FLEET[:2]:
                outages.learn(ip, seen, clock.monotonic() + 60, lambda: False)
    assert clock.monotonic() == FakeClock().monotonic()
    assert outages.count == 0


def test_cancelling_ends_the_doubt(fleet: Fleet) -> None:
    fleet.outages.learn(FLEET[0], LOST, fleet.clock.monotonic() + 60, lambda: True)
    assert fleet.clock.monotonic() == FakeClock().monotonic()
