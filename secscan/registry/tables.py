"""From a grid of cells to the rows of a table: finds the header, below title rows if need be, and reads its columns."""

from difflib import get_close_matches
from typing import NamedTuple

from secscan.registry.cells import Cell, Grid, is_empty, text_of
from secscan.registry.columns import COLUMNS, IGNORED, Column, Table, column_named, fold
from secscan.registry.problems import Code, Problem, ProblemKind

_HEADER_WITHIN = 60


class Row(NamedTuple):
    """One row of a table: the number that Excel shows, and the cells by column key."""

    number: int
    cells: dict[str, Cell]


class TableRows(NamedTuple):
    """A table as it stands in a file. `headers` maps the key of each column present to the header as written."""

    table: Table
    file: str
    sheet: str
    headers: dict[str, str]
    rows: list[Row]


def header_score(table: Table, cells: tuple[Cell, ...]) -> int:
    """How many different columns of the table the cells name."""
    found = {entry.key for cell in cells if (entry := _named(table, cell)) is not None}
    return len(found)


def read_table(grid: Grid, table: Table) -> tuple[TableRows, list[Problem]]:
    """The table in a grid. Problems with the header leave the rows empty."""
    place = max(
        range(min(_HEADER_WITHIN, len(grid.rows))),
        key=lambda i: (header_score(table, grid.rows[i][1]), -i),
        default=None,
    )
    empty = TableRows(table, grid.file, grid.sheet, {}, [])
    wanted = ", ".join(entry.key for entry in COLUMNS[table] if entry.required)
    if place is None or not header_score(table, grid.rows[place][1]):
        return empty, [_problem(grid, Code.NO_HEADER, None, expected=wanted)]
    number, header = grid.rows[place]
    positions, problems = _positions(grid, table, number, header)
    for entry in COLUMNS[table]:
        if entry.required and entry.key not in positions:
            problems.append(_problem(grid, Code.MISSING_COLUMN, number, column=entry.key, expected=entry.english))
    if any(problem.kind is ProblemKind.ERROR for problem in problems):
        return empty, problems
    headers = {key: text_of(header[index]) for key, index in positions.items()}
    rows = [
        Row(number, {key: cells[index] if index < len(cells) else None for key, index in positions.items()})
        for number, cells in grid.rows[place + 1 :]
        if not _repeats(header, cells)
    ]
    kept = [row for row in rows if not all(is_empty(cell) for cell in row.cells.values())]
    return TableRows(table, grid.file, grid.sheet, headers, kept), problems


def _positions(grid: Grid, table: Table, number: int, header: tuple[Cell, ...]) -> tuple[dict[str, int], list[Problem]]:
    """Column key -> index, and what is wrong with the header."""
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    for index, cell in enumerate(header):
        text = text_of(cell)
        entry = _named(table, cell)
        if entry is not None and entry.key in positions:
            first = text_of(header[positions[entry.key]])
            problems.append(_problem(grid, Code.DUPLICATE_COLUMN, number, column=text, value=entry.key, expected=first))
        elif entry is not None:
            positions[entry.key] = index
        elif fold(text) not in IGNORED:
            keys = [known.key for known in COLUMNS[table]]
            near = get_close_matches(fold(text), keys, n=1, cutoff=0.7)
            problem = _problem(grid, Code.UNKNOWN_COLUMN, number, column=text, value=text, expected=", ".join(near))
            problems.append(problem)
    return positions, problems


def _named(table: Table, cell: Cell) -> Column | None:
    return column_named(table, text_of(cell)) if isinstance(cell, str) else None


def _repeats(header: tuple[Cell, ...], cells: tuple[Cell, ...]) -> bool:
    """Long lists repeat their header on every printed page."""
    return [text_of(cell) for cell in cells if not is_empty(cell)] == [
        text_of(cell) for cell in header if not is_empty(cell)
    ]


def _problem(
    grid: Grid, code: Code, row: int | None, *, column: str = "", value: str = "", expected: str = ""
) -> Problem:
    kind = ProblemKind.WARNING if code is Code.UNKNOWN_COLUMN else ProblemKind.ERROR
    return Problem(
        kind=kind, code=code, file=grid.file, sheet=grid.sheet, row=row, column=column, value=value, expected=expected
    )
