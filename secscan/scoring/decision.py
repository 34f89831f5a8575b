"""The gate's decision on one app: a pure function of its assessment."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from secscan.model.assessment import AppAssessment, Condition, Decision
from secscan.model.enums import Confidence, DecisionKind, Outcome, Severity
from secscan.model.findings import Finding
from secscan.model.ids import ControlId
from secscan.model.standard import Standard


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate asks for. A finding of `fail_on` or worse rejects; `min_score` is 0-100, `min_coverage` 0-1."""

    fail_on: Severity = Severity.TINGGI
    min_score: float | None = None
    min_coverage: float = 0.60


def decide(
    entry: AppAssessment,
    findings: Iterable[Finding],
    standard: Standard,
    thresholds: Thresholds,
    today: date,
    *,
    preliminary: bool = False,
) -> Decision:
    """Rejected on proof, no verdict where too little was seen, conditional where something is owed, else approved.

    Conditions belong to a conditional approval alone. Only a failure of confidence pasti or kuat rejects. An app that
    was not looked at is never approved.
    """
    conditions_of = {result.control for result in entry.results if result.condition}
    open_findings = [one for one in findings if one.is_open and not _deferred(one, standard, conditions_of)]
    blocking = [finding for finding in open_findings if _blocks(finding, thresholds.fail_on)]
    conditions = (*_owed(open_findings, blocking, standard, today), *_unproven(entry, standard, today))
    reasons = list(_rejections(entry, blocking, thresholds))
    kind = DecisionKind.REJECTED
    if not reasons:
        reasons = list(_doubts(entry, thresholds))
        kind = DecisionKind.NO_VERDICT
    if not reasons:
        kind = DecisionKind.CONDITIONAL if conditions else DecisionKind.APPROVED
        reasons = [(kind.value, {"conditions": str(len(conditions))})]
    return Decision(
        kind=kind,
        app=entry.app.id,
        reasons=tuple(reasons),
        conditions=conditions if kind is DecisionKind.CONDITIONAL else (),
        preliminary=preliminary,
    )


Reason = tuple[str, dict[str, str]]


def _deferred(finding: Finding, standard: Standard, deferred: set[ControlId]) -> bool:
    """Whether a finding is only about controls that a test environment cannot show yet."""
    controls = standard.controls_of(finding.check)
    return bool(controls) and deferred.issuperset(controls)


def _blocks(finding: Finding, fail_on: Severity) -> bool:
    return (
        finding.outcome is Outcome.FAIL
        and finding.confidence is not Confidence.INDIKASI
        and finding.severity.rank <= fail_on.rank
    )


def _rejections(entry: AppAssessment, blocking: list[Finding], thresholds: Thresholds) -> Iterable[Reason]:
    if entry.score.incident:
        yield "incident", {}
    for finding in blocking:
        yield "finding", {"check": finding.check, "severity": finding.severity, "subject": finding.subject.place}
    value = entry.score.value
    if thresholds.min_score is not None and value is not None and value < thresholds.min_score:
        yield "score", {"value": f"{value:.1f}", "minimum": f"{thresholds.min_score:g}"}


def _doubts(entry: AppAssessment, thresholds: Thresholds) -> Iterable[Reason]:
    if entry.unseen is not None:
        yield "unseen", {"reason": entry.unseen}
    elif entry.score.coverage < thresholds.min_coverage:
        yield (
            "coverage",
            {
                "value": f"{entry.score.coverage * 100:.0f}",
                "minimum": f"{thresholds.min_coverage * 100:g}",
            },
        )
    if entry.score.awaiting_review:
        yield "awaiting_review", {}


def _owed(
    open_findings: list[Finding], blocking: list[Finding], standard: Standard, today: date
) -> Iterable[Condition]:
    """What is wrong but does not reject: each with the day by which the standard wants it mended."""
    for finding in open_findings:
        if finding in blocking or finding.severity is Severity.INFO:
            continue
        controls = standard.controls_of(finding.check)
        days = standard.scoring.sla_days.get(finding.severity)
        yield Condition(
            control=controls[0] if controls else ControlId(""),
            what="finding",
            due=today + timedelta(days=days) if days is not None else None,
        )


def _unproven(entry: AppAssessment, standard: Standard, today: date) -> Iterable[Condition]:
    """What could not be shown: deployment controls of a test environment, and mandatory controls left untested."""
    for result in entry.results:
        control = standard.control(result.control)
        days = standard.scoring.sla_days.get(control.severity) if control else None
        due = today + timedelta(days=days) if days is not None else None
        if result.condition and not result.planned:
            yield Condition(control=result.control, what="deployment", due=due)
        elif result.control in entry.score.mandatory_untested:
            yield Condition(control=result.control, what="untested", due=due)
