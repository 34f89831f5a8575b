import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.stored import Place
from tests.unit.stored_runs import bench
from tests.unit.workflows.test_judged import wordpress


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = bench(tmp_path_factory.mktemp("affected"))
    made.run("r1", {"portal": {"/": wordpress("6.4.1")}, "berita": {"/": wordpress("7.1")}})
    return Place(made)


def test_the_table_shows_who_is_concerned_and_counts_the_rest(place: Place) -> None:
    done = place("intel", "affected", "CVE-2024-31211")
    assert done.exit_code == 0
    assert "portal" in done.stdout
    assert "berita" not in done.stdout
    assert "1 terkena" in done.stderr
    assert "CVE-2024-31211" in done.stderr
    assert "Wordfence" in done.stderr
    assert "berita" in place("intel", "affected", "CVE-2024-31211", "--all").stdout


def test_json_and_csv_hold_every_app_with_plain_values(place: Place) -> None:
    rows = json.loads(place("intel", "affected", "cve-2024-31211", "--format", "json").stdout)
    by_app = {row["app"]: row for row in rows}
    assert (by_app["portal"]["concern"], by_app["portal"]["versions"]) == ("affected", ["6.4.1"])
    assert by_app["portal"]["evidence_date"] == "2026-09-30"
    assert by_app["berita"]["concern"] == "not_affected"
    assert (by_app["baru"]["concern"], by_app["baru"]["why"]) == ("unknown", "not_looked")
    text = place("intel", "affected", "CVE-2024-31211", "--format", "csv").stdout
    assert {row["app"] for row in csv.DictReader(io.StringIO(text))} == set(by_app)


def test_a_product_and_a_range_need_no_id(place: Place) -> None:
    done = place("intel", "affected", "--product", "WordPress", "--range", ">=7.0,<7.2", "--format", "json")
    assert {row["app"] for row in json.loads(done.stdout) if row["concern"] == "affected"} == {"berita"}


def test_one_opd_alone(place: Place) -> None:
    done = place("intel", "affected", "CVE-2024-31211", "--opd", "dinkes", "--format", "json")
    assert {row["opd"] for row in json.loads(done.stdout)} == {"dinkes"}


def test_a_file_takes_its_form_from_its_suffix(place: Place, tmp_path: Path) -> None:
    done = place("intel", "affected", "CVE-2024-31211", "-o", tmp_path / "terkena.csv")
    assert done.exit_code == 0
    assert (tmp_path / "terkena.csv").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "terkena.csv").read_text().startswith("concern,app,opd")
    place("intel", "affected", "CVE-2024-31211", "-o", tmp_path / "terkena.json")
    assert json.loads((tmp_path / "terkena.json").read_text())[0]["app"] == "portal"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("CVE-2199-1",), "secscan intel update"),
        ((), "--product"),
        (("--product", "wordpress"), "--range"),
        (("CVE-2024-31211", "--product", "wordpress"), "--product"),
        (("--product", "wordpres", "--range", "<1"), "wordpress"),
        (("--product", "wordpress", "--range", "baru"), "'>=6.4,<6.4.3'"),
        (("CVE-2024-31211", "-o", "x.pdf"), ".csv"),
        (("CVE-2024-31211", "--opd", "dinke"), "dinkes"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(place: Place, words: tuple[str, ...], says: str) -> None:
    done = place("intel", "affected", *words)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_english(place: Place) -> None:
    done = place("--lang", "en", "intel", "affected", "CVE-2024-31211")
    assert "every possible version is" in done.stdout
