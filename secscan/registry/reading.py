"""From the tables of a file to the entries of a register, checked against what the register already holds."""

import msgspec

from secscan.model.register import App, HostEntry, Opd, Permit, Register
from secscan.registry.apps import read_apps
from secscan.registry.columns import Table
from secscan.registry.examples import without_examples
from secscan.registry.hosts import read_hosts
from secscan.registry.opds import OpdIndex, read_opds
from secscan.registry.permits import read_permits
from secscan.registry.problems import Problem
from secscan.registry.tables import TableRows


class Place(msgspec.Struct, frozen=True):
    """Where an entry stands in a file."""

    file: str
    sheet: str
    row: int


Places = dict[tuple[Table, str], Place]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says: its entries by table, where they stand, what is wrong.

    `tables` are those with at least one row: an empty sheet says nothing of its table. `examples` counts rows left as
    the template brought them, which are not imported.
    """

    opds: tuple[Opd, ...] = ()
    apps: tuple[App, ...] = ()
    permits: tuple[Permit, ...] = ()
    hosts: tuple[HostEntry, ...] = ()
    tables: frozenset[Table] = frozenset()
    places: Places = {}
    problems: tuple[Problem, ...] = ()
    examples: int = 0


def read_tables(tables: dict[Table, TableRows], problems: list[Problem], existing: Register) -> Reading:
    """The entries of these tables. Rows with an error are left out, and the error is in `problems`."""
    total = sum(len(source.rows) for source in tables.values())
    tables = {table: without_examples(source) for table, source in tables.items()}
    places: Places = {}
    opds: dict[int, Opd] = {}
    apps: dict[int, App] = {}
    permits: dict[int, Permit] = {}
    hosts: dict[int, HostEntry] = {}
    if source := tables.get(Table.OPD):
        opds = read_opds(source, existing.opds, problems)
        places |= {(Table.OPD, opd.id): Place(source.file, source.sheet, row) for row, opd in opds.items()}
    index = OpdIndex({**{opd.id: opd for opd in existing.opds}, **{opd.id: opd for opd in opds.values()}}.values())
    if source := tables.get(Table.APPS):
        apps = read_apps(source, existing.apps, index, problems)
        places |= {(Table.APPS, app.id): Place(source.file, source.sheet, row) for row, app in apps.items()}
    if source := tables.get(Table.HOSTS):
        hosts = read_hosts(source, existing.hosts, index, problems)
        places |= {(Table.HOSTS, entry.network): Place(source.file, source.sheet, r) for r, entry in hosts.items()}
    if source := tables.get(Table.PERMITS):
        app_ids = (*(app.id for app in existing.apps), *(app.id for app in apps.values()))
        permits = read_permits(source, existing.permits, app_ids, problems)
        places |= {(Table.PERMITS, permit.letter): Place(source.file, source.sheet, r) for r, permit in permits.items()}
    return Reading(
        opds=tuple(opds.values()),
        apps=tuple(apps.values()),
        permits=tuple(permits.values()),
        hosts=tuple(hosts.values()),
        tables=frozenset(table for table, source in tables.items() if source.rows),
        places=places,
        problems=in_order(problems),
        examples=total - sum(len(source.rows) for source in tables.values()),
    )


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems in the order in which somebody would go through the file, each once."""
    known = list(dict.fromkeys(problems))
    files = list(dict.fromkeys((problem.file, problem.sheet) for problem in known))
    return tuple(sorted(known, key=lambda problem: (files.index((problem.file, problem.sheet)), problem.row or 0)))
