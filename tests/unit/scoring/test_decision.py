from datetime import date, timedelta

import msgspec
import pytest

from secscan.model.assessment import AppAssessment, Decision
from secscan.model.enums import Confidence, DecisionKind, FindingState, Outcome, Reason, Severity
from secscan.model.findings import Finding
from secscan.model.ids import OpdId
from secscan.model.register import Opd
from secscan.model.score import ControlResult
from secscan.scoring.decision import Thresholds, decide
from secscan.scoring.score import score
from tests.unit.registers import web_app
from tests.unit.scoring.standards import FULL, finding, results

TODAY = date(2026, 10, 1)
APP = web_app("app-1", "https://simpeg.contoh.go.id/")


def judged(
    *findings: Finding,
    outcomes: dict[str, Outcome] | None = None,
    table: tuple[ControlResult, ...] | None = None,
    unseen: Reason | None = None,
    thresholds: Thresholds | None = None,
) -> Decision:
    rows = table if table is not None else results(outcomes or {})
    entry = AppAssessment(
        app=APP,
        opd=Opd(OpdId("opd-1"), "Dinas"),
        run=None,
        score=score(FULL, rows, findings),
        results=rows,
        unseen=unseen,
    )
    return decide(entry, findings, FULL, thresholds or Thresholds(), TODAY)


def test_nothing_wrong_and_everything_seen_is_approved() -> None:
    assert judged().kind is DecisionKind.APPROVED


@pytest.mark.parametrize("severity", [Severity.KRITIS, Severity.TINGGI])
def test_a_sure_failure_of_the_threshold_or_worse_rejects(severity: Severity) -> None:
    decision = judged(finding("SS-TLS-02", severity), outcomes={"SS-TLS-02": Outcome.FAIL})
    assert decision.kind is DecisionKind.REJECTED
    assert decision.reasons[0][0] == "finding"


def test_a_lesser_finding_is_a_condition_with_the_day_it_is_due() -> None:
    decision = judged(finding("SS-TLS-05", Severity.SEDANG), outcomes={"SS-TLS-05": Outcome.FAIL})
    assert decision.kind is DecisionKind.CONDITIONAL
    (condition,) = decision.conditions
    assert (condition.control, condition.due) == ("SS-TLS-05", TODAY + timedelta(days=30))


def test_information_owes_nothing() -> None:
    assert judged(finding("SS-HDR-04", Severity.INFO)).kind is DecisionKind.APPROVED


def test_the_threshold_can_be_moved() -> None:
    sedang = finding("SS-TLS-05", Severity.SEDANG)
    assert judged(sedang, thresholds=Thresholds(fail_on=Severity.SEDANG)).kind is DecisionKind.REJECTED
    tinggi = finding("SS-TLS-02", Severity.TINGGI)
    assert judged(tinggi, thresholds=Thresholds(fail_on=Severity.KRITIS)).kind is DecisionKind.CONDITIONAL


@pytest.mark.parametrize(
    "harmless",
    [
        finding("SS-TLS-02", outcome=Outcome.PARTIAL),
        finding("SS-ADM-01", confidence=Confidence.INDIKASI),
    ],
)
def test_partial_and_indicated_findings_do_not_reject(harmless: Finding) -> None:
    assert judged(harmless).kind is DecisionKind.CONDITIONAL


def test_an_accepted_risk_still_rejects_and_a_fixed_one_does_not() -> None:
    assert judged(finding("SS-TLS-02", state=FindingState.ACCEPTED)).kind is DecisionKind.REJECTED
    assert judged(finding("SS-TLS-02", state=FindingState.FIXED)).kind is DecisionKind.APPROVED


def test_a_critical_indication_waits_for_a_reviewer() -> None:
    decision = judged(finding("SS-INT-01", Severity.KRITIS, confidence=Confidence.INDIKASI))
    assert decision.kind is DecisionKind.NO_VERDICT
    assert decision.reasons == (("awaiting_review", {}),)


def test_what_was_not_seen_is_never_approved() -> None:
    blank = results({}, otherwise=Outcome.NOT_TESTED)
    assert judged(table=blank, unseen=Reason.UNREACHABLE).kind is DecisionKind.NO_VERDICT
    assert judged(table=blank).kind is DecisionKind.NO_VERDICT
    blocked = judged(finding("SS-TLS-05", Severity.SEDANG), unseen=Reason.BLOCKED)
    assert (blocked.kind, blocked.conditions) == (DecisionKind.NO_VERDICT, ())


def test_proof_rejects_even_where_little_was_seen() -> None:
    blank = results({"SS-TLS-02": Outcome.FAIL}, otherwise=Outcome.NOT_TESTED)
    assert judged(finding("SS-TLS-02"), table=blank).kind is DecisionKind.REJECTED


def test_coverage_and_score_have_their_minimum() -> None:
    half = {control.id: Outcome.NOT_TESTED for control in FULL.controls if control.domain in ("PRB", "PJR", "AKS")}
    assert judged(outcomes=half).kind is DecisionKind.NO_VERDICT
    assert judged(outcomes=half, thresholds=Thresholds(min_coverage=0.4)).kind is not DecisionKind.NO_VERDICT
    low = judged(outcomes={"SS-TLS-05": Outcome.FAIL}, thresholds=Thresholds(min_score=99.9))
    assert (low.kind, low.reasons[0][0]) == (DecisionKind.REJECTED, "score")


def test_a_mandatory_control_left_untested_is_a_condition() -> None:
    decision = judged(outcomes={"SS-NET-01": Outcome.NOT_TESTED})
    assert decision.kind is DecisionKind.CONDITIONAL
    assert [(condition.control, condition.what) for condition in decision.conditions] == [("SS-NET-01", "untested")]


def test_a_test_environment_is_approved_on_condition_of_its_deployment() -> None:
    deferred = {control.id for control in FULL.controls if control.deployment}
    table = tuple(
        msgspec.structs.replace(row, condition=True, outcome=Outcome.FAIL) if row.control in deferred else row
        for row in results({})
    )
    decision = judged(finding("SS-TLS-01"), table=table)
    assert decision.kind is DecisionKind.CONDITIONAL
    assert {condition.control for condition in decision.conditions} == deferred
    assert all(condition.what == "deployment" for condition in decision.conditions)
