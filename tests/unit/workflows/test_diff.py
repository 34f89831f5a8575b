"""Two states of a workspace, compared: what the sites showed, what the data changed, what could not be looked at."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from secscan.base.errors import UsageError
from secscan.model.enums import Cause
from secscan.model.ids import AppId
from secscan.tracking.differences import Became, Difference
from secscan.tracking.review import dismiss
from secscan.workflows.diff import Diff, diff
from secscan.workflows.evaluate import evaluate
from secscan.workflows.moments import after_run, at_start_of, now
from tests.unit.stored_runs import FRAMEABLE, GOOD, INJECTED, START, Bench, bench
from tests.unit.workflows.test_judged import HOLE, renewed, wordpress

PORTAL, BERITA = AppId("portal"), AppId("berita")


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def judge(place: Bench) -> None:
    with place.desk() as desk:
        evaluate(desk)


def compared(place: Bench, old: str = "r1", new: str | None = None) -> Diff:
    with place.desk() as desk:
        runs = desk.store.runs()
        return diff(desk, after_run(runs, old), now(runs) if new is None else after_run(runs, new))


def of(found: Diff, check: str, app: AppId = PORTAL) -> list[Difference]:
    return [one for one in found.findings if one.finding.check == check and app in one.finding.apps]


def test_a_site_that_got_worse_has_a_new_finding_and_a_lower_score(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    judge(place)
    place.run("r2", {"portal": {"/": FRAMEABLE}}, days=1)
    judge(place)
    found = compared(place)
    (one,) = of(found, "framing")
    assert (one.became, one.cause) == (Became.NEW, Cause.SITE)
    (portal,) = [change for change in found.apps if change.after.app.id == PORTAL]
    assert portal.rescored
    before, after = portal.before.score.value, portal.after.score.value
    assert before is not None
    assert after is not None
    assert after < before
    assert any(
        "framing" in control.checks for control in found.after.standard.controls if _moved(portal.moved, control.id)
    )


def _moved(moves: tuple[object, ...], control: str) -> bool:
    return any(getattr(move, "control", None) == control for move in moves)


def test_what_was_repaired_is_fixed_and_the_other_way_round_is_refused(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    place.run("r2", {"portal": {"/": GOOD}}, days=1)
    (one,) = of(compared(place), "framing")
    assert (one.became, one.cause) == (Became.FIXED, Cause.SITE)
    with pytest.raises(UsageError) as refused:
        compared(place, "r2", "r1")
    assert refused.value.code == "wrong_order"


def test_nothing_scanned_between_is_nothing_changed(place: Bench) -> None:
    place.run("r0", {"portal": {"/": FRAMEABLE}}, days=-1)  # only from the second look on are home pages compared
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    place.run("r2", {"portal": {"/": FRAMEABLE}}, days=1)
    found = compared(place)
    assert found.findings == ()
    assert [change for change in found.apps if change.rescored] == []


def test_a_finding_that_was_fixed_before_is_reopened(place: Bench) -> None:
    for number, page in enumerate((FRAMEABLE, GOOD, FRAMEABLE), start=1):
        place.run(f"r{number}", {"portal": {"/": page}}, days=number)
        judge(place)
    (one,) = of(compared(place, "r2"), "framing")
    assert one.became is Became.REOPENED
    assert of(compared(place, "r1"), "framing") == []  # open then, open now


def test_what_could_not_be_looked_at_is_not_fixed(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}, "berita": {"/": GOOD}})
    place.run("r2", {"berita": {"/": GOOD}}, days=1)
    found = compared(place)
    (one,) = of(found, "framing")
    assert one.became is Became.UNTESTED
    (portal,) = [change for change in found.apps if change.after.app.id == PORTAL]
    assert portal.dark
    assert not portal.rescored


def test_an_app_is_looked_at_first_and_comes_back(place: Bench) -> None:
    place.run("r1", {"berita": {"/": GOOD}})
    place.run("r2", {"portal": {"/": GOOD}, "berita": {"/": GOOD}}, days=1)
    with place.desk() as desk:
        runs = desk.store.runs()
        first = diff(desk, at_start_of(runs, date(2026, 9, 1), "Asia/Jakarta"), now(runs))
    assert {change.after.app.id for change in first.apps if change.appeared} >= {PORTAL, BERITA}
    (portal,) = [change for change in compared(place).apps if change.after.app.id == PORTAL]
    assert portal.back


def test_an_app_that_left_the_register_is_named(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "berita": {"/": GOOD}})
    place.run("r2", {"portal": {"/": GOOD}}, days=1)
    register = place.register()
    place.save(msgspec.structs.replace(register, apps=tuple(app for app in register.apps if app.id != BERITA)))
    assert compared(place).vanished == (BERITA,)


def test_what_the_data_changed_is_said_of_the_data_and_moves_no_score(place: Bench) -> None:
    place.run("r0", {"portal": {"/": wordpress("7.1")}}, days=-1)
    place.run("r1", {"portal": {"/": wordpress("7.1")}})
    judge(place)
    place.run("r2", {"portal": {"/": wordpress("7.1")}}, days=0.1)
    judge(place)
    with place.desk() as desk:
        newer = replace(desk, intel=renewed(desk.intel, HOLE))
        evaluate(newer)
        runs = desk.store.runs()
        found = diff(newer, after_run(runs, "r1"), now(runs))
    (one,) = of(found, "cms-version")
    assert (one.became, one.cause) == (Became.NEW, Cause.DATA)
    assert one.data[0].startswith("vulns ")
    assert [change for change in found.apps if change.rescored] == []


def test_data_and_a_new_look_at_once_are_told_apart_by_judging_both_looks_alike(place: Bench) -> None:
    place.run("r1", {"portal": {"/": wordpress("7.1")}})
    judge(place)
    place.run("r2", {"portal": {"/": wordpress("7.1")}}, days=0.1)
    with place.desk() as desk:
        newer = replace(desk, intel=renewed(desk.intel, HOLE))
        evaluate(newer)
        (stored,) = [one for one in desk.store.findings().values() if one.check == "cms-version"]
        assert stored.history[-1].cause is Cause.UNCLEAR
        runs = desk.store.runs()
        found = diff(newer, after_run(runs, "r1"), now(runs))
    (one,) = of(found, "cms-version")
    assert (one.became, one.cause) == (Became.NEW, Cause.DATA)


def test_what_a_reviewer_dismissed_between_is_said_of_the_reviewer(place: Bench) -> None:
    place.run("r1", {"arsip": {"/": INJECTED}})
    judge(place)
    place.run("r2", {"arsip": {"/": INJECTED}}, days=0.1)
    judge(place)
    arsip = AppId("arsip")
    with place.desk() as desk:
        (stored,) = [one for one in desk.store.findings().values() if one.check == "gambling-content"]
        desk.store.save_findings([dismiss(stored, "Rina", "arsip berita", START + timedelta(days=0.2))])
    (one,) = of(compared(place), "gambling-content", arsip)
    assert (one.became, one.cause) == (Became.DISMISSED, None)


def test_comparing_stores_nothing(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    place.run("r2", {"portal": {"/": GOOD}}, days=1)
    with place.store() as store:
        before = (store.findings(), store.judgements())
    compared(place)
    with place.store() as store:
        assert (store.findings(), store.judgements()) == before
