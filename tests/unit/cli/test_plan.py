import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.literal import CLOSED, planned
from tests.unit.cli.stored import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return planned(tmp_path)


def as_json(place: Place, *options: str) -> dict[str, Any]:
    result = place("plan", *options, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_one_batch_for_each_address_with_what_goes_there_and_how_fast(place: Place) -> None:
    (batch,) = as_json(place, "--rate", "2", "--profile", "quick")["batches"]
    assert (batch["ip"], batch["apps"], batch["permits"]) == ("127.0.0.9", ["buka", "juga"], ["ST/9/2026"])
    assert batch["rate"] == 2
    assert batch["requests"] == 2 * 12  # two sites, each the budget of the quick profile
    assert batch["ports"] == 0  # the quick profile scans none
    assert batch["minutes"] >= batch["requests"] / 2 / 60 - 0.05


def test_the_standard_profile_also_scans_ports_of_an_address_that_a_permit_names(place: Place) -> None:
    (batch,) = as_json(place)["batches"]
    assert batch["ports"] > 100


def test_each_refusal_names_the_letter_and_its_last_day(place: Place) -> None:
    refusals = {one["target"]: one for one in as_json(place)["refusals"]}
    closed = refusals[CLOSED]
    assert (closed["what"], closed["app"], closed["reason"]) == ("app", "tutup", "permit")
    assert closed["lack"] == "permit_expired"
    assert "ST/8/2026" in closed["why"]
    assert "2026-09-30" in closed["why"]
    assert refusals["Ponsel"]["lack"] == "no_url"


def test_tables_say_the_same_in_both_languages(place: Place) -> None:
    result = place("plan")
    assert "127.0.0.9" in result.stdout
    assert "izin ST/8/2026 untuk 127.0.0.10 sudah berakhir (2026-09-30)" in result.stdout
    assert "Belum ada yang dikirim" in result.stderr
    english = place("--lang", "en", "plan").stdout
    assert "the permit ST/8/2026 for 127.0.0.10 has expired (2026-09-30)" in english


def test_csv_is_one_table(place: Place) -> None:
    rows = list(csv.DictReader(io.StringIO(place("plan", "--format", "csv").stdout)))
    assert [row["ip"] for row in rows if row["ip"]] == ["127.0.0.9"]
    assert {row["target"] for row in rows if row["target"]} >= {CLOSED}


def test_nothing_but_refusals_is_exit_code_4(place: Place) -> None:
    result = place("plan", "--app", "tutup")
    assert result.exit_code == 4


def test_an_unknown_app_names_the_nearest(place: Place) -> None:
    result = place("plan", "--app", "buk")
    assert result.exit_code == 2
    assert "barangkali buka" in result.stderr


def test_planning_stores_nothing(place: Place) -> None:
    place("plan")
    assert not place.bench.workspace.database.exists()
