import json
from pathlib import Path

import pytest

from secscan.cli.output import Format, Output
from secscan.cli.score_page import print_score
from secscan.cli.session import Session
from secscan.model.enums import Language
from secscan.model.ids import AppId
from tests.unit.registers import FixedClock
from tests.unit.reports import sample


def printed(
    capsys: pytest.CaptureFixture[str], app: str, form: Format = Format.TABLE, language: Language = Language.ID
) -> str:
    session = Session(Path(), language, {}, FixedClock(), Output(color=False))
    print_score(session, sample.assessment(), AppId(app), form)
    return capsys.readouterr().out


def test_repairs_are_told_with_points_and_minutes_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "puskesmas")
    assert "1. perbaiki ini: " in text
    assert " poin, sekitar " in text
    assert "1. fix this: " in printed(capsys, "puskesmas", language=Language.EN)


def test_the_first_repair_of_a_capped_app_is_the_one_that_caps_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "puskesmas", Format.JSON))
    assert found["actions"][0]["check"] == "database-ports"
    assert found["score"]["caps"][0]["controls"] == ["SS-NET-01"]
    assert found["score"]["uncapped"] > found["score"]["value"]
    assert "Tanpa batas itu skornya" in printed(capsys, "puskesmas")


def test_decimals_are_those_of_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert "10,0" in printed(capsys, "portal")
    assert "10.0" in printed(capsys, "portal", language=Language.EN)


def test_an_app_that_was_not_seen_has_no_repairs_to_offer(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "sehatku", Format.JSON))
    assert (found["score"]["value"], found["actions"]) == (None, [])
    assert "Yang paling berguna" not in printed(capsys, "sehatku")


def test_csv_has_the_controls_only(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "portal", Format.CSV).splitlines()
    assert lines[0] == "control,title,outcome,weight,points,gain"
    assert all(line.startswith("SS-") for line in lines[1:])
