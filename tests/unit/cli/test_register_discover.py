"""`secscan register discover`: lists in, suggestions out."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.stored import Place
from tests.unit.stored_runs import GOOD, PAGE, bench

LIST = "portal.contoh.go.id\nbaru2.contoh.go.id\nns1.contoh.go.id\nini bukan.nama..id\nwisata.example.com\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = bench(tmp_path)
    settings = made.workspace.settings
    settings.write_text(settings.read_text().replace("official = []", 'official = ["contoh.go.id"]'))
    return Place(made)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "daftar.txt"
    file.write_text(LIST)
    return file


def test_what_is_missing_in_the_register(place: Place, listed: Path) -> None:
    result = place("register", "discover", listed, "--format", "json")
    assert result.exit_code == 0, result.output
    rows = {one["name"]: one for one in json.loads(result.stdout)}
    assert {name: one["kind"] for name, one in rows.items()} == {
        "baru2.contoh.go.id": "new",
        "wisata.example.com": "outside",
    }
    assert rows["baru2.contoh.go.id"]["places"] == ["daftar.txt:2"]
    assert "daftar.txt, baris 4" in result.stderr
    assert "1 belum terdaftar, 1 di luar domain resmi" in result.stderr
    everything = json.loads(place("register", "discover", listed, "--all", "--format", "json").stdout)
    assert {one["kind"] for one in everything} == {"new", "outside", "service", "registered"}


@pytest.mark.parametrize("target", ["usulan.xlsx", "usulan"])
def test_suggestions_are_imported_and_not_scanned(place: Place, listed: Path, tmp_path: Path, target: str) -> None:
    path = tmp_path / target
    assert place("register", "discover", listed, "-o", path).exit_code == 0
    imported = place("register", "import", path)
    assert imported.exit_code == 0, imported.output
    shown = json.loads(place("register", "show", "usulan-baru2-contoh-go-id", "--format", "json").stdout)
    assert (shown["status"], shown["opd"]) == ("usulan", "belum-diketahui")
    again = place("register", "discover", listed, "--format", "json")
    assert json.loads(again.stdout) == []
    planned = json.loads(place("plan", "--app", "usulan-baru2-contoh-go-id", "--format", "json").stdout)
    assert planned["batches"] == []
    assert {one["lack"] for one in planned["refusals"]} == {"proposed"}


def test_the_register_itself_is_not_touched(place: Place, listed: Path, tmp_path: Path) -> None:
    before = place("register", "list", "--format", "csv").stdout
    place("register", "discover", listed, "-o", tmp_path / "usulan.xlsx")
    assert place("register", "list", "--format", "csv").stdout == before


def test_without_a_list_stored_evidence_speaks(place: Place) -> None:
    links = PAGE + "<a href='https://gelap.contoh.go.id/'>Layanan lama</a>"
    place.bench.run("r1", {"portal": {"/": (GOOD[0], GOOD[1], links)}})  # type: ignore[index]
    result = place("register", "discover", "--format", "json")
    assert [one["name"] for one in json.loads(result.stdout)] == ["gelap.contoh.go.id"]


def test_a_transfer_needs_a_zone_and_a_permit(place: Place) -> None:
    without_zone = place("register", "discover", "--axfr", "127.66.53.9")
    assert without_zone.exit_code == 2
    assert "--zone" in without_zone.stderr
    refused = place("register", "discover", "--axfr", "127.66.53.9", "--zone", "contoh.go.id")
    assert refused.exit_code == 4
    assert "transfer zona memerlukan izin" in refused.stderr


def test_a_missing_file_is_told(place: Place, tmp_path: Path) -> None:
    result = place("register", "discover", tmp_path / "tiada")
    assert result.exit_code == 2
    assert "berkas tidak ditemukan" in result.stderr
