"""The score of one app explained: caps, the repairs that raise it most, and what each control adds."""

import msgspec

from secscan.cli.output import Cell, Format, Said, plain
from secscan.cli.scores import score_text
from secscan.cli.session import Session
from secscan.cli.wording import Wording
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.ids import AppId
from secscan.model.score import Contribution
from secscan.reports.actions import Action, useful_actions
from secscan.reports.wording import Wording as ReportWording

COLUMNS = ("control", "title", "outcome", "weight", "points", "gain")
ACTION_COLUMNS = ("check", "title", "severity", "to_verify", "gain", "held", "minutes", "findings")
_ACTIONS = 5


def print_score(session: Session, assessment: Assessment, app: AppId, form: Format) -> None:
    """The explanation on stdout. The assessment holds the app."""
    entry = assessment.app(app)
    if entry is None:
        raise ValueError(f"the assessment does not hold the app {app!r}")
    wording, words = session.wording("verbs"), ReportWording(assessment, session.language)
    rows = [_row(one, wording, words) for one in _ranked(entry)]
    actions = useful_actions(assessment, assessment.findings_of(app), _ACTIONS)
    columns = {key: wording.text(f"score.{key}") for key in COLUMNS}
    match form:
        case Format.JSON:
            session.output.json(
                {
                    "app": app,
                    "score": _as_json(entry),
                    "actions": plain(dict.fromkeys(ACTION_COLUMNS, ""), [_action(one, words) for one in actions]),
                    "controls": plain(columns, rows),
                }
            )
        case Format.CSV:
            session.output.rows(columns, rows, form)
        case Format.TABLE:
            for line in _summary(entry, actions, wording, words):
                session.output.line(line)
            session.output.rows(columns, rows, form)


def _ranked(entry: AppAssessment) -> list[Contribution]:
    return sorted(entry.score.contributions, key=lambda one: (-one.gain, -one.weight, one.control))


def _row(one: Contribution, wording: Wording, words: ReportWording) -> dict[str, Cell]:
    def number(value: float) -> Cell:
        return Said(round(value, 2), words.figures.number(value, 1))

    return {
        "control": one.control,
        "title": words.control(one.control),
        "outcome": Said(one.outcome, wording.text(f"outcome.{one.outcome}")),
        "weight": number(one.weight),
        "points": number(one.points),
        "gain": number(one.gain),
    }


def _action(action: Action, words: ReportWording) -> dict[str, Cell]:
    return {
        "check": action.check,
        "title": words.title(action.findings[0]),
        "severity": action.severity,
        "to_verify": action.to_verify,
        "gain": round(action.gain, 2),
        "held": action.held,
        "minutes": action.minutes,
        "findings": tuple(finding.fingerprint for finding in action.findings),
    }


def _summary(entry: AppAssessment, actions: tuple[Action, ...], wording: Wording, words: ReportWording) -> list[str]:
    """The score, what holds it down, and what to do first."""
    lines = [f"{entry.app.name}: {entry.score.rating} {score_text(entry.score, words)}", words.status(entry)]
    for cap in entry.score.caps:
        values = {"name": words.cap(cap.name), "max": f"{cap.max_score:g}", "controls": ", ".join(cap.controls)}
        lines.append(wording.text("score.cap", values))
    if entry.score.value is not None and (entry.score.uncapped or 0.0) > entry.score.value:
        lines.append(wording.text("score.uncapped", {"value": words.points(entry.score.uncapped)}))
    if entry.score.mandatory_untested:
        lines.append(wording.text("score.mandatory", {"controls": ", ".join(entry.score.mandatory_untested)}))
    if actions:
        lines += ["", wording.text("score.actions")]
        lines += [f"{place}. {_advice(action, wording, words)}" for place, action in enumerate(actions, 1)]
    return [*lines, ""]


def _advice(action: Action, wording: Wording, words: ReportWording) -> str:
    """`perbaiki ini: "...": +6 poin, sekitar 10 menit`."""
    if action.held:
        gain = words.t("action.held")
    elif action.gain >= 0.05:
        gain = wording.text("score.rise", {"points": words.figures.number(action.gain, 1)})
    else:
        gain = words.t("action.no_gain")
    key = "score.verify" if action.to_verify else "score.repair"
    values = {"title": words.title(action.findings[0]), "gain": gain, "minutes": str(action.minutes)}
    return wording.text(key, values)


def _as_json(entry: AppAssessment) -> dict[str, object]:
    score = entry.score
    return {
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "coverage": score.coverage,
        "rating": score.rating,
        "provisional": score.provisional,
        "uncapped": score.uncapped,
        "incident": score.incident,
        "awaiting_review": score.awaiting_review,
        "unseen": entry.unseen,
        "caps": [msgspec.to_builtins(cap) for cap in score.caps],
        "mandatory_untested": list(score.mandatory_untested),
    }
