"""Evaluation of stored runs: which run speaks for which check, what stays open, and on which day things are judged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.checks import Check, Verdict
from secscan.model.enums import Confidence, FindingState, Outcome, Reason, Status
from secscan.model.evidence import AppEvidence, Context
from secscan.model.findings import Finding
from secscan.model.ids import AppId, RunId
from secscan.model.score import ControlResult
from secscan.tracking.review import confirm, dismiss
from secscan.workflows import context as contexts
from secscan.workflows.evaluate import evaluate
from tests.unit.registers import permit
from tests.unit.stored_runs import DINKES, FRAMEABLE, GOOD, INJECTED, KOMINFO, SHARED, Bench, bench, small_register


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def judged(place: Bench, **options: object) -> Assessment:
    with place.desk() as desk:
        return evaluate(desk, **options)  # type: ignore[arg-type]


def app(assessment: Assessment, name: str) -> AppAssessment:
    found = assessment.app(AppId(name))
    assert found is not None
    return found


def control(assessment: Assessment, name: str, control_id: str) -> ControlResult:
    return next(one for one in app(assessment, name).results if one.control == control_id)


def findings(assessment: Assessment, check: str, name: str = "") -> list[Finding]:
    return [one for one in assessment.findings if one.check == check and (not name or AppId(name) in one.apps)]


def test_an_app_that_was_never_scanned_says_so_and_has_no_score(place: Bench) -> None:
    found = app(judged(place), "portal")
    assert (found.unseen, found.run, found.score.value) == (Reason.NEVER, None, None)
    assert {one.outcome for one in found.results if one.checks} <= {Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE}


def test_an_app_without_web_address_is_listed_and_not_rated(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    assessment = judged(place)
    assert app(assessment, "ponsel").unseen is Reason.NO_URL
    (dinkes,) = [one for one in assessment.opds if one.opd == DINKES]
    assert "ponsel" not in {*dinkes.rated, *dinkes.unscanned}


def test_a_refused_app_says_which_permit_lacks_and_nothing_of_it_is_judged(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    assessment = judged(place)
    assert app(assessment, "baru").unseen is Reason.PERMIT
    (refusal,) = [one for one in assessment.refusals if one.app == "baru"]
    assert refusal.reason is Reason.PERMIT
    assert refusal.values["target"] == "baru.contoh.go.id"
    assert not [one for one in assessment.findings if "baru" in one.apps]


def test_the_newest_run_speaks_for_a_check(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    assert control(judged(place), "portal", "SS-HDR-02").outcome is Outcome.FAIL
    place.run("r2", {"portal": {"/": GOOD}}, days=0.5)
    assessment = judged(place)
    assert control(assessment, "portal", "SS-HDR-02").outcome is Outcome.PASS
    (finding,) = findings(assessment, "framing", "portal")
    assert finding.state is FindingState.FIXED


def test_a_quick_run_does_not_hide_what_a_standard_run_saw(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}}, ports={SHARED: {443: "http", 3306: "mysql"}})
    assert control(judged(place), "portal", "SS-NET-01").outcome is Outcome.FAIL
    place.run("r2", {"portal": {"/": FRAMEABLE}}, days=0.5, profile="quick")
    assessment = judged(place)
    assert control(assessment, "portal", "SS-NET-01").outcome is Outcome.FAIL
    assert control(assessment, "portal", "SS-HDR-02").outcome is Outcome.FAIL
    (finding,) = findings(assessment, "database-ports")
    assert (finding.state, finding.retested) == (FindingState.OPEN, True)
    assert {one.id for one in assessment.runs} == {"r1", "r2"}


def test_an_unfinished_run_is_not_taken_for_a_look(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    place.run("r2", {"portal": {"/": FRAMEABLE}}, days=0.5, finished=False)
    assert control(judged(place), "portal", "SS-HDR-02").outcome is Outcome.PASS


def test_one_run_can_be_asked_for(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    place.run("r2", {"portal": {"/": GOOD}}, days=0.5)
    judged(place)
    older = judged(place, run_id=RunId("r1"), save=False)
    assert control(older, "portal", "SS-HDR-02").outcome is Outcome.FAIL
    assert [one.id for one in older.runs] == ["r1"]


def test_a_finding_stays_open_while_nobody_could_look_again(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    judged(place)
    place.run("r2", {"portal": {"/": Status.TIMEOUT}}, days=0.5)
    assessment = judged(place)
    (finding,) = findings(assessment, "framing", "portal")
    assert (finding.state, finding.retested) == (FindingState.OPEN, False)
    assert control(assessment, "portal", "SS-HDR-02").outcome is Outcome.NOT_TESTED
    assert app(assessment, "portal").unseen is Reason.TIMEOUT


def test_evidence_older_than_the_standard_allows_is_stale(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    assert control(judged(place), "portal", "SS-HDR-02").outcome is Outcome.PASS
    later = judged(place, as_of=date(2027, 3, 1), save=False)
    result = control(later, "portal", "SS-HDR-02")
    assert (result.outcome, result.reason) == (Outcome.NOT_TESTED, Reason.STALE)


def test_another_day_is_only_shown(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    judged(place, as_of=date(2026, 12, 1), save=False)
    with place.store() as store:
        assert store.findings() == {}


def test_judging_twice_changes_nothing(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}, "arsip": {"/": INJECTED}}, ports={SHARED: {3306: "mysql"}})
    first = judged(place)
    again = judged(place)
    assert again.findings == first.findings
    assert again.apps == first.apps


def test_a_check_that_fails_has_said_nothing_and_the_others_go_on(
    place: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_app: AppEvidence, _context: Context) -> Iterator[Verdict]:
        raise RuntimeError("a page that nobody thought of")
        yield  # makes it a generator, as checks are

    checks = tuple(
        Check(check.spec, broken, check.ask) if check.spec.id == "framing" else check for check in contexts.CHECKS
    )
    monkeypatch.setattr(contexts, "CHECKS", checks)
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    assessment = judged(place)
    broken_one = control(assessment, "portal", "SS-HDR-02")
    assert (broken_one.outcome, broken_one.reason) == (Outcome.NOT_TESTED, Reason.ERROR)
    assert control(assessment, "portal", "SS-HDR-03").outcome is Outcome.PASS


def test_a_finding_on_a_shared_address_is_one_counts_for_all_and_belongs_to_its_owner(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "arsip": {"/": GOOD}}, ports={SHARED: {443: "http", 3306: "mysql"}})
    assessment = judged(place)
    (finding,) = findings(assessment, "database-ports")
    assert (finding.app, set(finding.apps), finding.opd) == (None, {"portal", "arsip"}, KOMINFO)
    assert [control(assessment, name, "SS-NET-01").outcome for name in ("portal", "arsip")] == [Outcome.FAIL] * 2
    for name in ("portal", "arsip"):
        assert any("SS-NET-01" in cap.controls for cap in app(assessment, name).score.caps)


def test_deployment_controls_of_an_app_under_trial_are_conditions(place: Bench) -> None:
    place.run("r1", {"uji": {"/": (200, HTML, "<title>Uji</title>")}})
    assessment = judged(place)
    assert control(assessment, "uji", "SS-TLS-05").condition
    assert not control(assessment, "uji", "SS-HDR-02").condition
    score = app(assessment, "uji").score
    counted = {part.control for part in score.contributions}
    assert "SS-HDR-02" in counted
    assert not {one for one in counted if one.startswith(("SS-TLS-01", "SS-TLS-05", "SS-NET", "SS-DOM"))}
    assert score.caps == ()


HTML = {"Content-Type": "text/html; charset=utf-8"}


def reviewed(place: Bench, act: object, name: str = "arsip") -> None:
    (finding,) = findings(judged(place), "gambling-content", name)
    with place.store() as store:
        store.save_findings([act(finding, "Rina", "dilihat bersama", place.clock.now())])  # type: ignore[operator]


def test_an_indication_of_compromise_caps_nothing_to_zero_until_somebody_confirms_it(place: Bench) -> None:
    place.run("r1", {"arsip": {"/": INJECTED}})
    before = judged(place)
    (finding,) = findings(before, "gambling-content", "arsip")
    assert finding.confidence is Confidence.INDIKASI
    score = app(before, "arsip").score
    assert (score.incident, score.awaiting_review) == (False, True)
    assert score.value is None or score.value > 0

    reviewed(place, confirm)
    after = app(judged(place), "arsip").score
    assert (after.incident, after.value) == (True, 0.0)


def test_a_confirmed_compromise_stays_an_incident_until_a_look_finds_it_gone(place: Bench) -> None:
    place.run("r1", {"arsip": {"/": INJECTED}})
    reviewed(place, confirm)
    place.run("r2", {"arsip": {"/": Status.TIMEOUT}}, days=1)
    assert app(judged(place), "arsip").score.incident


def test_a_dismissed_finding_no_longer_counts_but_the_control_is_not_passed_by_it(place: Bench) -> None:
    place.run("r1", {"arsip": {"/": INJECTED}})
    reviewed(place, dismiss)
    assessment = judged(place)
    (finding,) = findings(assessment, "gambling-content", "arsip")
    assert finding.state is FindingState.FALSE_POSITIVE
    score = app(assessment, "arsip").score
    assert (score.incident, score.awaiting_review) == (False, False)


def test_a_dismissed_finding_that_a_later_look_sees_again_is_open_again(place: Bench) -> None:
    place.run("r1", {"arsip": {"/": INJECTED}})
    reviewed(place, dismiss)
    judged(place)
    place.run("r2", {"arsip": {"/": INJECTED}}, days=1)
    (finding,) = findings(judged(place), "gambling-content", "arsip")
    assert finding.state is FindingState.REOPENED


def test_a_permit_that_ended_since_hides_nothing_that_was_seen_under_it(place: Bench) -> None:
    place.run("r1", {"portal": {"/": FRAMEABLE}})
    judged(place)
    ended = permit("portal", "203.0.113.0/24", until=date(2026, 9, 30))
    place.save(small_register(ended))
    place.run("r2", {}, days=2)
    assessment = judged(place)
    (finding,) = findings(assessment, "framing", "portal")
    assert finding.is_open
    assert control(assessment, "portal", "SS-HDR-02").outcome is Outcome.FAIL
