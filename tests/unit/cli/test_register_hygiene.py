"""`secscan register hygiene`: a listing, and files for those who decide."""

import json
import stat
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from secscan.model.enums import Status
from tests.unit.cli.shell import call
from tests.unit.cli.stored import Place
from tests.unit.stored_runs import GOOD, bench

VACANT = "<html><body><h1>It works!</h1></body></html>"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """portal answers, arsip shows a default page, berita is refused in two runs a month apart, baru has no permit."""
    made = bench(tmp_path_factory.mktemp("hygiene"))
    refused = {"/": Status.REFUSED, "http://berita.contoh.go.id/": Status.REFUSED}
    for name, days in (("r1", -30), ("r2", 0)):
        made.run(name, {"portal": {"/": GOOD}, "arsip": {"/": VACANT}, "berita": refused}, days=days)
    return Place(made)


def test_json_has_everything(place: Place) -> None:
    result = place("register", "hygiene", "--format", "json")
    assert result.exit_code == 0, result.output
    tree = json.loads(result.stdout)
    apps = {one["id"]: one for one in tree["apps"]}
    assert (apps["portal"]["presence"], apps["arsip"]["presence"]) == ("answers", "vacant")
    assert (apps["berita"]["presence"], apps["berita"]["runs"], apps["berita"]["proposal"]) == ("refused", 2, "tutup")
    assert (apps["baru"]["presence"], apps["baru"]["proposal"]) == ("unseen", "belum_dapat_diusulkan")
    codes = {(one["topic"], one["code"]) for one in tree["remarks"]}
    assert {("gone", "gone_refused"), ("vacant", "vacant_default_page"), ("unowned", "no_contact")} <= codes
    assert tree["runs"] == ["r2"]
    assert {one["ip"] for one in tree["servers"]} >= {"203.0.113.10", "203.0.113.20"}


def test_the_listing_is_indonesian_and_the_summary_is_talk(place: Place) -> None:
    result = place("register", "hygiene")
    assert "Tidak ada aplikasi di alamatnya" in result.stdout
    assert "1 menjawab, 1 tidak terjangkau" in result.stderr
    english = call("-w", place.folder, "--lang", "en", "register", "hygiene", "--format", "csv")
    assert english.stdout.splitlines()[0] == "topic,apps,ids,opds,evidence,certainty,proposal"
    assert "No app at its address" in english.stdout


def test_files_by_suffix_are_private(place: Place, tmp_path: Path) -> None:
    files = [tmp_path / f"kebersihan{suffix}" for suffix in (".html", ".xlsx", ".csv", ".json")]
    result = place("register", "hygiene", *(word for file in files for word in ("-o", file)))
    assert result.stdout.split() == [str(file) for file in files]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    html = files[0].read_text(encoding="utf-8")
    assert "TLP:AMBER+STRICT" in html
    assert "<script" not in html
    assert "Keputusan" in html
    book = openpyxl.load_workbook(BytesIO(files[1].read_bytes()))
    assert book.sheetnames == ["Catatan", "Aplikasi", "Nama di luar register", "Server"]
    assert json.loads(files[3].read_text())["schema_version"] == "1.0"


def test_an_unknown_suffix_is_refused_before_anything_is_weighed(place: Place, tmp_path: Path) -> None:
    result = place("register", "hygiene", "-o", tmp_path / "a.doc")
    assert result.exit_code == 2
    assert ".html .xlsx .csv .json" in result.stderr


def test_a_workspace_without_scans_is_weighed_by_its_rows(tmp_path: Path) -> None:
    empty = Place(bench(tmp_path))
    result = empty("register", "hygiene", "--format", "json")
    assert result.exit_code == 0, result.output
    tree = json.loads(result.stdout)
    assert {one["presence"] for one in tree["apps"]} == {"unseen"}
    assert {one["topic"] for one in tree["remarks"]} == {"unowned"}


def test_weighing_leaves_findings_and_scores_alone(place: Place) -> None:
    before = place("score", "explain", "portal", "--format", "json").stdout
    place("register", "hygiene")
    assert place("score", "explain", "portal", "--format", "json").stdout == before
    with place.bench.store() as store:
        assert store.findings() == {}
