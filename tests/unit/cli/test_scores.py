import json
from pathlib import Path

import pytest

from secscan.cli.output import Format, Output
from secscan.cli.scores import print_scores, score_text
from secscan.cli.session import Session
from secscan.model.enums import Language
from secscan.model.ids import AppId
from secscan.model.score import Score
from secscan.reports.wording import Wording
from tests.unit.registers import FixedClock
from tests.unit.reports import sample

WORDS = Wording(sample.assessment(), Language.ID)


def printed(capsys: pytest.CaptureFixture[str], *apps: str, form: Format = Format.JSON) -> str:
    session = Session(Path(), Language.ID, {}, FixedClock(), Output(color=False))
    print_scores(session, sample.assessment(), {AppId(app) for app in apps}, form)
    return capsys.readouterr().out


def test_the_form_of_the_issue() -> None:
    score = Score(value=83.2, low=66.1, high=87.0, coverage=0.79, rating="B")
    assert score_text(score, WORDS) == "83 (66-87, cakupan 79 %)"


def test_a_score_just_below_a_rating_is_not_rounded_into_it() -> None:
    score = Score(value=89.8, low=66.1, high=90.0, coverage=0.79, rating="B")
    assert score_text(score, WORDS).startswith("89,8 ")


def test_the_worst_come_first_and_what_was_not_seen_last(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(capsys, "portal", "puskesmas", "siaran", "sehatku"))
    assert [row["app"] for row in rows][:2] == ["puskesmas", "portal"]
    assert [row["score"] for row in rows][2:] == [None, None]


def test_an_indication_that_waits_is_noted_and_is_no_incident(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = json.loads(printed(capsys, "rsud"))
    assert (row["awaiting_review"], row["incident"], row["note"]) == (True, False, "menunggu verifikasi")


def test_only_the_apps_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "portal", form=Format.TABLE)
    assert len(text.splitlines()) == 2
    assert "puskesmas" not in text
