import pytest

from secscan.model.enums import Intensity, Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import Request, View
from secscan.model.subjects import Host
from secscan.net.kept import Place
from secscan.net.sockets import LookFailed
from secscan.probes.patience import CHALLENGES, FAILURES, Patience
from tests.unit.registers import FixedClock

PLACE, OTHER = Place("127.0.0.2", 443, "a.go.id", "https"), Place("127.0.0.2", 443, "b.go.id", "https")
GUESS = Request(scheme="https", host="a.go.id", port=443, path="/.env")
PAGE = Request(scheme="https", host="a.go.id", port=443, path="/berita", intensity=Intensity.PASSIVE)
VIEW = Request(scheme="https", host="a.go.id", port=443, intensity=Intensity.PASSIVE, view=View.SEARCH_ENGINE)
SILENT = LookFailed(Status.TIMEOUT, Reason.TIMEOUT, "no answer")


def answer(challenge: str = "") -> Observation:
    exchange = Exchange(request=GUESS, address="127.0.0.2", status=403, challenge=challenge)
    return Observation(
        job_key=JobKey("x"),
        subject=Host("127.0.0.2"),
        taken_at=FixedClock().now(),
        probe="web",
        status=Status.OK,
        payload=exchange,
    )


def is_left_alone(patience: Patience, request: Request, place: Place = PLACE) -> bool:
    try:
        patience.check(place, request)
    except LookFailed:
        return True
    return False


def test_three_failures_in_a_row_and_not_of_a_neighbour() -> None:
    patience = Patience()
    for _ in range(FAILURES):
        assert not is_left_alone(patience, GUESS)
        patience.failed(PLACE, SILENT)
    with pytest.raises(LookFailed) as failure:
        patience.check(PLACE, PAGE)
    assert (failure.value.status, failure.value.detail) == (Status.TIMEOUT, "left alone after 3 failures: no answer")
    assert not is_left_alone(patience, GUESS, OTHER)


def test_an_answer_makes_good() -> None:
    patience = Patience()
    for _ in range(5):
        for _ in range(FAILURES - 1):
            patience.failed(PLACE, SILENT)
        assert patience.is_tried(PLACE)
        patience.forgive(PLACE)
        assert not patience.is_tried(PLACE)
    assert not is_left_alone(patience, GUESS)


def test_a_firewall_that_answers_everything_ends_guesses_then_pages() -> None:
    patience = Patience()
    for _ in range(CHALLENGES):
        assert not is_left_alone(patience, GUESS)
        patience.answered(PLACE, answer("cloudflare"))
    assert [is_left_alone(patience, request) for request in (GUESS, VIEW, PAGE)] == [True, True, False]
    patience.answered(PLACE, answer())  # a page was let through; guesses stay over
    assert [is_left_alone(patience, request) for request in (GUESS, VIEW, PAGE)] == [True, True, False]
    for _ in range(CHALLENGES + FAILURES):
        patience.answered(PLACE, answer("cloudflare"))
    assert is_left_alone(patience, PAGE)


def test_challenges_between_answers_of_the_site_end_nothing() -> None:
    patience = Patience()
    for _ in range(10):
        for _ in range(CHALLENGES - 1):
            patience.answered(PLACE, answer("cloudflare"))
        patience.answered(PLACE, answer())
    assert not is_left_alone(patience, GUESS)
