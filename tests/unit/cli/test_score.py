import json
from typing import Any

import pytest

from tests.unit.cli.stored import Place, scanned


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = scanned(tmp_path_factory.mktemp("score"))
    assert made("evaluate").exit_code == 0
    return made


def explained(place: Place, app: str) -> dict[str, Any]:
    result = place("score", "explain", app, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_json_explains_the_score_that_evaluate_prints(place: Place) -> None:
    (row,) = [one for one in json.loads(place("evaluate", "--format", "json").stdout) if one["app"] == "portal"]
    score = explained(place, "portal")["score"]
    assert (score["value"], score["low"], score["high"]) == (row["score"], row["low"], row["high"])
    assert score["rating"] == row["rating"]


def test_an_open_database_caps_and_its_repair_is_worth_most(place: Place) -> None:
    found = explained(place, "portal")
    assert any("SS-NET-01" in cap["controls"] for cap in found["score"]["caps"])
    assert found["score"]["uncapped"] >= found["score"]["value"]
    first = found["actions"][0]
    assert first["check"] == "database-ports"
    assert first["gain"] > 0
    assert first["minutes"] > 0


def test_points_and_gains_add_up_to_what_is_missing(place: Place) -> None:
    found = explained(place, "portal")
    points = sum(one["points"] for one in found["controls"])
    assert points == pytest.approx(found["score"]["uncapped"], abs=0.5)
    assert all(one["gain"] == 0 for one in found["controls"] if one["outcome"] == "pass")
    assert next(one for one in found["controls"] if one["control"] == "SS-HDR-02")["gain"] > 0


def test_the_page_names_caps_and_what_to_do_first(place: Place) -> None:
    text = place("score", "explain", "portal").stdout
    assert "Skor dibatasi paling tinggi" in text
    assert "perbaiki ini: " in text
    assert " poin, sekitar " in text
    assert "menit" in text
    english = place("--lang", "en", "score", "explain", "portal").stdout
    assert "The score is capped at" in english
    assert "fix this: " in english


def test_an_indication_is_to_be_verified_not_repaired(place: Place) -> None:
    actions = {one["check"]: one for one in explained(place, "arsip")["actions"]}
    assert actions["gambling-content"]["to_verify"] is True
    assert "verifikasi bersama: " in place("score", "explain", "arsip").stdout


def test_an_app_that_was_not_looked_at_says_so(place: Place) -> None:
    found = explained(place, "baru")
    assert (found["score"]["value"], found["score"]["unseen"]) == (None, "permit")


def test_an_unknown_app_names_the_nearest(place: Place) -> None:
    result = place("score", "explain", "portl")
    assert result.exit_code == 2
    assert "barangkali portal?" in result.stderr
