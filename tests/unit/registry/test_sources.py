from pathlib import Path

import pytest

from secscan.registry import sources
from secscan.registry.columns import Table
from secscan.registry.problems import Code
from secscan.registry.sources import read_source
from tests.unit.registry.files import APPS, OPD, folder_of, workbook_of


def only_code(path: Path) -> Code:
    tables, problems = read_source(path)
    assert tables == {}
    (problem,) = problems
    return problem.code


def test_a_folder_of_csv_files(tmp_path: Path) -> None:
    (tmp_path / "catatan.csv").write_text("apa saja")
    tables, problems = read_source(folder_of(tmp_path, opd=OPD, apps=APPS))
    assert set(tables) == {Table.OPD, Table.APPS}
    assert problems == []


def test_one_csv_file(tmp_path: Path) -> None:
    tables, _ = read_source(folder_of(tmp_path, opd=OPD) / "opd.csv")
    assert set(tables) == {Table.OPD}


def test_the_same_table_twice(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "r.xlsx", {"OPD": [["id", "nama"]], "Daftar OPD": [["id", "nama"]]})
    _, problems = read_source(path)
    assert [(problem.code, problem.sheet) for problem in problems] == [(Code.DUPLICATE_TABLE, "Daftar OPD")]


def test_nothing_of_use(tmp_path: Path) -> None:
    assert only_code(tmp_path / "tidak-ada.xlsx") is Code.NOT_FOUND
    assert only_code(tmp_path) is Code.NO_TABLES
    assert only_code(workbook_of(tmp_path / "r.xlsx", {"Sheet1": [["id"]]})) is Code.NO_TABLES
    for name, code in (("r.xls", Code.OLD_WORKBOOK), ("r.ods", Code.UNKNOWN_FORMAT), ("lain.csv", Code.NO_TABLES)):
        (tmp_path / name).write_text("x")
        assert only_code(tmp_path / name) is code


def test_a_file_beyond_the_bound_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    assert only_code(workbook_of(tmp_path / "r.xlsx", {"OPD": [["id"]]})) is Code.TOO_LARGE
    assert only_code(folder_of(tmp_path / "csv", opd=OPD) / "opd.csv") is Code.TOO_LARGE
