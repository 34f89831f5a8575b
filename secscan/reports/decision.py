"""The gate's decision record: a page to sign, and the same as JSON."""

from collections.abc import Iterable
from typing import Any

import msgspec

from secscan.base.text import clean
from secscan.model.assessment import AppAssessment, Assessment, Condition, Decision
from secscan.model.enums import DecisionKind, Language
from secscan.model.findings import Finding
from secscan.model.ids import CheckId
from secscan.reports.app_view import AppRow, app_row, permit_row
from secscan.reports.finding_view import anchor
from secscan.reports.html import page
from secscan.reports.json_report import document
from secscan.reports.opd_view import Annex, ImpactRow, annex, impact_row
from secscan.reports.tlp import Tlp
from secscan.reports.wording import Wording

_LETTERS = {
    DecisionKind.APPROVED: "A",
    DecisionKind.CONDITIONAL: "C",
    DecisionKind.REJECTED: "E",
    DecisionKind.NO_VERDICT: "-",
}
"""The colour of each verdict: that of a rating, always beside its word."""

_MARKS = {
    DecisionKind.APPROVED: "✓",
    DecisionKind.CONDITIONAL: "!",
    DecisionKind.REJECTED: "✗",
    DecisionKind.NO_VERDICT: "?",
}


def decision_html(
    decision: Decision, assessment: Assessment, lang: Language = Language.ID, tlp: Tlp = Tlp.AMBER_STRICT
) -> str:
    """The record of the decision as a page to print and sign. The assessment holds the app."""
    words = Wording(assessment, lang)
    entry = _entry(decision, assessment)
    findings = tuple(finding for finding in assessment.findings_of(entry.app.id) if finding.is_open)
    return page("decision.html.j2", words, assessment, tlp, view=_view(decision, assessment, entry, findings, words))


def decision_json(decision: Decision, assessment: Assessment, lang: Language = Language.ID) -> bytes:
    """The decision with the whole report of the app: `decision` beside the keys of the `json` report."""
    words = Wording(assessment, lang)
    record: dict[str, Any] = {
        "kind": str(decision.kind),
        "app": decision.app,
        "preliminary": decision.preliminary,
        "reasons": [
            {"code": code, "arguments": values, "text": reason_text(code, values, words)}
            for code, values in decision.reasons
        ],
        "conditions": [
            {
                "control": condition.control,
                "what": condition.what,
                "due": condition.due.isoformat() if condition.due is not None else None,
                "text": condition_text(condition, words),
            }
            for condition in decision.conditions
        ],
    }
    report = document(assessment) | {"decision": record}
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def reason_text(code: str, values: dict[str, str], words: Wording, findings: Iterable[Finding] = ()) -> str:
    """A reason of the gate as a sentence; an unknown code is printed as it is. A finding is named by what its facts
    say if it is among `findings`, else (in CI logs) by the title of all findings of its check."""
    named = next(
        (one for one in findings if (one.check, one.subject.place) == (values.get("check"), values.get("subject"))),
        None,
    )
    shown = {name: clean(value, 300) for name, value in values.items()}
    if "check" in shown:
        shown["title"] = words.title(named) if named is not None else words.writeup(CheckId(shown["check"])).title
    for name, prefix in (("severity", "severity"), ("reason", "reason")):
        key = f"{prefix}.{shown.get(name, '')}"
        if words.t.has(key):
            shown[name] = words.t(key, version=words.standard.version).lower() if prefix == "severity" else words.t(key)
    key = f"gate_reason.{code}"
    if words.t.has(key):
        return words.t(key, **shown)
    details = ", ".join(f"{name}={value}" for name, value in shown.items())
    return words.t("gate_reason.unknown", code=code, details=details)


def condition_text(condition: Condition, words: Wording) -> str:
    """What a condition asks for, in words."""
    key = f"condition.{condition.what}"
    known = words.t.has(key)
    return words.t(key if known else "condition.unknown", title=words.control(condition.control), what=condition.what)


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the template prints."""

    title: str
    preliminary: bool
    kind: str
    letter: str
    mark: str
    label: str
    meaning: str
    app: AppRow
    urls: tuple[str, ...]
    opd: str
    reasons: tuple[str, ...]
    conditions: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, str, str, str, str, str], ...]
    permits: tuple[tuple[str, str, str, str], ...]
    impact: tuple[ImpactRow, ...]
    annex: Annex


def _view(
    decision: Decision,
    assessment: Assessment,
    entry: AppAssessment,
    findings: tuple[Finding, ...],
    words: Wording,
) -> DecisionView:
    ranked = sorted(findings, key=lambda finding: (finding.severity.rank, finding.check))
    return DecisionView(
        title=words.t("decision.preliminary_title" if decision.preliminary else "decision.title"),
        preliminary=decision.preliminary,
        kind=str(decision.kind),
        letter=_LETTERS[decision.kind],
        mark=_MARKS[decision.kind],
        label=words.t(f"decision.kind.{decision.kind}"),
        meaning=words.t(f"decision.meaning.{decision.kind}"),
        app=app_row(entry, findings, words),
        urls=tuple(site.url for site in entry.app.sites),
        opd=entry.opd.name,
        reasons=tuple(reason_text(code, values, words, ranked) for code, values in decision.reasons),
        conditions=tuple(
            (
                condition.control,
                condition_text(condition, words),
                words.figures.day(condition.due) if condition.due is not None else words.t("decision.no_due"),
            )
            for condition in decision.conditions
        ),
        findings=tuple(
            (
                anchor(finding),
                str(finding.severity),
                words.t(f"severity.{finding.severity}"),
                words.title(finding),
                words.prose.printed(words.subject(finding.subject)),
                words.action(finding),
            )
            for finding in ranked
        ),
        permits=tuple(permit_row(permit, words) for permit in entry.permits),
        impact=tuple(impact_row(receipt, 0, words) for receipt in assessment.impact if receipt.ip in entry.addresses),
        annex=annex(assessment, words),
    )


def _entry(decision: Decision, assessment: Assessment) -> AppAssessment:
    entry = assessment.app(decision.app)
    if entry is None:
        raise ValueError(f"the assessment does not hold the app {decision.app!r} that was decided on")
    return entry
