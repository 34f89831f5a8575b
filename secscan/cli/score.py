"""`secscan score explain`: why an app has its score, and what would raise it most."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.options import standard_option
from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session


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
    """Menjelaskan skor APP: batas yang berlaku, perbaikan yang paling menaikkannya, dan setiap kontrol."""
    from secscan.base.errors import UsageError
    from secscan.base.text import nearest
    from secscan.cli.desk import open_desk
    from secscan.cli.score_page import print_score
    from secscan.model.ids import AppId
    from secscan.workflows.evaluate import evaluate

    opened = session.open()
    with open_desk(session, opened, standard) as desk:
        if desk.register.app(AppId(app_id)) is None:
            near = nearest(app_id, [app.id for app in desk.register.apps])
            raise UsageError("unknown_entry", values={"word": app_id, "near": near})
        assessment = evaluate(desk, save=False)
    print_score(session, assessment, AppId(app_id), Format(output_format))
