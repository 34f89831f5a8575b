"""A register as people hand it in: a folder of CSV files, one CSV file, or an XLSX workbook."""

from collections.abc import Iterable
from pathlib import Path

from secscan.registry.cells import Grid
from secscan.registry.columns import TITLES, Table, table_named
from secscan.registry.csv_grid import read_csv
from secscan.registry.problems import Code, Problem, ProblemKind
from secscan.registry.tables import TableRows, read_table

MAX_BYTES = 50 * 1024 * 1024
WORKBOOKS = (".xlsx", ".xlsm")


def read_source(path: Path) -> tuple[dict[Table, TableRows], list[Problem]]:
    """The tables in a folder or file, and what is wrong with their files and headers."""
    if not path.exists():
        return {}, [_error(Code.NOT_FOUND, str(path))]
    if path.is_dir():
        files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() == ".csv" and entry.is_file())
        return read_grids(path.name or str(path), *_csv_grids(files))
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return read_grids(path.name, *_csv_grids([path]))
    if suffix in WORKBOOKS:
        from secscan.registry.workbook import read_workbook  # a quarter of a second that CSV does without

        data = _bounded(path)
        grids, problems = ([], [data]) if isinstance(data, Problem) else read_workbook(path.name, data)
        return read_grids(path.name, grids, problems)
    code = Code.OLD_WORKBOOK if suffix == ".xls" else Code.UNKNOWN_FORMAT
    return {}, [_error(code, path.name, value=suffix, expected=", ".join((*WORKBOOKS, ".csv")))]


def read_grids(
    name: str, grids: list[tuple[Table, Grid]], problems: list[Problem]
) -> tuple[dict[Table, TableRows], list[Problem]]:
    """The tables in these grids; `name` is what problems of the whole are reported under."""
    tables: dict[Table, TableRows] = {}
    for table, grid in grids:
        if table in tables:
            first = tables[table].sheet or tables[table].file
            problems.append(_error(Code.DUPLICATE_TABLE, grid.file, grid.sheet, value=grid.sheet, expected=first))
            continue
        tables[table], found = read_table(grid, table)
        problems.extend(found)
    if not grids and not problems:
        wanted = ", ".join(f"{table.value} ({TITLES[table][0]})" for table in Table)
        problems.append(_error(Code.NO_TABLES, name, expected=wanted))
    return tables, problems


def _csv_grids(files: Iterable[Path]) -> tuple[list[tuple[Table, Grid]], list[Problem]]:
    grids: list[tuple[Table, Grid]] = []
    problems: list[Problem] = []
    for path in files:
        table = table_named(path.stem)
        if table is None:
            continue
        data = _bounded(path)
        grid = data if isinstance(data, Problem) else read_csv(path.name, data, table)
        if isinstance(grid, Problem):
            problems.append(grid)
        else:
            grids.append((table, grid))
    return grids, problems


def _bounded(path: Path) -> bytes | Problem:
    if path.stat().st_size > MAX_BYTES:
        return _error(Code.TOO_LARGE, path.name, expected=f"{MAX_BYTES // 1024 // 1024} MB")
    return path.read_bytes()


def _error(code: Code, file: str, sheet: str = "", *, value: str = "", expected: str = "") -> Problem:
    return Problem(kind=ProblemKind.ERROR, code=code, file=file, sheet=sheet, value=value, expected=expected)
