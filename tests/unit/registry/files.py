"""Registers in files, as tests need them."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from secscan.model.register import Register
from secscan.registry.importing import ImportReport, preview
from secscan.registry.problems import Problem, ProblemKind

TODAY = date(2026, 10, 1)
OPD = "id,nama\nkominfo,Dinas Kominfo\n"
APPS = "id,opd,nama,url\nsimpeg,kominfo,SIMPEG,https://simpeg.contohkota.go.id/\n"
PERMITS = "nomor,penandatangan,berlaku_dari,berlaku_sampai,target\nST/1,Kepala Dinas,2026-01-01,2026-12-31,simpeg\n"

Rows = Sequence[Sequence[object]]


def folder_of(path: Path, **tables: str | bytes) -> Path:
    """A folder of CSV files: `opd`, `apps`, `permits`, `hosts` are their contents."""
    path.mkdir(exist_ok=True)
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (path / f"{name}.csv").write_bytes(data)
    return path


def workbook_of(
    path: Path,
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Sequence[str]] | None = None,
    formulas: Mapping[str, Mapping[str, str]] | None = None,
) -> Path:
    """A workbook with rows of values by sheet; `merged` areas show what their first cell holds."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for index, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, index, value, day)
                    elif value is not None:
                        sheet.write(number, index, value)
            for area in (merged or {}).get(title, ()):
                sheet.merge_range(area, "")
                first = area.split(":")[0]
                column, line = ord(first[0]) - 65, int(first[1:]) - 1
                sheet.write(line, column, rows[line][column])
            for cell, formula in (formulas or {}).get(title, {}).items():
                sheet.write_formula(cell, formula, None, "nilai")
    return path


def read(path: Path, existing: Register | None = None, *, today: date = TODAY, prune: bool = False) -> ImportReport:
    return preview(path, existing or Register(), today, prune=prune)


def register_of(report: ImportReport) -> Register:
    """The register that a report leads to; the test fails with its problems if there is none."""
    assert report.merged is not None, errors(report)
    return report.merged.register


def errors(report: ImportReport) -> list[Problem]:
    return [problem for problem in report.problems if problem.kind is ProblemKind.ERROR]


def places(problems: Sequence[Problem]) -> list[tuple[str, int | None, str]]:
    """Code, row and column of problems."""
    return [(problem.code.value, problem.row, problem.column) for problem in problems]
