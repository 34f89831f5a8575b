"""Taking packs from a file: a bundle of another machine, or FIRST's scores. Checked whole before anything is used."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.intel.bundle import MAX_FILE, read_bundle
from secscan.intel.epss import epss_pack, is_epss
from secscan.intel.kinds import validate
from secscan.intel.overlay import install
from secscan.intel.packfile import Head, read_pack, with_origin
from secscan.intel.shelf import Shelf, open_shelf
from secscan.intel.signing import Key
from secscan.model.intel import PackOrigin

_ZIP = b"PK\x03\x04"


class Taken(StrEnum):
    """What became of a pack of the file."""

    IMPORTED = "imported"
    SAME = "same"
    OLDER = "older"  # than what is there, which stays


@dataclass(frozen=True, slots=True)
class Entry:
    """A pack of the file, and the one that was in force before."""

    head: Head
    before: Head | None
    taken: Taken


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did. `signed`: the file was signed by the configured key."""

    entries: tuple[Entry, ...]
    signed: bool


def import_file(file: Path, folder: Path, key: Key | None) -> Import:
    """Put the packs of a file into the workspace's folder, those that are newer than what is in force.

    Raises UsageError, with nothing changed, for a file that is damaged, altered, not signed by `key`, or has only packs
    that are older than those in force.
    """
    data = _read(file)
    shelf = open_shelf(folder)
    if data[:4] == _ZIP:
        bundle = read_bundle(data, file.name, key)
        packs = tuple(content for _, content in bundle.packs)
        signed = bundle.signed
    elif is_epss(data):
        packs, signed = (_scores(data, file, shelf, key),), False
    else:
        raise UsageError("not_a_bundle", where=file.name)
    entries = tuple(_judge(content, shelf) for content in packs)
    if all(entry.taken is Taken.OLDER for entry in entries):
        first = entries[0]
        present = first.before.data_date.isoformat() if first.before is not None else ""
        values = {"pack": first.head.name, "date": first.head.data_date.isoformat(), "present": present}
        raise UsageError("bundle_older", where=file.name, values=values)
    for content, entry in zip(packs, entries, strict=True):
        if entry.taken is Taken.IMPORTED:
            install(folder, with_origin(content, PackOrigin.IMPORTED))
    return Import(entries, signed)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE:
            raise UsageError("bundle_too_large", where=file.name, values={"most": str(MAX_FILE)})
        return file.read_bytes()
    except FileNotFoundError:
        raise UsageError("no_such_file", where=str(file)) from None


def _scores(data: bytes, file: Path, shelf: Shelf, key: Key | None) -> bytes:
    """FIRST's scores as a pack. They are not signed, so that an office which asks for signatures can't take them."""
    if key is not None:
        raise UsageError("bundle_unsigned", where=file.name)
    try:
        pack = epss_pack(data, shelf, PackOrigin.IMPORTED)
        validate(read_pack(pack))
    except ValueError as error:
        raise UsageError("bad_epss", where=file.name, values={"detail": str(error)}) from None
    return pack


def _judge(content: bytes, shelf: Shelf) -> Entry:
    head = read_pack(content).head
    before = shelf.heads.get(head.name)
    if before is None or head.data_date > before.data_date:
        return Entry(head, before, Taken.IMPORTED)
    if head.data_date < before.data_date:
        return Entry(head, before, Taken.OLDER)
    return Entry(head, before, Taken.SAME if head.sha256 == before.sha256 else Taken.IMPORTED)
