import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.unit.cli.shell import call
from tests.unit.registry.files import APPS, OPD, PERMITS, folder_of


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "kerja"
    assert call("init", folder).exit_code == 0
    return folder


def imported(workspace: Path, source: Path) -> None:
    result = call("-w", workspace, "register", "import", source)
    assert result.exit_code == 0, result.output


def test_import_list_show_export_and_import_again(workspace: Path, tmp_path: Path) -> None:
    imported(workspace, folder_of(tmp_path / "a", opd=OPD, apps=APPS, permits=PERMITS))
    (app,) = json.loads(call("-w", workspace, "register", "list", "--format", "json").stdout)
    assert (app["id"], app["opd"], app["url"]) == ("simpeg", "kominfo", ["https://simpeg.contohkota.go.id/"])
    shown = json.loads(call("-w", workspace, "register", "show", "KOMINFO", "--format", "json").stdout)
    assert (shown["table"], shown["apps"]) == ("opd", ["simpeg"])
    assert call("-w", workspace, "register", "export", "-o", tmp_path / "e.xlsx").exit_code == 0
    again = call("-w", workspace, "register", "import", tmp_path / "e.xlsx", "--format", "json")
    tables = json.loads(again.stdout)["tables"]
    assert {name: (table["new"], table["changed"]) for name, table in tables.items()} == {
        name: ([], []) for name in ("opd", "apps", "permits")
    }


def test_all_errors_are_told_with_their_places_and_nothing_is_imported(workspace: Path, tmp_path: Path) -> None:
    source = folder_of(tmp_path / "a", opd=OPD, apps=APPS + "b,tidak ada,B,b.id\nc,kominfo,C,ftp://c\n")
    result = call("-w", workspace, "register", "import", source)
    assert result.exit_code == 2
    assert "galat: apps.csv, baris 3, kolom opd: OPD tidak terdaftar: tidak ada" in result.stderr
    assert "galat: apps.csv, baris 4, kolom url: alamat web tidak sah: ftp://c" in result.stderr
    assert "    diharapkan: http:// atau https://" in result.stderr
    assert result.stdout == ""
    assert json.loads(call("-w", workspace, "register", "list", "--format", "json").stdout) == []
    english = call("--lang", "en", "-w", workspace, "register", "import", source)
    assert "error: apps.csv, row 3, column opd: OPD not registered: tidak ada" in english.stderr


def test_check_needs_no_workspace_and_changes_nothing(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "a", opd=OPD, apps=APPS)
    result = call("-w", tmp_path / "tidak-ada", "register", "check", source)
    assert result.exit_code == 0
    assert "peringatan: apps.csv, baris 2, kolom url: terdaftar, belum boleh dipindai: simpeg" in result.stdout
    assert "aplikasi: 1 baru, 0 berubah, 0 tetap" in result.stdout
    rows = list(csv.DictReader(io.StringIO(call("register", "check", source, "--format", "csv").stdout)))
    assert [(row["kind"], row["code"], row["row"]) for row in rows] == [("warning", "no_permit", "2")]


def test_the_day_is_the_office_s(workspace: Path, tmp_path: Path) -> None:
    """00:30 on 1 October in Jakarta is still 30 September in UTC."""
    permits = PERMITS.replace("2026-01-01,2026-12-31", "2026-10-01,2026-12-31")
    source = folder_of(tmp_path / "a", opd=OPD, apps=APPS, permits=permits)
    assert "0 peringatan" in call("-w", workspace, "register", "check", source).stderr
    (workspace / "secscan.toml").write_text('[office]\ntimezone = "UTC"\n')
    assert "belum berlaku" in call("-w", workspace, "register", "check", source).stdout


def test_missing_rows_are_left_alone_until_pruned(workspace: Path, tmp_path: Path) -> None:
    imported(workspace, folder_of(tmp_path / "a", opd=OPD, apps=APPS + "lama,kominfo,Lama,lama.contoh.id\n"))
    source = folder_of(tmp_path / "a", opd=OPD, apps=APPS)
    kept = call("-w", workspace, "register", "import", source)
    assert "aplikasi: tidak ada di berkas, dibiarkan: lama" in kept.stdout
    assert "--prune" in kept.stderr
    check = call("-w", workspace, "register", "check", source, "--prune")
    assert "akan dihapus: lama" in check.stdout
    removed = call("-w", workspace, "register", "import", source, "--prune")
    assert "aplikasi: tidak ada di berkas, dihapus: lama" in removed.stdout
    assert [app["id"] for app in json.loads(call("-w", workspace, "register", "list", "--format", "json").stdout)] == [
        "simpeg"
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_template_imports_nothing_by_itself(workspace: Path, tmp_path: Path, language: str) -> None:
    assert call("--lang", language, "register", "template", "-o", tmp_path / "t.xlsx").exit_code == 0
    result = call("-w", workspace, "register", "import", tmp_path / "t.xlsx")
    assert result.exit_code == 0
    assert "6 baris contoh dilewati" in result.stderr
    assert load_workbook(tmp_path / "t.xlsx").sheetnames[0] == ("Petunjuk" if language == "id" else "Guide")
    again = call("register", "template", "-o", tmp_path / "t.xlsx")
    assert again.exit_code == 2
    assert "--force" in again.stderr


def test_listing_filters_by_opd_and_names_the_nearest(workspace: Path, tmp_path: Path) -> None:
    imported(workspace, folder_of(tmp_path / "a", opd=OPD + "bkd,BKD\n", apps=APPS + "b,bkd,B,b.contoh.id\n"))
    listed = call("-w", workspace, "register", "list", "apps", "--opd", "bkd", "--format", "csv").stdout
    assert [row["id"] for row in csv.DictReader(io.StringIO(listed))] == ["b"]
    assert "SIMPEG" in call("-w", workspace, "register", "list").stdout
    missing = call("-w", workspace, "register", "show", "simpge")
    assert missing.exit_code == 2
    assert "simpeg" in missing.stderr


def test_markup_and_escapes_in_names_do_no_harm(workspace: Path, tmp_path: Path) -> None:
    apps = 'id,opd,nama,url\nx,kominfo,"[red]X\x1b[31m [/]",x.contoh.id\ny,kominfo,\'=cmd(),y.contoh.id\n'
    imported(workspace, folder_of(tmp_path / "a", opd=OPD, apps=apps))
    for form in ("table", "json", "csv"):
        text = call("-w", workspace, "register", "list", "--format", form).stdout
        assert "\x1b" not in text
        assert "[red]X" in text
    assert "'=cmd()" in call("-w", workspace, "register", "list", "--format", "csv").stdout


def test_a_register_broken_by_hand_is_told_and_can_be_checked(workspace: Path, tmp_path: Path) -> None:
    imported(workspace, folder_of(tmp_path / "a", opd=OPD, apps=APPS))
    (workspace / "register" / "apps.csv").write_text("id,opd,nama,url\nx,hilang,X,x.contoh.id\n")
    listed = call("-w", workspace, "register", "list")
    assert listed.exit_code == 2
    assert "secscan register check" in listed.stderr
    check = call("-w", workspace, "register", "check")
    assert check.exit_code == 2
    assert "apps.csv, baris 2, kolom opd" in check.stdout


def test_many_warnings_of_one_kind_are_counted(workspace: Path, tmp_path: Path) -> None:
    rows = "".join(f"a{number},kominfo,Aplikasi {number},a{number}.contoh.id\n" for number in range(30))
    source = folder_of(tmp_path / "a", opd=OPD, apps="id,opd,nama,url\n" + rows)
    result = call("-w", workspace, "register", "import", source)
    assert result.stdout.count("belum boleh dipindai") == 10
    assert "20 lagi" in result.stdout
    assert "30 peringatan" in result.stderr
