import io
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from secscan.base.errors import UsageError
from secscan.model.register import Register
from secscan.registry.columns import COLUMNS, Table
from secscan.registry.workbook_writer import Texts
from secscan.registry.writing import export_register, write_template
from tests.unit.registry.files import APPS, OPD, PERMITS, folder_of, read, register_of
from tests.unit.registry.registers import registers

TEXTS = Texts(
    "Petunjuk", ("Isi lembar ini.",), {(table, column.key): column.key for table in Table for column in COLUMNS[table]}
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(register=registers())
def test_a_register_goes_out_and_comes_back(tmp_path: Path, register: Register) -> None:
    for path in (tmp_path / "register.xlsx", tmp_path / "csv"):
        export_register(path, register, TEXTS, replace=True)
        assert register_of(read(path)) == register


def test_the_template_unchanged_imports_nothing(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", TEXTS)
    report = read(tmp_path / "t.xlsx")
    assert report.problems == ()
    assert register_of(report) == Register()
    assert report.examples == 6


def test_fill_in_import_export_import(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", TEXTS)
    book = load_workbook(tmp_path / "t.xlsx")
    book["OPD"].append(["kominfo", "Dinas Kominfo", None, "Budi", "budi@contoh.id", "+62 811"])
    book["Aplikasi"].append(
        [None, "dinas kominfo", "Portal", "portal.contohkota.go.id", "tinggi", "produksi", "web", "aktif"]
    )
    book["Izin"].append(["ST/1", "Kepala", "1 Oktober 2026", "31/12/2026", "portal", "standard", "20.00-05.00"])
    book.save(tmp_path / "t.xlsx")
    first = register_of(read(tmp_path / "t.xlsx"))
    assert [app.id for app in first.apps] == ["portal"]
    export_register(tmp_path / "e.xlsx", first, TEXTS)
    assert register_of(read(tmp_path / "e.xlsx")) == first
    assert register_of(read(tmp_path / "e.xlsx", first)) == first


def test_the_template_guides(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", TEXTS)
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Petunjuk", "OPD", "Aplikasi", "Izin", "Host"]
    apps = book["Aplikasi"]
    assert apps.freeze_panes == "A2"
    assert apps["A1"].comment is not None
    lists = {str(rule.sqref): rule.formula1 for rule in apps.data_validations.dataValidation}
    assert lists["E2:E5001"] == '"strategis,tinggi,rendah"'
    assert lists["B2:B5001"] == "OPD!$A$2:$A$5000"
    assert book["Izin"]["C2"].number_format == "yyyy-mm-dd"


def test_formulas_never_leave_alive(tmp_path: Path) -> None:
    register = register_of(read(folder_of(tmp_path / "in", opd='id,nama\na,\'=HYPERLINK("http://x")\n')))
    export_register(tmp_path / "e.xlsx", register, TEXTS)
    cell = load_workbook(io.BytesIO((tmp_path / "e.xlsx").read_bytes()))["OPD"]["B2"]
    assert (cell.data_type, cell.value) == ("s", '\'=HYPERLINK("http://x")')
    export_register(tmp_path / "csv", register, TEXTS)
    assert "'=HYPERLINK" in (tmp_path / "csv" / "opd.csv").read_text()


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    register = register_of(read(folder_of(tmp_path / "in", opd=OPD, apps=APPS, permits=PERMITS)))
    for path in (tmp_path / "e.xlsx", tmp_path / "csv"):
        export_register(path, register, TEXTS)
        with pytest.raises(UsageError, match="file_exists"):
            export_register(path, register, TEXTS)
        export_register(path, register, TEXTS, replace=True)
    with pytest.raises(UsageError, match="file_exists"):
        write_template(tmp_path / "e.xlsx", TEXTS)


def test_only_workbooks_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not_xlsx"):
        export_register(tmp_path / "e.ods", Register(), TEXTS)
    with pytest.raises(UsageError, match="no_folder"):
        write_template(tmp_path / "tidak" / "ada.xlsx", TEXTS)


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    export_register(tmp_path / "e.xlsx", Register(), TEXTS)
    assert stat.S_IMODE((tmp_path / "e.xlsx").stat().st_mode) == 0o600
