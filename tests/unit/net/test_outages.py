from datetime import UTC, datetime, timedelta

from secscan.net.outages import SLEPT_SECONDS, Outages, has_route
from tests.net_support import LOOPBACK


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
