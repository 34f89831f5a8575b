import msgspec
import pytest

from secscan.base.errors import UsageError
from secscan.model.enums import Confidence, FindingState, Outcome, Review
from secscan.model.findings import Finding
from secscan.tracking.review import claim, confirm, dismiss
from tests.unit.tracking.verdicts import after, day, look, only, says


def finding(confidence: Confidence = Confidence.INDIKASI, state: FindingState = FindingState.OPEN) -> Finding:
    opened = only(after(look(1, says(Outcome.FAIL, confidence=confidence))))
    return msgspec.structs.replace(opened, state=state)


def test_confirming_makes_an_indication_certain_and_names_the_reviewer() -> None:
    confirmed = confirm(finding(), " Sari\x1b[31m\n Dewi ", "Dilihat di\tperamban", day(2))
    assert (confirmed.confidence, confirmed.review, confirmed.state) == (
        Confidence.PASTI,
        Review.CONFIRMED,
        FindingState.OPEN,
    )
    assert (confirmed.reviewer, confirmed.review_reason) == ("Sari[31m Dewi", "Dilihat di peramban")
    event = confirmed.history[-1]
    assert (event.what, event.at, event.by, event.note) == ("confirmed", day(2), "Sari[31m Dewi", "Dilihat di peramban")


@pytest.mark.parametrize("confidence", [Confidence.PASTI, Confidence.KUAT])
def test_only_indications_are_confirmed(confidence: Confidence) -> None:
    with pytest.raises(UsageError, match="not_an_indication"):
        confirm(finding(confidence), "Sari", "alasan", day(2))


def test_a_fixed_finding_is_neither_confirmed_nor_dismissed() -> None:
    for action in (confirm, dismiss):
        with pytest.raises(UsageError, match=r"finding_(fixed|not_open)"):
            action(finding(state=FindingState.FIXED), "Sari", "alasan", day(2))


@pytest.mark.parametrize(("reviewer", "reason"), [("", "alasan"), ("  \x07", "alasan"), ("Sari", ""), ("Sari", " \n")])
def test_reviewer_and_reason_are_required(reviewer: str, reason: str) -> None:
    for action in (confirm, dismiss):
        with pytest.raises(UsageError, match="no_re"):
            action(finding(), reviewer, reason, day(2))


@pytest.mark.parametrize("state", [FindingState.OPEN, FindingState.REOPENED, FindingState.ACCEPTED])
def test_dismissing_closes_an_open_finding_as_false_positive(state: FindingState) -> None:
    dismissed = dismiss(finding(Confidence.PASTI, state), "Sari", "Halaman contoh", day(2))
    assert (dismissed.state, dismissed.review, dismissed.is_open) == (
        FindingState.FALSE_POSITIVE,
        Review.DISMISSED,
        False,
    )
    assert dismissed.facts == finding(Confidence.PASTI).facts


def test_a_dismissed_indication_may_be_confirmed_after_all() -> None:
    again = confirm(dismiss(finding(), "Sari", "Keliru", day(2)), "Budi", "Ternyata benar", day(3))
    assert (again.state, again.review, again.reviewer) == (FindingState.REOPENED, Review.CONFIRMED, "Budi")


def test_a_reported_repair_is_noted_and_closes_nothing() -> None:
    claimed = claim(finding(), "Dinas Kesehatan", "sudah ditambal", day(2))
    assert claimed.state is FindingState.OPEN
    assert claimed.review is Review.NONE
    assert (claimed.history[-1].what, claimed.history[-1].by) == ("claimed", "Dinas Kesehatan")
    with pytest.raises(UsageError, match="finding_not_open"):
        claim(finding(state=FindingState.FIXED), "Dinas", "sudah", day(2))
    with pytest.raises(UsageError, match="no_reason"):
        claim(finding(), "Dinas", " ", day(2))
