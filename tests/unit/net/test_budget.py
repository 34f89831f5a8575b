import threading
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secscan.base.clock import SystemClock
from secscan.model.enums import Reason
from secscan.model.jobs import Pace
from secscan.net.budget import Budget, Cancelled, Slot, Stopped, TooLate
from tests.net_support import FakeClock


def most_in_a_second(times: list[float]) -> int:
    return max(sum(1 for other in times if start <= other < start + 1.0) for start in times)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(min_value=0.2, max_value=40),
    st.lists(st.tuples(st.booleans(), st.floats(min_value=0, max_value=0.7)), min_size=2, max_size=60),
)
def test_no_second_holds_more_than_the_rate(rate: float, steps: list[tuple[bool, float]]) -> None:
    clock = FakeClock()
    budget = Budget(Pace(rate, 100, 100), clock)
    times: list[float] = []
    for connect, pause in steps:
        clock.sleep(pause)
        if connect:
            with budget.connection():
                times.append(clock.monotonic())
        else:
            budget.request()
            times.append(clock.monotonic())
    assert most_in_a_second(times) <= max(1, rate)
    receipt = budget.impact("127.0.0.2")
    assert receipt.peak_per_second == most_in_a_second(times)
    assert receipt.requests + receipt.connections == len(steps)


def test_half_a_request_a_second_is_two_seconds_between_two() -> None:
    clock = FakeClock()
    budget = Budget(Pace(0.5, 2, 10), clock)
    times = []
    for _ in range(4):
        budget.request()
        times.append(clock.monotonic())
    assert all(later - earlier >= 2.0 - 1e-6 for earlier, later in pairwise(times))


def test_places_are_given_only_when_one_is_free() -> None:
    clock = FakeClock()
    budget = Budget(Pace(100, 2, 10), clock)
    first, _second = budget.open(), budget.open()
    with pytest.raises(TooLate):
        budget.open(deadline=clock.monotonic() + 5)
    first.close()
    first.close()  # twice does no harm
    budget.open(deadline=clock.monotonic() + 5)
    with pytest.raises(TooLate):
        budget.open(deadline=clock.monotonic() + 5)


def test_an_idle_connection_gives_its_place_to_who_waits() -> None:
    clock = FakeClock()
    budget = Budget(Pace(100, 1, 10), clock)
    closed: list[Slot] = []
    idle = budget.open()
    idle.park(lambda: closed.append(idle))
    budget.open(deadline=clock.monotonic() + 5)
    assert closed == [idle]
    assert not idle.claim()


def test_a_parked_connection_is_claimed_once() -> None:
    budget = Budget(Pace(100, 1, 10), FakeClock())
    idle = budget.open()
    idle.park(lambda: pytest.fail("nobody waits"))
    assert idle.claim()
    assert not idle.claim()


def test_stopping_ends_requests_and_connections_with_the_first_reason() -> None:
    budget = Budget(Pace(10, 2, 10), FakeClock())
    budget.stop(Reason.BLOCKED)
    budget.stop(Reason.TIMEOUT)
    with pytest.raises(Stopped) as stopped:
        budget.request()
    assert stopped.value.reason is Reason.BLOCKED
    with pytest.raises(Stopped), budget.connection():
        pass
    assert budget.impact("127.0.0.2").stopped_because is Reason.BLOCKED


def test_five_silent_attempts_stop_the_address() -> None:
    budget = Budget(Pace(10, 2, 10), FakeClock())
    for port in (80, 443, 80, 443, 80):
        budget.failed(port, Reason.TIMEOUT)
    with pytest.raises(Stopped):
        budget.request()


def test_a_port_given_up_stops_only_itself() -> None:
    budget = Budget(Pace(10, 2, 10), FakeClock())
    budget.connected(443)
    for _ in range(3):
        budget.failed(80, Reason.TIMEOUT)
    with pytest.raises(Stopped):
        budget.open(port=80)
    budget.open(port=443).close()


def test_retry_after_is_waited_for() -> None:
    clock = FakeClock()
    budget = Budget(Pace(10, 2, 10), clock)
    budget.request()
    start = clock.monotonic()
    budget.back_off(12)
    budget.request()
    assert clock.monotonic() - start >= 12
    assert budget.impact("127.0.0.2").backoffs == 1


def test_a_deadline_ends_the_wait() -> None:
    clock = FakeClock()
    budget = Budget(Pace(0.1, 2, 10), clock)
    budget.request()
    with pytest.raises(TooLate):
        budget.request(deadline=clock.monotonic() + 1)


def test_cancelling_wakes_all_who_wait_at_once() -> None:
    budget = Budget(Pace(0.01, 2, 10), SystemClock())
    budget.request()
    ended: list[float] = []

    def wait() -> None:
        with pytest.raises(Cancelled):
            budget.request()
        ended.append(time.monotonic())

    threads = [threading.Thread(target=wait) for _ in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    start = time.monotonic()
    budget.cancel()
    for thread in threads:
        thread.join(2)
    assert len(ended) == 5
    assert max(ended) - start < 0.3


def test_threads_share_one_rate() -> None:
    budget = Budget(Pace(40, 4, 10), SystemClock())
    times: list[float] = []
    lock = threading.Lock()

    def work() -> None:
        for _ in range(8):
            budget.request()
            with lock:
                times.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 48
    assert max(times) - min(times) >= 47 * 1.1 / 40 - 0.05
    assert budget.impact("127.0.0.2").peak_per_second <= 40


def test_who_waits_behind_others_is_not_woken_for_their_turns() -> None:
    """Five wait for turns 50 ms apart, each at its own, so that hardly anyone sleeps twice."""
    naps: list[float] = []

    class Counting(SystemClock):
        def sleep(self, seconds: float) -> None:
            naps.append(seconds)
            super().sleep(seconds)

    budget = Budget(Pace(22, 5, 10), Counting())
    budget.request()
    threads = [threading.Thread(target=budget.request) for _ in range(5)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - start == pytest.approx(5 * 1.1 / 22, abs=0.1)
    slices = 1 + 1 + 2 + 2 + 3  # sleep is cut where it is longer than the time between two looks at cancellation
    assert len(naps) <= slices + 3  # 1 + 2 + 3 + 4 + 5 where each is woken for the turns of all before it


def test_the_receipt_counts_bytes_and_probes() -> None:
    clock = FakeClock()
    budget = Budget(Pace(10, 2, 10), clock)
    budget.request()
    clock.sleep(3)
    budget.sent(10)
    budget.received(90)
    budget.port_probes(130)
    receipt = budget.impact("127.0.0.7")
    assert (receipt.ip, receipt.bytes, receipt.port_probes, receipt.seconds) == ("127.0.0.7", 100, 130, 3.0)
    assert receipt.started_at is not None
