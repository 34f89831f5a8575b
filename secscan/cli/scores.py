"""The table of scores that several verbs print."""

from collections.abc import Collection

from secscan.cli.output import Cell, Format
from secscan.cli.session import Session
from secscan.cli.wording import Wording
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import Outcome, Severity
from secscan.model.ids import AppId
from secscan.model.score import Score

COLUMNS = ("opd", "app", "name", "rating", "score", "coverage", "kritis", "tinggi", "note")


def print_scores(session: Session, assessment: Assessment, apps: Collection[AppId], form: Format) -> None:
    """One row for each of these apps, the worst lower bound first."""
    wording = session.wording("verbs")
    entries = [entry for entry in assessment.apps if entry.app.id in apps]
    entries.sort(key=lambda entry: (entry.score.value is None, entry.score.low or 0.0, entry.app.id))
    columns = {key: wording.text(f"scores.{key}") for key in COLUMNS}
    session.output.rows(columns, [_row(assessment, entry, wording) for entry in entries], form)


def score_text(score: Score, wording: Wording) -> str:
    """`83 (66-87, cakupan 79 %)`, or a dash where nothing was tested."""
    if score.value is None or score.low is None or score.high is None:
        return "-"
    values = {
        "value": f"{score.value:.0f}",
        "low": f"{score.low:.0f}",
        "high": f"{score.high:.0f}",
        "coverage": f"{score.coverage * 100:.0f}",
    }
    return wording.text("scores.text", values)


def _row(assessment: Assessment, entry: AppAssessment, wording: Wording) -> dict[str, Cell]:
    score = entry.score
    open_ones = [finding for finding in assessment.findings_of(entry.app.id) if finding.is_open]

    def count(severity: Severity) -> int:
        return sum(1 for one in open_ones if one.severity is severity and one.outcome is Outcome.FAIL)

    return {
        "opd": entry.opd.id,
        "app": entry.app.id,
        "name": entry.app.name,
        "rating": score.rating,
        "score": score_text(score, wording) if entry.unseen is None else "-",
        "coverage": f"{score.coverage * 100:.0f} %",
        "kritis": count(Severity.KRITIS),
        "tinggi": count(Severity.TINGGI),
        "note": _note(entry, wording),
    }


def _note(entry: AppAssessment, wording: Wording) -> str:
    if entry.unseen is not None:
        return wording.text(f"unseen.{entry.unseen}" if f"unseen.{entry.unseen}" in wording else "unseen.other")
    if entry.score.incident:
        return wording.text("scores.incident")
    if entry.score.awaiting_review:
        return wording.text("scores.awaiting_review")
    if entry.score.provisional:
        return wording.text("scores.provisional")
    return ""
