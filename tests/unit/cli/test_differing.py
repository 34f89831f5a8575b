import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.stored import Place
from tests.unit.stored_runs import FRAMEABLE, GOOD, bench


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """portal got worse and berita better between two scans; arsip fell silent."""
    made = bench(tmp_path_factory.mktemp("diff"))
    made.run("20260930-r1", {"portal": {"/": GOOD}, "berita": {"/": FRAMEABLE}, "arsip": {"/": FRAMEABLE}})
    made.run("20261001-r2", {"portal": {"/": FRAMEABLE}, "berita": {"/": GOOD}}, days=0.5)
    return Place(made)


def rows(place: Place, *words: str) -> list[dict[str, Any]]:
    done = place("diff", *words, "--format", "json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_by_itself_the_newest_two_scans_are_compared(place: Place) -> None:
    found = rows(place)
    framing = {(row["change"], row["app"]): row for row in found if row["what"] == "framing"}
    assert set(framing) == {("new", "portal"), ("fixed", "berita"), ("untested", "arsip")}
    assert framing["new", "portal"]["cause"] == "site"
    assert [row["app"] for row in found if row["change"] == "dark"] == ["arsip"]
    scores = {row["app"]: row for row in found if row["change"] == "score"}
    assert scores["portal"]["points"] < 0 < scores["berita"]["points"]
    assert "SS-HDR" in scores["portal"]["detail"]
    assert rows(place, "20260930", "20261001") == found


def test_one_app_or_opd_alone(place: Place) -> None:
    assert {row["app"] for row in rows(place, "--app", "berita")} == {"berita"}
    assert {row["opd"] for row in rows(place, "--opd", "dinkes")} == {"dinkes"}


def test_days_are_states_too(place: Place) -> None:
    since = rows(place, "--since", "2026-09-01")
    assert "appeared" in {row["change"] for row in since}
    assert rows(place, "--since", "2026-09-01", "--until", "2026-09-02") == []


def test_people_read_words_and_a_summary_of_one_form(place: Place) -> None:
    done = place("diff")
    assert "situsnya" in done.stdout
    assert "aturan, data, dan register hari ini" in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("baru ")
    assert "tidak lagi terlihat 1" in last
    assert "nilai turun 1" in last
    nothing = place("diff", "--since", "2026-09-01", "--until", "2026-09-02")
    assert nothing.stdout == ""
    assert "baru 0, " in nothing.stderr


def test_a_file_takes_its_form_from_its_suffix(place: Place, tmp_path: Path) -> None:
    assert place("diff", "-o", tmp_path / "beda.csv").exit_code == 0
    assert (tmp_path / "beda.csv").stat().st_mode & 0o777 == 0o600
    found = list(csv.DictReader(io.StringIO((tmp_path / "beda.csv").read_text())))
    assert len(found) == len(rows(place))


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("2026",), 2, "2"),
        (("2025",), 2, "2025"),
        (("20261001", "20260930"), 2, "LAMA BARU"),
        (("20261001",), 2, "LAMA BARU"),
        (("20260930", "--since", "2026-09-01"), 2, "--since"),
        (("--until", "2026-09-01"), 2, "--since"),
        (("--app", "portl"), 2, "portal"),
        (("-o", "beda.pdf"), 2, ".csv"),
    ],
)
def test_what_cannot_be_compared_says_what_to_do(place: Place, words: tuple[str, ...], code: int, says: str) -> None:
    done = place("diff", *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert says in done.stderr


def test_one_scan_alone_cannot_be_compared(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"portal": {"/": GOOD}})
    done = Place(made)("diff")
    assert done.exit_code == 3
    assert "--since" in done.stderr
