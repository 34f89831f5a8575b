"""The table of scores that several verbs print."""

from collections.abc import Collection

from secscan.cli.output import Cell, Format, Said
from secscan.cli.session import Session
from secscan.cli.wording import Wording
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import Severity
from secscan.model.ids import AppId
from secscan.model.score import Score
from secscan.reports.wording import Wording as ReportWording

COLUMNS = (
    *("app", "name", "opd", "rating", "score", "low", "high", "coverage", "kritis", "tinggi"),
    *("provisional", "awaiting_review", "incident", "unseen", "note"),
)
HIDDEN = ("name", "low", "high", "coverage", "provisional", "awaiting_review", "incident", "unseen")


def print_scores(session: Session, assessment: Assessment, apps: Collection[AppId], form: Format) -> None:
    """One row for each of these apps, the worst lower bound first, those without a score last."""
    wording, words = session.wording("verbs"), ReportWording(assessment, session.language)
    entries = [entry for entry in assessment.apps if entry.app.id in apps]
    entries.sort(key=lambda entry: (_score(entry) is None, entry.score.low or 0.0, entry.app.id))
    columns = {key: wording.text(f"scores.{key}") for key in COLUMNS}
    rows = [_row(assessment, entry, wording, words) for entry in entries]
    session.output.rows(columns, rows, form, hidden=HIDDEN, whole=("score",))


def score_text(score: Score, words: ReportWording) -> str:
    """`83 (66-87, cakupan 79 %)`, with the signs that every terminal has."""
    return words.score(score).replace("\N{EN DASH}", "-")


def _score(entry: AppAssessment) -> float | None:
    """The score, unless nothing of the app could be looked at."""
    return entry.score.value if entry.unseen is None else None


def _row(assessment: Assessment, entry: AppAssessment, wording: Wording, words: ReportWording) -> dict[str, Cell]:
    score = entry.score
    seen = _score(entry) is not None
    open_ones = [finding for finding in assessment.findings_of(entry.app.id) if finding.is_open]

    def count(severity: Severity) -> int:
        return sum(1 for one in open_ones if one.severity is severity)

    return {
        "app": entry.app.id,
        "name": entry.app.name,
        "opd": entry.opd.id,
        "rating": score.rating if seen else "-",
        "score": Said(_score(entry), score_text(score, words) if seen else "-"),
        "low": score.low if seen else None,
        "high": score.high if seen else None,
        "coverage": score.coverage if seen else 0.0,
        "kritis": count(Severity.KRITIS),
        "tinggi": count(Severity.TINGGI),
        "provisional": score.provisional,
        "awaiting_review": score.awaiting_review,
        "incident": score.incident,
        "unseen": entry.unseen,
        "note": _note(entry, wording),
    }


def _note(entry: AppAssessment, wording: Wording) -> str:
    if entry.unseen is not None:
        return wording.text(f"unseen.{entry.unseen}" if f"unseen.{entry.unseen}" in wording else "unseen.other")
    if entry.score.incident:
        return wording.text("scores.incident_note")
    if entry.score.awaiting_review:
        return wording.text("scores.awaiting_review_note")
    if entry.score.provisional:
        return wording.text("scores.provisional_note")
    return ""
