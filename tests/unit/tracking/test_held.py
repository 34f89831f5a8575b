"""What a pass may not close, as rules on findings and pages alone."""

import msgspec
import pytest

from secscan.model.enums import FindingState, Outcome, Reason
from secscan.model.findings import Finding
from secscan.model.ids import JobKey
from secscan.tracking.held import MAX_PAGES, held, seen_on
from tests.unit.tracking.verdicts import after, day, look, only, says

A, B = (
    JobKey("http|GET|secscan|https://simpeg.contoh.go.id/a"),
    JobKey("http|GET|secscan|https://simpeg.contoh.go.id/b"),
)
PORTS = JobKey("ports|127.0.0.2")


def known(*pages: JobKey, **fields: object) -> Finding:
    return msgspec.structs.replace(only(after(look(1, says(Outcome.FAIL)))), pages=pages, **fields)


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ({A: None, B: None}, None),
        ({A: None}, Reason.BUDGET),
        ({A: None, B: Reason.TIMEOUT}, Reason.TIMEOUT),
        ({}, Reason.BUDGET),
    ],
)
def test_a_finding_waits_until_all_its_pages_were_seen_again(
    pages: dict[JobKey, Reason | None], reason: Reason | None
) -> None:
    verdicts = list(held([known(A, B)], [says(Outcome.PASS)], pages, day(2)))
    assert [one.reason for one in verdicts] == ([] if reason is None else [reason])
    assert all(one.outcome is Outcome.NOT_TESTED for one in verdicts)


def test_findings_that_are_seen_settled_or_of_no_page_wait_for_nothing() -> None:
    assert not list(held([known(A)], [says(Outcome.FAIL)], {}, day(2)))
    assert not list(held([known(A, state=FindingState.FIXED)], [says(Outcome.PASS)], {}, day(2)))
    assert not list(held([known()], [says(Outcome.PASS)], {}, day(2)))


def test_an_older_look_says_nothing_of_a_younger_finding() -> None:
    assert not list(held([known(A)], [says(Outcome.PASS)], {}, day(1)))


def test_a_finding_remembers_pages_alone_and_few_of_them() -> None:
    verdict = msgspec.structs.replace(says(Outcome.FAIL), evidence=(PORTS, A))
    assert seen_on(verdict, {A: None, B: None}) == (A,)
    many = tuple(JobKey(f"{A}/{number}") for number in range(30))
    assert len(seen_on(msgspec.structs.replace(verdict, evidence=many), dict.fromkeys(many))) == MAX_PAGES


def test_pages_that_were_not_looked_at_again_are_kept_and_clean_ones_forgotten() -> None:
    verdict = msgspec.structs.replace(says(Outcome.FAIL), evidence=(A,))
    assert seen_on(verdict, {A: None}, (A, B)) == (A, B)
    assert seen_on(verdict, {A: None, B: None}, (A, B)) == (A,)
