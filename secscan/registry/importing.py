"""Importing a register: everything or nothing, with all that is wrong told at once."""

from datetime import date
from pathlib import Path

import msgspec

from secscan.model.register import Register
from secscan.registry.columns import Table
from secscan.registry.folder import load_register, save_register
from secscan.registry.merge import Merged, merge
from secscan.registry.problems import Code, Problem, ProblemKind, has_errors
from secscan.registry.reading import in_order, read_tables
from secscan.registry.sources import read_source
from secscan.registry.warnings import warnings


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do. With an error among the problems nothing was imported and `merged` is None.

    `examples` counts the template's example rows, which are left out.
    """

    problems: tuple[Problem, ...]
    merged: Merged | None
    examples: int = 0


def preview(source: Path, existing: Register, today: date, *, prune: bool = False) -> ImportReport:
    """What importing a folder, CSV file or workbook would do to a register; `today` is the office's date."""
    tables, problems = read_source(source)
    reading = read_tables(tables, problems, existing)
    if has_errors(reading.problems):
        return ImportReport(problems=reading.problems, merged=None, examples=reading.examples)
    merged = merge(existing, reading, prune=prune)
    orphans = _orphans(merged.register)
    if orphans:
        return ImportReport(problems=(*reading.problems, *orphans), merged=None, examples=reading.examples)
    found = [*reading.problems, *warnings(merged.register, today, reading.places)]
    return ImportReport(problems=in_order(found), merged=merged, examples=reading.examples)


def import_register(source: Path, folder: Path, today: date, *, prune: bool = False) -> ImportReport:
    """Import into the register's folder, atomically. The caller holds the workspace's lock.

    Raises RegisterRefused if the register itself can't be read, OSError if it can't be written.
    """
    report = preview(source, load_register(folder), today, prune=prune)
    if report.merged is not None:
        save_register(folder, report.merged.register)
    return report


def _orphans(register: Register) -> list[Problem]:
    """Entries whose OPD a prune would take away."""
    known = {opd.id for opd in register.opds}
    lost: list[tuple[Table, str, str, str]] = [
        (Table.APPS, "opd", app.id, app.opd) for app in register.apps if app.opd not in known
    ]
    lost += [(Table.OPD, "induk", o.id, o.parent) for o in register.opds if o.parent and o.parent not in known]
    return [
        Problem(
            kind=ProblemKind.ERROR,
            code=Code.UNKNOWN_OPD,
            file=f"{table.value}.csv",
            column=column,
            value=opd,
            expected=identity,
        )
        for table, column, identity, opd in lost
    ]
