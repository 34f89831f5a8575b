import csv
import io

import openpyxl
import pytest

from secscan.model.enums import Language, Severity
from secscan.reports.tables import COLUMNS, harmless, to_csv, to_xlsx
from tests.unit.reports import sample

EVIL = '=HYPERLINK("http://e.example","klik")'


def rows(lang: Language = Language.ID) -> list[list[str]]:
    evil = sample.of_site("framing", sample.TEST, Severity.RENDAH, facts={"url": EVIL})
    raw = to_csv(sample.assessment((evil,)), lang)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(
        csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";" if lang is Language.ID else ",")
    )


@pytest.mark.parametrize("lang", Language)
def test_one_row_for_each_finding_worst_first(lang: Language) -> None:
    table = rows(lang)
    assert len(table) == 1 + len(sample.findings()) + 1
    assert {len(row) for row in table} == {len(COLUMNS)}
    assert table[1][0] in ("Kritis", "Critical")


def test_no_cell_of_the_csv_is_a_formula() -> None:
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows() for cell in row)
    assert any(EVIL in cell for row in rows() for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_formulas_are_quoted(cell: str) -> None:
    assert harmless(cell) == "'" + cell
    assert harmless("a=1") == "a=1"


def test_the_workbook_holds_text_only() -> None:
    evil = sample.of_site("framing", sample.TEST, Severity.RENDAH, facts={"url": EVIL})
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(sample.assessment((evil,)))))
    sheet = book.worksheets[0]
    assert sheet.max_row == 1 + len(sample.findings()) + 1
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
