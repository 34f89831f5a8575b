"""What became of findings between two states, and why."""

import msgspec
import pytest

from secscan.model.enums import Cause, Confidence, Outcome, Severity
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import RunId
from secscan.tracking.differences import Altered, Became, Between, Difference, differences
from secscan.tracking.looks import AppVerdicts
from tests.unit.tracking.verdicts import CHECK, after, day, look, only, says

WINDOW = Between(start=day(3), end=day(6), by_data={CHECK})
FAIL, PASS = says(Outcome.FAIL), says(Outcome.PASS)


def between(*looks: AppVerdicts) -> tuple[Difference, ...]:
    """The differences that the last look made."""
    old = after(*looks[:-1])
    return differences(old, after(looks[-1], start=old), (), WINDOW)


@pytest.mark.parametrize(
    ("looks", "became"),
    [
        ((look(1, PASS), look(4, FAIL)), Became.NEW),
        ((look(1, FAIL), look(4, PASS)), Became.FIXED),
        ((look(1, FAIL), look(2, PASS), look(4, FAIL)), Became.REOPENED),
        ((look(1, FAIL), look(4, says(Outcome.NOT_TESTED))), Became.UNTESTED),
        ((look(1, FAIL), look(4, says(Outcome.PARTIAL))), Became.CHANGED),
    ],
)
def test_what_looks_make_of_a_finding_is_of_the_site(looks: tuple[AppVerdicts, ...], became: Became) -> None:
    (one,) = between(*looks)
    assert (one.became, one.cause) == (became, Cause.SITE)


@pytest.mark.parametrize("looks", [(look(1, FAIL), look(4, FAIL)), (look(1, FAIL), look(2, PASS), look(4, PASS))])
def test_the_same_again_is_no_difference(looks: tuple[AppVerdicts, ...]) -> None:
    assert between(*looks) == ()


def test_facts_that_say_what_is_there_count_and_bare_numbers_do_not() -> None:
    old = only(after(look(1, says(Outcome.FAIL, path="/a"))))
    old = msgspec.structs.replace(old, facts={"path": "/a", "days": 4, "open": False})
    new = msgspec.structs.replace(old, severity=Severity.TINGGI, facts={"path": "/b", "days": 3, "open": True})
    key = old.fingerprint
    (one,) = differences({key: old}, {key: new}, (), WINDOW)
    assert one.altered == (
        Altered("severity", "sedang", "tinggi"),
        Altered("open", False, True),
        Altered("path", "/a", "/b"),
    )
    fewer = msgspec.structs.replace(old, facts={"path": "/a", "days": 3, "open": False})
    assert differences({key: old}, {key: fewer}, (), WINDOW) == ()


def judged(what: str, cause: Cause, when: int, *, data: tuple[str, ...] = ()) -> FindingEvent:
    return FindingEvent(at=day(1), what=what, run=RunId("run-1"), cause=cause, data=data, judged_at=day(when))


def from_history(
    finding: Finding, *events: FindingEvent, window: Between = WINDOW
) -> list[tuple[Became, Cause | None]]:
    """What is said of a finding that both states have alike, and whose stored history has these events."""
    alike = {finding.fingerprint: finding}
    stored = msgspec.structs.replace(finding, history=events)
    return [(one.became, one.cause) for one in differences(alike, alike, (stored,), window)]


PACKS = ("vulns 2026-08-22 -> 2026-11-01",)
OPEN = only(after(look(1, FAIL)))
CLOSED = only(after(look(1, FAIL), look(2, PASS)))


@pytest.mark.parametrize(
    ("finding", "event", "expected"),
    [
        (OPEN, judged("opened", Cause.DATA, 4, data=PACKS), [(Became.NEW, Cause.DATA)]),
        (OPEN, judged("seen", Cause.RULES, 4), [(Became.CHANGED, Cause.RULES)]),
        (CLOSED, judged("fixed", Cause.REGISTER, 4), [(Became.FIXED, Cause.REGISTER)]),
        (OPEN, judged("opened", Cause.UNCLEAR, 4, data=PACKS), [(Became.NEW, Cause.DATA)]),
        (OPEN, judged("opened", Cause.UNCLEAR, 4), [(Became.NEW, Cause.RULES)]),
        (OPEN, judged("opened", Cause.SITE, 4), []),
        (OPEN, judged("opened", Cause.DATA, 2, data=PACKS), []),
        (OPEN, judged("opened", Cause.DATA, 6, data=PACKS), []),
        (OPEN, judged("fixed", Cause.DATA, 4, data=PACKS), []),
    ],
)
def test_what_no_look_changed_is_told_from_history(
    finding: Finding, event: FindingEvent, expected: list[tuple[Became, Cause | None]]
) -> None:
    assert from_history(finding, event) == expected


def test_data_and_rules_that_changed_together_stay_unclear() -> None:
    both = Between(start=day(3), end=None, by_data={CHECK}, rules=True)
    assert from_history(OPEN, judged("seen", Cause.UNCLEAR, 4, data=PACKS), window=both) == [
        (Became.CHANGED, Cause.UNCLEAR)
    ]


def test_what_data_brought_and_took_again_is_nothing() -> None:
    events = (judged("opened", Cause.DATA, 4, data=PACKS), judged("fixed", Cause.DATA, 5, data=PACKS))
    assert from_history(CLOSED, *events) == []


def test_the_worst_comes_first() -> None:
    mild = says(Outcome.FAIL, what=(("path", "/a"),), severity=Severity.RENDAH)
    bad = says(Outcome.FAIL, what=(("path", "/b"),), severity=Severity.KRITIS, confidence=Confidence.KUAT)
    found = between(look(1, PASS), look(4, mild, bad))
    assert [one.finding.severity for one in found] == [Severity.KRITIS, Severity.RENDAH]
