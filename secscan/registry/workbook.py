"""XLSX workbooks, read as a stream by openpyxl: bounded in size, rows and columns; formulas are not believed."""

import io
import zipfile
from collections.abc import Iterator
from typing import Protocol, cast

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from secscan.registry.cells import MAX_ROWS, Cell, Grid, Unreadable
from secscan.registry.columns import Table, table_named
from secscan.registry.merged_cells import fill, read_areas
from secscan.registry.problems import Code, Problem, ProblemKind

MAX_UNPACKED = 250 * 1024 * 1024
"""Bytes of all parts together; zipfile never unpacks more of a part than its directory says."""
MAX_COLUMNS = 60
_MAX_MERGES = 100_000
_MAX_FILLED = 2_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(name: str, data: bytes) -> tuple[list[tuple[Table, Grid]], list[Problem]]:
    """The sheets that hold tables, in the workbook's order. One problem at most: the workbook is readable or not."""
    broken = _unfit(name, data)
    if broken is not None:
        return [], [broken]
    try:
        return _sheets(name, data), []
    except _TooManyRowsError as error:
        return [], [_error(Code.TOO_MANY_ROWS, name, sheet=str(error), expected=str(MAX_ROWS))]
    except Exception as error:  # openpyxl raises whatever a malformed part makes it stumble over
        return [], [_error(Code.BROKEN_WORKBOOK, name, value=type(error).__name__)]


class _Stream(Protocol):
    """What openpyxl's read-only sheets are, which its type stubs leave out."""

    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, max_row: int, max_col: int) -> Iterator[tuple[ReadOnlyCell | EmptyCell, ...]]: ...


class _TooManyRowsError(Exception):
    """A sheet longer than any register; its name is the argument."""


def _unfit(name: str, data: bytes) -> Problem | None:
    if data.startswith(_OLE):
        return _error(Code.ENCRYPTED_WORKBOOK if _ENCRYPTED in data else Code.OLD_WORKBOOK, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _error(Code.BROKEN_WORKBOOK, name, value="zip")
    if any(part.flag_bits & 0x1 for part in parts):
        return _error(Code.ENCRYPTED_WORKBOOK, name)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return _error(Code.TOO_LARGE, name, expected=f"{MAX_UNPACKED // 1024 // 1024} MB")
    return None


def _sheets(name: str, data: bytes) -> list[tuple[Table, Grid]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    found: list[tuple[Table, Grid]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for title in book.sheetnames:
                table = table_named(title)
                sheet = book[title]
                if table is not None and isinstance(sheet, ReadOnlyWorksheet):
                    found.append((table, Grid(name, title, _rows(title, cast("_Stream", sheet), archive))))
    finally:
        book.close()
    return found


def _rows(title: str, sheet: _Stream, archive: zipfile.ZipFile) -> list[tuple[int, tuple[Cell, ...]]]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    rows: dict[int, list[Cell]] = {}
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS), start=1):
        values = [_value(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            if number > MAX_ROWS:
                raise _TooManyRowsError(title)
            rows[number] = values
    part = sheet._worksheet_path.lstrip("/")
    with archive.open(part) as stream:
        areas = read_areas(stream, _MAX_MERGES)
    fill(rows, areas, MAX_COLUMNS, _MAX_FILLED)
    return [(number, tuple(rows[number])) for number in sorted(rows)]


def _value(cell: ReadOnlyCell | EmptyCell) -> Cell:
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type in ("f", "e"):
        return Unreadable(value if isinstance(value, str) else str(getattr(value, "text", "") or "="))
    return cast("Cell", value)


def _error(code: Code, name: str, *, sheet: str = "", value: str = "", expected: str = "") -> Problem:
    return Problem(kind=ProblemKind.ERROR, code=code, file=name, sheet=sheet, value=value, expected=expected)
