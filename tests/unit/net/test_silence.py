"""Whose silence it is, told from who answered what when; moments are seconds."""

import pytest

from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import Cost, Observation
from secscan.model.subjects import Host
from secscan.net.silence import QUIET_SECONDS, Silence, Whose, is_answer, is_silence
from tests.net_support import FakeClock


def fleet(answering: int, fresh: int = 0) -> Silence:
    """So many addresses at work that have answered, at second 0 for the last time, and some that have not yet."""
    silence = Silence()
    for number in range(answering + fresh):
        silence.begin(name(number))
    for number in range(answering):
        silence.answered(name(number), asked_at=0)
    return silence


def name(number: int) -> str:
    return f"127.61.0.{number}"


def fall(silence: Silence, count: int, at: float = 10) -> None:
    for number in range(count):
        silence.fell_silent(name(number), at)


def test_three_that_had_answered_and_fall_silent_together_are_our_silence() -> None:
    silence = fleet(3)
    fall(silence, 3)
    assert [silence.verdict(name(n), 10 + QUIET_SECONDS) for n in range(3)] == [Whose.OURS] * 3


def test_it_takes_a_while_without_any_answer() -> None:
    silence = fleet(4)
    fall(silence, 3)
    assert silence.verdict(name(0), 10 + QUIET_SECONDS - 0.1) is Whose.UNCLEAR
    silence.fell_silent(name(3), 14)
    assert silence.verdict(name(0), 10 + QUIET_SECONDS) is Whose.OURS, "the third counts, not the last"


def test_an_answer_to_a_later_question_clears_our_network() -> None:
    silence = fleet(4)
    fall(silence, 3)
    silence.answered(name(3), asked_at=10.5)
    assert [silence.verdict(name(n), 30) for n in range(3)] == [Whose.THEIRS] * 3


def test_an_answer_to_an_earlier_question_proves_nothing() -> None:
    """It was on its way when the network went."""
    silence = fleet(4)
    fall(silence, 3)
    silence.answered(name(3), asked_at=9.9)
    assert silence.verdict(name(0), 30) is Whose.OURS


def test_two_addresses_cannot_tell() -> None:
    silence = fleet(2)
    fall(silence, 2)
    assert silence.verdict(name(0), 100) is Whose.THEIRS


def test_addresses_that_never_answered_are_dead_and_tell_nothing() -> None:
    silence = fleet(2, fresh=10)
    fall(silence, 12)
    assert silence.verdict(name(0), 100) is Whose.THEIRS
    assert silence.verdict(name(5), 100) is Whose.THEIRS


def test_a_new_address_is_not_blamed_while_all_others_are_silent() -> None:
    silence = fleet(3, fresh=1)
    silence.fell_silent(name(3), 9)
    assert silence.verdict(name(3), 9.5) is Whose.UNCLEAR
    fall(silence, 3)
    assert silence.verdict(name(3), 10 + QUIET_SECONDS) is Whose.OURS


def test_three_of_many_may_be_down() -> None:
    """The others were not heard for a while, being scanned for ports, but have not failed either."""
    silence = fleet(10)
    fall(silence, 4)
    assert silence.verdict(name(0), 100) is Whose.UNCLEAR
    fall(silence, 5)
    assert silence.verdict(name(0), 100) is Whose.OURS


def test_who_is_done_cannot_answer_any_more() -> None:
    silence = fleet(5)
    for number in range(3, 5):
        silence.end(name(number))
    fall(silence, 2)
    assert silence.verdict(name(0), 100) is Whose.UNCLEAR
    silence.end(name(2))
    assert silence.verdict(name(0), 100) is Whose.THEIRS


def test_an_address_whose_silence_is_its_own_tells_nothing_until_it_answers() -> None:
    silence = fleet(3)
    fall(silence, 1)
    silence.settle(name(0))
    fall(silence, 3, at=20)
    assert silence.verdict(name(1), 100) is Whose.THEIRS, "two are left that could tell"
    silence.answered(name(0), asked_at=5)
    silence.fell_silent(name(0), 21)
    assert silence.verdict(name(1), 100) is Whose.OURS


def test_silence_before_the_last_answer_is_over() -> None:
    silence = fleet(4)
    fall(silence, 2)
    silence.answered(name(3), asked_at=15)
    silence.fell_silent(name(2), 20)
    assert silence.verdict(name(2), 100) is Whose.UNCLEAR, "of four, one"


def seen(status: Status, reason: Reason | None = None, **cost: float) -> Observation:
    return Observation(
        job_key=JobKey("x"),
        subject=Host("127.61.0.1"),
        taken_at=FakeClock().now(),
        probe="web",
        status=status,
        reason=reason,
        cost=Cost(**cost),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("look", "answer", "silent"),
    [
        (seen(Status.OK, requests=1, bytes_received=300), True, False),
        (seen(Status.BLOCKED, Reason.BLOCKED, requests=1, bytes_received=300), True, False),
        (seen(Status.REFUSED, Reason.UNREACHABLE, connections=1), True, False),
        (seen(Status.TIMEOUT, Reason.TIMEOUT, connections=1), False, True),
        (seen(Status.TIMEOUT, Reason.TIMEOUT, requests=1), False, True),
        (seen(Status.ERROR, Reason.UNREACHABLE, connections=1), False, True),
        (seen(Status.TIMEOUT, Reason.TIMEOUT, requests=1, bytes_received=1), False, False),
        (seen(Status.TIMEOUT, Reason.TIMEOUT), False, False),
        (seen(Status.SKIPPED, Reason.TIMEOUT), False, False),
        (seen(Status.ERROR, Reason.ERROR, connections=1), False, False),
        (seen(Status.OK, port_probes=130), False, False),
        (seen(Status.TIMEOUT, Reason.TIMEOUT, port_probes=130), False, False),
    ],
)
def test_what_a_look_tells(look: Observation, answer: bool, silent: bool) -> None:
    assert (is_answer(look), is_silence(look)) == (answer, silent)
