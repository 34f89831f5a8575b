"""The register's own folder: four canonical CSV files, always of one moment, even if a program is killed midway.

New files are first written and synced into a folder beside them. Renaming that folder is the moment at which they
become true; moving them to their places comes after, and is done again by the next writer if it was left unfinished.
"""

import os
import shutil
from pathlib import Path

from secscan.model.register import Register
from secscan.registry.cells import Grid
from secscan.registry.columns import Table
from secscan.registry.csv_grid import read_csv, write_csv
from secscan.registry.problems import Problem, RegisterRefused, has_errors
from secscan.registry.reading import read_tables
from secscan.registry.records import as_text, header, records
from secscan.registry.sources import read_grids

_DRAFT = ".draft"
_TRUE = ".next"
_TRIES = 5


def load_register(folder: Path) -> Register:
    """The register in its folder. Raises RegisterRefused with all problems, if somebody broke the files by hand."""
    grids, broken = _grids(folder)
    if not grids and not broken:
        return Register()
    tables, problems = read_grids(folder.name, grids, broken)
    reading = read_tables(tables, problems, Register())
    if has_errors(reading.problems):
        raise RegisterRefused(reading.problems, where=str(folder))
    return Register(opds=reading.opds, apps=reading.apps, permits=reading.permits, hosts=reading.hosts)


def save_register(folder: Path, register: Register) -> None:
    """Replace all tables at once. The caller holds the workspace's lock. Raises OSError."""
    _move_to_places(folder)
    draft = folder / _DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    for name, data in csv_files(register).items():
        write_synced(draft / name, data)
    _sync_folder(draft)
    draft.rename(folder / _TRUE)
    _sync_folder(folder)
    _move_to_places(folder)


def csv_files(register: Register) -> dict[str, bytes]:
    """The four CSV files of a register, by name."""
    return {_name(table): _csv(register, table) for table in Table}


def write_synced(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, and see it on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _csv(register: Register, table: Table) -> bytes:
    columns = header(table)
    return write_csv(columns, [[as_text(row[key]) for key in columns] for row in records(register, table)])


def _name(table: Table) -> str:
    return f"{table.value}.csv"


def _grids(folder: Path) -> tuple[list[tuple[Table, Grid]], list[Problem]]:
    """The files' cells, all of one moment: read again if a writer came between."""
    for _ in range(_TRIES):
        before = _state(folder)
        contents = {table: data for table in Table if (data := _read(folder, table)) is not None}
        if _state(folder) == before:
            break
    grids: list[tuple[Table, Grid]] = []
    problems: list[Problem] = []
    for table, data in contents.items():
        grid = read_csv(_name(table), data, table)
        if isinstance(grid, Problem):
            problems.append(grid)
        else:
            grids.append((table, grid))
    return grids, problems


def _state(folder: Path) -> list[tuple[str, int, int]]:
    paths = (place / _name(table) for place in (folder, folder / _TRUE) for table in Table)
    found = ((path, path.stat()) for path in paths if path.exists())
    return [(str(path), stat.st_ino, stat.st_mtime_ns) for path, stat in found]


def _read(folder: Path, table: Table) -> bytes | None:
    """A table's file: the one not yet moved to its place is the true one."""
    for path in (folder / _TRUE / _name(table), folder / _name(table)):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            continue
    return None


def _move_to_places(folder: Path) -> None:
    true = folder / _TRUE
    if not true.is_dir():
        return
    for table in Table:
        if (true / _name(table)).exists():
            (true / _name(table)).replace(folder / _name(table))
    _sync_folder(folder)
    shutil.rmtree(true)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
