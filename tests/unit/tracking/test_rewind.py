"""A finding is taken back by its history to what it was."""

from datetime import datetime, timedelta

import msgspec

from secscan.model.enums import Confidence, FindingState, Outcome, Review
from secscan.model.findings import Finding
from secscan.model.ids import RunId
from secscan.tracking.review import confirm, dismiss
from secscan.tracking.rewind import reviewed, rewind
from tests.unit.tracking.verdicts import after, day, look, only, says

STARTS = {RunId(f"run-{number}"): day(number) for number in range(1, 9)}
FAIL, PASS = says(Outcome.FAIL), says(Outcome.PASS)


def back(finding: Finding, moment: datetime) -> tuple[FindingState, bool] | None:
    was = rewind(finding, moment, STARTS)
    return (was.state, was.retested) if was is not None else None


def test_each_state_is_found_again() -> None:
    untested = says(Outcome.NOT_TESTED)
    finding = only(after(look(2, FAIL), look(3, untested), look(4, FAIL), look(5, PASS), look(6, FAIL)))
    assert finding.state is FindingState.REOPENED
    assert [back(finding, day(number)) for number in (2, 3, 4, 5, 6, 7)] == [
        None,
        (FindingState.OPEN, True),
        (FindingState.OPEN, False),
        (FindingState.OPEN, True),
        (FindingState.FIXED, True),
        (FindingState.REOPENED, True),
    ]


def test_what_was_taken_back_can_be_tracked_on_to_the_same() -> None:
    looks = (look(2, FAIL), look(4, PASS), look(6, FAIL))
    finding = only(after(*looks))
    was = rewind(finding, day(5), STARTS)
    assert was is not None
    assert only(after(looks[2], start={was.fingerprint: was})) == finding


def test_the_run_counts_not_the_moment_of_the_look() -> None:
    finding = only(after(look(2, FAIL)))
    assert rewind(finding, day(2) + timedelta(seconds=1), {RunId("run-2"): day(2)}) is not None
    assert rewind(finding, day(3), {RunId("run-2"): day(4)}) is None


def test_reviews_are_taken_back_and_given_again() -> None:
    found = only(after(look(2, says(Outcome.FAIL, confidence=Confidence.INDIKASI))))
    confirmed = confirm(found, "Rina", "tautan terlihat", day(3))
    was = rewind(confirmed, day(3), STARTS)
    assert was is not None
    assert (was.review, was.confidence) == (Review.NONE, Confidence.INDIKASI)
    assert reviewed(was, confirmed, day(3), None) == confirmed
    assert reviewed(was, confirmed, day(4), None) == was
    assert reviewed(was, confirmed, day(1), day(3)) == was


def test_a_dismissal_holds_until_the_thing_is_seen_again() -> None:
    found = only(after(look(2, FAIL)))
    dismissed = dismiss(found, "Rina", "arsip", day(3))
    was = rewind(dismissed, day(4), STARTS)
    assert was is not None
    assert was.state is FindingState.FALSE_POSITIVE
    assert reviewed(found, dismissed, day(3), None).state is FindingState.FALSE_POSITIVE
    seen_later = msgspec.structs.replace(found, last_seen=day(5))
    assert reviewed(seen_later, dismissed, day(3), None) == seen_later
