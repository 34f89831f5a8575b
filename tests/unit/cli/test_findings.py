"""`secscan findings` on a store with finished runs."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.shell import call
from tests.unit.stored_runs import FRAMEABLE, GOOD, INJECTED, SHARED, Bench, bench


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One app that may be framed, one with gambling links, one good; a database on the address that two share."""
    made = bench(tmp_path_factory.mktemp("findings"))
    pages = {"portal": {"/": FRAMEABLE}, "arsip": {"/": INJECTED}, "berita": {"/": GOOD}}
    made.run("r1", pages, ports={SHARED: {443: "http", 3306: "mysql"}})
    assert call("-w", made.workspace.folder, "evaluate").exit_code == 0
    return made


def rows(place: Bench, *options: str) -> list[dict[str, object]]:
    result = call("-w", place.workspace.folder, "findings", "list", *options, "--format", "json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_the_worst_come_first(place: Bench) -> None:
    order = ["kritis", "tinggi", "sedang", "rendah", "info"]
    ranks = [order.index(str(row["severity"])) for row in rows(place)]
    assert ranks == sorted(ranks)
    assert {"framing", "gambling-content", "database-ports"} <= {row["check"] for row in rows(place)}


def test_json_has_plain_values_under_stable_keys(place: Bench) -> None:
    row = next(row for row in rows(place) if row["check"] == "gambling-content")
    assert row == row | {
        "severity": "kritis",
        "subject": "https://arsip.contoh.go.id/",
        "apps": ["arsip"],
        "opd": "dinkes",
        "state": "open",
        "retested": True,
        "confidence": "indikasi",
        "first_seen": "2026-09-30",
        "last_seen": "2026-09-30",
    }
    assert str(row["fingerprint"]).startswith(str(row["id"]))


def test_csv_has_the_same_columns(place: Bench) -> None:
    text = call("-w", place.workspace.folder, "findings", "list", "--format", "csv").stdout
    assert list(next(csv.DictReader(io.StringIO(text)))) == list(rows(place)[0])


def test_an_app_has_its_own_findings_and_those_of_its_server(place: Bench) -> None:
    assert {"framing", "database-ports"} <= {row["check"] for row in rows(place, "--app", "portal")}
    assert "gambling-content" not in {row["check"] for row in rows(place, "--app", "portal")}


def test_an_opd_has_those_of_its_apps_and_of_its_servers(place: Bench) -> None:
    checks = {row["check"] for row in rows(place, "--opd", "dinkes")}
    assert {"gambling-content", "database-ports"} <= checks
    assert "framing" not in checks


@pytest.mark.parametrize("word", ["kritis", "critical", "KRITIS"])
def test_a_severity_means_that_or_worse_in_both_languages(place: Bench, word: str) -> None:
    assert {row["severity"] for row in rows(place, "--severity", word)} == {"kritis"}


def test_a_misspelt_app_is_not_answered_with_no_findings(place: Bench) -> None:
    result = call("-w", place.workspace.folder, "findings", "list", "--app", "portl")
    assert result.exit_code == 2
    assert "barangkali portal?" in result.stderr


def test_the_table_says_in_words_what_is_only_an_indication(place: Bench) -> None:
    text = call("-w", place.workspace.folder, "findings", "list").stdout
    (line,) = [line for line in text.splitlines() if "gambling-content" in line]
    assert "terbuka, indikasi" in line
    english = call("-w", place.workspace.folder, "--lang", "en", "findings", "list", "--severity", "critical").stdout
    assert "critical" in english
    assert "open, indication" in english


def test_one_finding_is_a_page_in_the_readers_language(place: Bench) -> None:
    (row,) = [row for row in rows(place) if row["check"] == "framing"]
    page = call("-w", place.workspace.folder, "findings", "show", str(row["id"]))
    assert page.exit_code == 0
    for part in ("https://portal.contoh.go.id/", "## Mengapa penting", "## Cara memperbaiki", "## Cara memeriksa"):
        assert part in page.stdout
    assert "SS-HDR-02" in page.stdout
    assert "pertama kali ditemukan" in page.stdout
    english = call("-w", place.workspace.folder, "--lang", "en", "findings", "show", str(row["id"])).stdout
    assert "## Why it matters" in english
    assert "first found" in english


def test_the_record_of_a_finding_is_what_is_stored(place: Bench) -> None:
    (row,) = [row for row in rows(place) if row["check"] == "framing"]
    record = json.loads(
        call("-w", place.workspace.folder, "findings", "show", str(row["id"]), "--format", "json").stdout
    )
    assert record["fingerprint"] == row["fingerprint"]
    assert [event["what"] for event in record["history"]] == ["opened"]
    assert record["facts"]["url"] == "https://portal.contoh.go.id/"


@pytest.mark.parametrize(("wanted", "said"), [("zzz", "tidak ada temuan"), ("", "temuan mempunyai ID")])
def test_an_id_that_is_none_or_several(place: Bench, wanted: str, said: str) -> None:
    result = call("-w", place.workspace.folder, "findings", "show", wanted)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_confirmed_compromise_is_an_incident_with_score_zero(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"arsip": {"/": INJECTED}})
    here = ("-w", made.workspace.folder)
    call(*here, "evaluate")
    (row,) = [row for row in rows(made) if row["check"] == "gambling-content"]
    assert call(*here, "findings", "confirm", str(row["id"]), "--reason", "dilihat").exit_code == 2
    assert call(*here, "findings", "confirm", str(row["id"]), "--reviewer", " ", "--reason", "dilihat").exit_code == 2
    done = call(*here, "findings", "confirm", str(row["id"]), "--reviewer", "Rina", "--reason", "dilihat bersama")
    assert done.exit_code == 0, done.output
    (arsip,) = [one for one in json.loads(call(*here, "evaluate", "--format", "json").stdout) if one["app"] == "arsip"]
    assert (arsip["incident"], arsip["score"]) == (True, 0.0)
    assert "INSIDEN" in call(*here, "evaluate").stdout
    shown = call(*here, "findings", "show", str(row["id"])).stdout
    assert "Dipastikan oleh Rina: dilihat bersama" in shown


def test_a_dismissed_finding_leaves_the_list_and_stays_in_all(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"portal": {"/": FRAMEABLE}})
    here = ("-w", made.workspace.folder)
    call(*here, "evaluate")
    (row,) = [row for row in rows(made) if row["check"] == "framing"]
    wrong = call(*here, "findings", "confirm", str(row["id"]), "--reviewer", "Rina", "--reason", "x")
    assert (wrong.exit_code, "hanya indikasi" in wrong.stderr) == (2, True)
    assert call(*here, "findings", "dismiss", str(row["id"]), "--reviewer", "Rina", "--reason", "x").exit_code == 0
    assert "framing" not in {one["check"] for one in rows(made)}
    (kept,) = [one for one in rows(made, "--all") if one["check"] == "framing"]
    assert kept["state"] == "false_positive"
