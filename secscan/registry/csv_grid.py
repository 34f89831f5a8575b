"""CSV files: comma, semicolon or tab; UTF-8 with or without mark, UTF-16 with one, else Windows-1252."""

import csv
import io

from secscan.registry.cells import MAX_ROWS, Cell, Grid, Unreadable, guard, is_empty
from secscan.registry.columns import Table
from secscan.registry.problems import Code, Problem, ProblemKind
from secscan.registry.tables import header_score

DELIMITERS = (",", ";", "\t")
_SAMPLE = 50


def read_csv(name: str, data: bytes, table: Table) -> Grid | Problem:
    """The cells of a CSV file called `name`, which holds `table`; the delimiter is the one that shows its columns."""
    text = _decoded(data)
    if text is None:
        return _error(Code.BAD_ENCODING, name)
    sample = text[:65_536]
    delimiter = max(DELIMITERS, key=lambda mark: _columns_seen(sample, mark, table))
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            if number > MAX_ROWS:
                return _error(Code.TOO_MANY_ROWS, name, expected=str(MAX_ROWS))
            cells = tuple(_cell(field) for field in record)
            if not all(is_empty(cell) for cell in cells):
                rows.append((number, cells))
    except csv.Error as error:
        return _error(Code.BROKEN_CSV, name, row=len(rows) + 1, value=str(error))
    return Grid(name, "", rows)


def write_csv(header: list[str], rows: list[list[str]]) -> bytes:
    """A CSV file in UTF-8, comma-separated, with formula-like cells guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8")


def _cell(field: str) -> Cell:
    """A field that begins with an unguarded equals sign is a formula to every spreadsheet."""
    return Unreadable(field) if field.startswith("=") else field


def _decoded(data: bytes) -> str | None:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _columns_seen(sample: str, delimiter: str, table: Table) -> int:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    best = 0
    try:
        for _, record in zip(range(_SAMPLE), reader, strict=False):
            best = max(best, header_score(table, tuple(record)))
    except csv.Error:
        pass
    return best


def _error(code: Code, name: str, *, row: int | None = None, value: str = "", expected: str = "") -> Problem:
    return Problem(kind=ProblemKind.ERROR, code=code, file=name, row=row, value=value, expected=expected)
