import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.net.pacer import MAX_PAUSE, TOTAL_PAUSE, Pacer, spacing


@given(st.floats(min_value=0.01, max_value=200))
def test_spacing_keeps_every_second_within_the_rate(rate: float) -> None:
    gap = spacing(rate)
    in_a_second = 1 + int(0.999999 / gap)  # events at 0, gap, 2*gap, ... below one second
    assert in_a_second <= max(1, rate)
    assert gap >= 1 / rate


@given(
    st.floats(min_value=0.2, max_value=100),
    st.lists(st.floats(min_value=0, max_value=0.3), min_size=1, max_size=150),
)
def test_made_up_turns_never_make_a_second_too_full(rate: float, delays: list[float]) -> None:
    """However late each event is taken; the other half of the margin is left to the way."""
    pacer, now = Pacer(rate), 0.0
    times = []
    for delay in delays:
        now += pacer.wait(now) + delay
        pacer.take(now)
        times.append(now)
    allowed = max(1, int(rate))
    for first, one_too_many in zip(times, times[allowed:], strict=False):
        assert one_too_many - first >= 1.05 - 1e-9


def test_late_turns_are_made_up_for() -> None:
    """50 a second, each taken 10 ms late: they keep their places, as long as the address is well."""
    pacer, now = Pacer(50), 0.0
    for _ in range(101):
        now = pacer.wait(now) + now + 0.01
        pacer.take(now)
    assert now == pytest.approx(100 * spacing(50), abs=0.02)
    pacer.back_off(now, 0)
    start = now
    for _ in range(10):
        now = pacer.wait(now) + now + 0.01
        pacer.take(now)
    assert now - start >= 10 * (pacer.interval + 0.01) - pacer.interval


def test_a_rate_of_zero_is_refused() -> None:
    with pytest.raises(ValueError):
        spacing(0)


def test_back_off_doubles_and_pauses_as_told() -> None:
    pacer = Pacer(10)
    before = pacer.interval
    pacer.take(100.0)
    pacer.back_off(100.0, 7)
    assert pacer.interval == pytest.approx(2 * before)
    assert pacer.wait(100.0) == pytest.approx(7)


def test_pauses_are_capped_one_by_one_and_together() -> None:
    pacer = Pacer(10)
    now, paused = 0.0, 0.0
    for _ in range(50):
        pacer.back_off(now, 100_000)
        wait = pacer.wait(now)
        assert wait <= MAX_PAUSE
        paused += wait
        now += wait
    assert paused <= TOTAL_PAUSE


def test_good_answers_bring_the_spacing_back_slowly() -> None:
    pacer = Pacer(10)
    usual = pacer.interval
    for _ in range(3):
        pacer.back_off(0.0, None)
    slowed = pacer.interval
    pacer.answered(0.05)
    assert usual < pacer.interval < slowed
    for _ in range(60):
        pacer.answered(0.05)
    assert pacer.interval == pytest.approx(usual)


def test_rising_latency_widens_the_spacing_and_a_steady_one_does_not() -> None:
    steady, rising = Pacer(10), Pacer(10)
    for _ in range(30):
        assert not steady.answered(2.0)
    for _ in range(10):
        rising.answered(0.05)
    assert any(rising.answered(4.0) for _ in range(10))
    assert rising.interval > steady.interval


def test_a_server_that_tires_step_by_step_is_noticed() -> None:
    pacer = Pacer(10)
    assert any(pacer.answered(0.06 * step) for step in range(1, 25))
