"""The packs of this machine: those that came with the program, and newer ones in a workspace's `intel/` folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from secscan.base.errors import SecscanError
from secscan.intel.kinds import TABLES, kind_of, validate
from secscan.intel.packfile import MAX_BYTES, Head, PackFile, dated, read_head, read_pack
from secscan.model.intel import Pack

SUFFIXES = (".jsonl", ".jsonl.gz")


class Ignored(StrEnum):
    """Why a file in the workspace's folder is not used."""

    BROKEN = "broken"
    OLDER = "older"  # than the pack that came with the program
    UNKNOWN = "unknown"  # no pack that this version knows


@dataclass(frozen=True, slots=True)
class Unused:
    """A file of the workspace's folder that is left aside."""

    file: str
    why: Ignored
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """`heads` are the packs in force by name: `own` those of the workspace, held since they were checked, the others
    at their `places`. `ignored` are the files of the workspace that are not used, and why."""

    heads: dict[str, Head]
    places: dict[str, Traversable]
    own: dict[str, PackFile]
    ignored: tuple[Unused, ...] = ()

    def read(self, name: str) -> PackFile:
        """A whole pack. Raises SecscanError when it is missing or damaged."""
        if name in self.own:
            return self.own[name]
        if name not in self.places:
            raise SecscanError("broken_pack", where=name, values={"detail": "missing"})
        try:
            return read_pack(self.places[name].read_bytes())
        except (OSError, ValueError) as error:
            raise SecscanError("broken_pack", where=name, values={"detail": str(error)}) from error

    def entries(self, name: str) -> Mapping[str, msgspec.Raw]:
        """The entries of a pack; none where there is no such pack, as of EPSS before a file was imported."""
        return self.read(name).entries if name in self.heads else {}

    def content(self, name: str) -> bytes:
        """A pack as a file. Raises SecscanError when it is missing or damaged."""
        pack = self.read(name)
        return dated(pack, pack.head.data_date)

    def packs(self) -> tuple[Pack, ...]:
        """What is known of each pack, by name."""
        return tuple(_pack(self.heads[name]) for name in sorted(self.heads))

    def tables(self) -> tuple[str, ...]:
        """The products with a table of digests."""
        return tuple(sorted(name.removeprefix(TABLES) for name in self.heads if name.startswith(TABLES)))


def open_shelf(folder: Path | None = None) -> Shelf:
    """The packs in force: of each, the newest of the shipped one and the one in `folder`.

    Raises SecscanError where a shipped pack can't be read. Files in `folder` are checked whole; a bad one never stops
    the program.
    """
    heads: dict[str, Head] = {}
    places: dict[str, Traversable] = {}
    for name, place in _shipped():
        try:
            with place.open("rb") as file:
                heads[name] = read_head(cast(BinaryIO, file))
        except (OSError, ValueError) as error:
            raise SecscanError("broken_pack", where=name, values={"detail": str(error)}) from error
        places[name] = place
    own: dict[str, PackFile] = {}
    ignored = []
    for name, path in _found(folder) if folder is not None and folder.is_dir() else ():
        judged = _judge(name, path, heads.get(name))
        if isinstance(judged, Unused):
            ignored.append(judged)
        else:
            heads[name], own[name] = judged.head, judged
    return Shelf(heads, places, own, tuple(ignored))


def file_name(name: str) -> str:
    """The file of a pack, below the folder: `products` is in `products.jsonl`."""
    kind = kind_of(name)
    return name + SUFFIXES[kind is not None and kind.packed]


def _judge(name: str, path: Path, shipped: Head | None) -> PackFile | Unused:
    if kind_of(name) is None:
        return Unused(path.name, Ignored.UNKNOWN)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        pack = read_pack(path.read_bytes())
        if pack.head.name != name:
            raise ValueError(f"holds the pack {pack.head.name}")
        validate(pack)
    except (OSError, ValueError) as error:
        return Unused(path.name, Ignored.BROKEN, str(error))
    if shipped is not None and pack.head.data_date < shipped.data_date:
        return Unused(path.name, Ignored.OLDER, f"{pack.head.data_date} < {shipped.data_date}")
    return pack


def _shipped() -> Iterator[tuple[str, Traversable]]:
    root = files("secscan.intel").joinpath("data")
    for folder, prefix in ((root, ""), (root.joinpath("fingerprints"), TABLES)):
        for place in folder.iterdir():
            name = _name(place.name)
            if name:
                yield prefix + name, place


def _found(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, prefix in ((folder, ""), (folder / "fingerprints", TABLES)):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            name = _name(path.name)
            if name:
                yield prefix + name, path


def _name(file: str) -> str:
    return next((file.removesuffix(suffix) for suffix in reversed(SUFFIXES) if file.endswith(suffix)), "")


def _pack(head: Head) -> Pack:
    kind = kind_of(head.name)
    return Pack(
        name=head.name,
        data_date=head.data_date,
        source=head.source,
        licence=head.licence,
        sha256=head.sha256,
        entries=head.entries,
        origin=head.origin,
        max_age=kind.max_age if kind is not None else None,
    )
