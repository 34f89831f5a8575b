import io
import zipfile
from pathlib import Path

import pytest

from secscan.registry import workbook
from secscan.registry.cells import Unreadable
from secscan.registry.columns import Table
from secscan.registry.problems import Code
from secscan.registry.workbook import read_workbook
from tests.unit.registry.files import workbook_of


def code_of(data: bytes) -> Code:
    grids, problems = read_workbook("register.xlsx", data)
    assert grids == []
    (problem,) = problems
    return problem.code


def test_sheets_by_name_and_rows_as_excel_numbers_them(tmp_path: Path) -> None:
    sheets = {"Petunjuk": [["id", "nama"]], "OPD": [["Daftar OPD"], [], ["id", "nama"], ["a", "Dinas A"]]}
    grids, problems = read_workbook("r.xlsx", workbook_of(tmp_path / "r.xlsx", sheets).read_bytes())
    assert problems == []
    ((table, grid),) = grids
    assert (table, grid.sheet) == (Table.OPD, "OPD")
    assert grid.rows == [(1, ("Daftar OPD",)), (3, ("id", "nama")), (4, ("a", "Dinas A"))]


def test_merged_cells_belong_to_all_their_rows(tmp_path: Path) -> None:
    sheets = {"Aplikasi": [["opd", "nama"], ["Dinas A", "Satu"], [None, "Dua"], [None, "Tiga"]]}
    path = workbook_of(tmp_path / "r.xlsx", sheets, merged={"Aplikasi": ["A2:A4"]})
    ((_, grid),), _ = read_workbook("r.xlsx", path.read_bytes())
    assert [cells for _, cells in grid.rows[1:]] == [("Dinas A", "Satu"), ("Dinas A", "Dua"), ("Dinas A", "Tiga")]


def test_formulas_are_not_believed(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "r.xlsx", {"OPD": [["id", "nama"], ["a", None]]}, formulas={"OPD": {"B2": "=A1&A2"}})
    ((_, grid),), _ = read_workbook("r.xlsx", path.read_bytes())
    assert grid.rows[1] == (2, ("a", Unreadable("=A1&A2")))


@pytest.mark.parametrize("data", [b"", b"bukan zip", b"PK\x03\x04 rusak"])
def test_broken_workbooks(data: bytes) -> None:
    assert code_of(data) is Code.BROKEN_WORKBOOK


def test_a_zip_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert code_of(out.getvalue()) is Code.BROKEN_WORKBOOK


def test_cut_off_and_mangled_workbooks(tmp_path: Path) -> None:
    data = workbook_of(tmp_path / "r.xlsx", {"OPD": [["id", "nama"]]}).read_bytes()
    assert code_of(data[: len(data) // 2]) is Code.BROKEN_WORKBOOK
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<worksheet><" if "sheet1" in part else old.read(part))
    assert code_of(out.getvalue()) is Code.BROKEN_WORKBOOK


def test_password_protected_and_old_workbooks() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert code_of(ole + "EncryptedPackage".encode("utf-16-le")) is Code.ENCRYPTED_WORKBOOK
    assert code_of(ole + "Workbook".encode("utf-16-le")) is Code.OLD_WORKBOOK


def test_a_zip_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(260):
            part.write(b"\0" * 1024 * 1024)
    assert len(out.getvalue()) < 1024 * 1024
    assert code_of(out.getvalue()) is Code.TOO_LARGE


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 50)
    rows = [["id", "nama"], *([f"a{i}", "A"] for i in range(60))]
    assert code_of(workbook_of(tmp_path / "r.xlsx", {"OPD": rows}).read_bytes()) is Code.TOO_MANY_ROWS


def test_a_row_number_beyond_all_bounds_ends(tmp_path: Path) -> None:
    data = workbook_of(tmp_path / "r.xlsx", {"OPD": [["id", "nama"], ["a", "A"]]}).read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'<row r="2"', b'<row r="9999999999"'))
    grids, problems = read_workbook("r.xlsx", out.getvalue())
    assert len(grids) + len(problems) == 1
