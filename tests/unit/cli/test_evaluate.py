import csv
import io
import json
from typing import Any

import pytest

from tests.unit.cli.stored import Place, scanned


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return scanned(tmp_path_factory.mktemp("evaluate"))


def rows(place: Place, *options: str) -> dict[str, dict[str, Any]]:
    result = place("evaluate", *options, "--format", "json")
    assert result.exit_code == 0, result.output
    return {row["app"]: row for row in json.loads(result.stdout)}


def test_every_app_has_a_row_and_numbers_are_numbers(place: Place) -> None:
    found = rows(place)
    assert set(found) == {"portal", "arsip", "berita", "baru", "uji", "ponsel"}
    portal = found["portal"]
    assert isinstance(portal["score"], float)
    assert 0 <= portal["low"] <= portal["score"] <= portal["high"] <= 100
    assert 0 < portal["coverage"] < 1
    assert (portal["opd"], portal["unseen"], portal["incident"]) == ("kominfo", None, False)
    assert portal["tinggi"] + portal["kritis"] >= 1


def test_what_could_not_be_looked_at_has_no_score_and_says_why(place: Place) -> None:
    found = rows(place)
    for name, reason in (("baru", "permit"), ("ponsel", "no_url")):
        row = found[name]
        assert (row["score"], row["low"], row["high"], row["rating"]) == (None, None, None, "-")
        assert row["unseen"] == reason
    assert found["baru"]["note"] == "terdaftar, belum boleh dipindai"


def test_the_table_prints_value_interval_and_coverage_as_the_issue_says(place: Place) -> None:
    text = place("evaluate").stdout
    portal = rows(place)["portal"]
    (line,) = [line for line in text.splitlines() if line.startswith("portal ")]
    assert "cakupan" in line
    assert f"({portal['low']:.0f}-" in line
    assert "coverage" in place("--lang", "en", "evaluate").stdout


def test_csv_has_one_header_and_one_row_for_each_app(place: Place) -> None:
    table = list(csv.DictReader(io.StringIO(place("evaluate", "--format", "csv").stdout)))
    assert {row["app"] for row in table} == set(rows(place))
    assert list(table[0]) == list(rows(place)["portal"])


def test_a_day_or_a_run_of_ones_choice_is_shown_and_changes_nothing(place: Place) -> None:
    before = place("findings", "list", "--format", "json").stdout
    late = rows(place, "--as-of", "2028-01-01")
    assert late["portal"]["coverage"] == 0.0
    assert place("findings", "list", "--format", "json").stdout == before
    assert rows(place, "--run", "r1")["portal"]["score"] is not None


def test_an_unknown_standard_names_the_nearest(place: Place) -> None:
    result = place("evaluate", "--standard", "kominfoo")
    assert result.exit_code == 2
    assert "barangkali kominfo?" in result.stderr


def test_an_alias_of_the_standard_gives_the_same_scores(place: Place) -> None:
    assert rows(place, "--standard", "kominfo") == rows(place)


def test_a_second_secscan_in_the_workspace_is_told_who_holds_it(place: Place) -> None:
    from secscan.workspace.lock import locked
    from tests.unit.stored_runs import START

    with locked(place.bench.workspace, "scan", START):
        result = place("evaluate")
    assert result.exit_code == 2
    assert "sedang dipakai `secscan scan`" in result.stderr
