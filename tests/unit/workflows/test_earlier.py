"""Which earlier home page today's is compared with, over runs and reviews."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from secscan.model.assessment import Assessment
from secscan.model.enums import FindingState, Outcome
from secscan.model.findings import Finding
from secscan.model.ids import RunId
from secscan.tracking.review import confirm, dismiss
from secscan.workflows.evaluate import evaluate
from tests.unit.builders import Response
from tests.unit.stored_runs import GOOD, HARDENED, Bench, bench

REVIEWED = datetime(2026, 11, 20, tzinfo=UTC)
OTHER: Response = (
    200,
    HARDENED,
    "<html lang='id'><title>Satu Data Satu Pintu</title><body class='v2'><div id='app' class='grid'>"
    "<section class='hero'><h3>Cari</h3></section><ul class='tiles'><li class='tile'>Izin</li></ul>"
    "<div class='kaki'>x</div></div></body></html>",
)
MOVED: Response = (302, HARDENED | {"Location": "/beranda"}, b"")


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def judged(place: Bench, **options: object) -> Assessment:
    with place.desk() as desk:
        return evaluate(desk, **options)  # type: ignore[arg-type]


def outcome(assessment: Assessment) -> Outcome:
    (entry,) = [one for one in assessment.apps if one.app.id == "portal"]
    (verdict,) = [one for one in entry.verdicts if one.check == "home-change"]
    return verdict.outcome


def finding(place: Bench) -> Finding:
    with place.store() as store:
        (found,) = [one for one in store.findings().values() if one.check == "home-change"]
    return found


def review(place: Bench, how: object) -> None:
    reviewed = how(finding(place), "Rina", "sudah diperiksa", REVIEWED)  # type: ignore[operator]
    with place.store() as store:
        store.save_findings([reviewed])


def test_a_change_stays_open_until_it_is_reviewed_though_the_page_stays_as_it_is(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    assert outcome(judged(place)) is Outcome.NOT_APPLICABLE
    place.run("r2", {"portal": {"/": OTHER}}, days=1)
    assert outcome(judged(place)) is Outcome.PARTIAL
    place.run("r3", {"portal": {"/": OTHER}}, days=2)
    assert outcome(judged(place)) is Outcome.PARTIAL
    found = finding(place)
    assert (found.state, found.facts["baseline"]) == (FindingState.OPEN, "r1")


def test_an_explained_change_is_what_later_looks_are_compared_with(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    place.run("r2", {"portal": {"/": OTHER}}, days=1)
    judged(place)
    review(place, dismiss)
    assert outcome(judged(place)) is Outcome.PASS
    assert finding(place).state is FindingState.FALSE_POSITIVE
    place.run("r3", {"portal": {"/": OTHER}}, days=60)
    assert outcome(judged(place)) is Outcome.PASS
    place.run("r4", {"portal": {"/": GOOD}}, days=61)
    assert outcome(judged(place)) is Outcome.PARTIAL
    assert (finding(place).state, finding(place).facts["baseline"]) == (FindingState.REOPENED, "r3")


def test_a_confirmed_change_fails_until_the_page_is_as_it_was(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    place.run("r2", {"portal": {"/": OTHER}}, days=1)
    judged(place)
    review(place, confirm)
    assert outcome(judged(place)) is Outcome.FAIL
    place.run("r3", {"portal": {"/": OTHER}}, days=2)
    assert outcome(judged(place)) is Outcome.FAIL
    place.run("r4", {"portal": {"/": GOOD}}, days=3)
    assert outcome(judged(place)) is Outcome.PASS
    assert finding(place).state is FindingState.FIXED


def test_a_look_without_a_home_page_is_passed_over_and_redirects_are_followed(place: Bench) -> None:
    place.run("r1", {"portal": {"/": MOVED, "/beranda": GOOD}})
    place.run("r2", {"portal": {"/": (500, HARDENED, "galat")}}, days=1)
    place.run("r3", {"portal": {"/": OTHER}}, days=2)
    assert outcome(judged(place)) is Outcome.PARTIAL
    assert finding(place).facts["baseline"] == "r1"


def test_one_run_alone_is_compared_with_those_before_it(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    place.run("r2", {"portal": {"/": OTHER}}, days=1)
    place.run("r3", {"portal": {"/": OTHER}}, days=2)
    assert outcome(judged(place, run_id=RunId("r2"), save=False)) is Outcome.PARTIAL
    assert outcome(judged(place, run_id=RunId("r1"), save=False)) is Outcome.NOT_APPLICABLE


def test_evaluating_the_same_evidence_again_changes_nothing(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    place.run("r2", {"portal": {"/": OTHER}}, days=1)
    judged(place)
    before = finding(place)
    judged(place)
    assert finding(place) == before
