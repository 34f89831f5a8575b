"""A file's entries joined with the register: updated by id, never deleted unless told to. Pure."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from secscan.model.register import App, HostEntry, Opd, Permit, Register
from secscan.registry.columns import Table
from secscan.registry.reading import Reading

T = TypeVar("T")


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What an import does to one table, by id. `missing` stand in the register but not in the file."""

    table: Table
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """The register after an import, and how it came about. `pruned`: what was missing is gone from it."""

    register: Register
    changes: tuple[Changes, ...]
    pruned: bool = False


def merge(existing: Register, reading: Reading, *, prune: bool = False) -> Merged:
    """The register with the file's entries. A table that the file lacks stays as it is, `prune` or not."""

    def opd_id(opd: Opd) -> str:
        return opd.id

    def app_id(app: App) -> str:
        return app.id

    def letter(permit: Permit) -> str:
        return permit.letter

    def network(entry: HostEntry) -> str:
        return entry.network

    def join(table: Table, old: tuple[T, ...], new: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
        if table not in reading.tables:
            return old
        joined, change = _joined(table, old, new, key, prune=prune)
        changes.append(change)
        return joined

    changes: list[Changes] = []
    register = Register(
        opds=join(Table.OPD, existing.opds, reading.opds, opd_id),
        apps=join(Table.APPS, existing.apps, reading.apps, app_id),
        permits=join(Table.PERMITS, existing.permits, reading.permits, letter),
        hosts=join(Table.HOSTS, existing.hosts, reading.hosts, network),
    )
    return Merged(register=register, changes=tuple(changes), pruned=prune)


def _joined(
    table: Table, old: Iterable[T], new: Iterable[T], key: Callable[[T], str], *, prune: bool
) -> tuple[tuple[T, ...], Changes]:
    """Old entries in their order, replaced where the file has them, then the new ones in the file's order."""
    before = {key(entry): entry for entry in old}
    now = {key(entry): entry for entry in new}
    missing = tuple(name for name in before if name not in now)
    kept = {name: entry for name, entry in before.items() if not prune or name in now}
    changes = Changes(
        table=table,
        new=tuple(name for name in now if name not in before),
        changed=tuple(name for name, entry in now.items() if name in before and before[name] != entry),
        unchanged=tuple(name for name, entry in now.items() if before.get(name) == entry),
        missing=missing,
    )
    return tuple({**kept, **now}.values()), changes
