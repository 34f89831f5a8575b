"""`secscan score explain`: why an app has its score, and what would raise it most."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.cli.desk import open_desk
from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.options import standard_option
from secscan.cli.output import Cell, Format, format_option
from secscan.cli.scores import score_text
from secscan.cli.session import Session, pass_session
from secscan.cli.wording import Wording
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import Language
from secscan.model.ids import AppId
from secscan.model.score import Contribution
from secscan.workflows.evaluate import evaluate

COLUMNS = ("control", "title", "outcome", "weight", "points", "gain")


class Score(LazyGroup):
    """The verbs of score."""

    verbs: ClassVar[Mapping[str, Verb]] = {"explain": Verb("secscan.cli.score:explain", "Asal skor satu aplikasi.")}


@click.group(cls=Score)
def score() -> None:
    """Skor Keamanan Eksternal (SKE)."""


@click.command()
@click.argument("app_id", metavar="APP")
@standard_option
@format_option
@pass_session
def explain(session: Session, app_id: str, standard: str, output_format: str) -> None:
    """Menjelaskan skor APP: setiap kendali, bobot, nilainya, batas yang berlaku, dan kenaikan bila diperbaiki."""
    opened = session.open()
    with open_desk(session, opened, standard) as desk:
        assessment = evaluate(desk, save=False)
    entry = assessment.app(AppId(app_id))
    if entry is None:
        near = nearest(app_id, [one.app.id for one in assessment.apps])
        raise UsageError("unknown_entry", values={"word": app_id, "near": near})
    wording = session.wording("verbs")
    form = Format(output_format)
    rows = [_row(assessment, one, session.language, wording) for one in _ranked(entry)]
    if form is Format.JSON:
        session.output.json({"app": app_id, "score": score_text(entry.score, wording), "controls": rows})
        return
    session.output.say(f"{entry.app.name}: {entry.score.rating} {score_text(entry.score, wording)}")
    for cap in entry.score.caps:
        values = {"name": cap.name, "max": f"{cap.max_score:g}", "controls": ", ".join(cap.controls)}
        session.output.say(wording.text("score.cap", values))
    session.output.rows({key: wording.text(f"score.{key}") for key in COLUMNS}, rows, form)


def _ranked(entry: AppAssessment) -> list[Contribution]:
    return sorted(entry.score.contributions, key=lambda one: (-one.gain, -one.weight, one.control))


def _row(assessment: Assessment, one: Contribution, language: Language, wording: Wording) -> dict[str, Cell]:
    control = assessment.standard.control(one.control)
    title = "" if control is None else control.title_en if language is Language.EN else control.title_id
    return {
        "control": one.control,
        "title": title,
        "outcome": wording.text(f"outcome.{one.outcome}"),
        "weight": round(one.weight, 2),
        "points": round(one.points, 2),
        "gain": round(one.gain, 2),
    }
