"""Putting packs into a workspace's folder: whole or not at all, and for its owner only."""

import os
from pathlib import Path

from secscan.intel.kinds import kind_of
from secscan.intel.packfile import Head, compressed, read_pack, unpacked
from secscan.intel.shelf import file_name

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


def install(folder: Path, data: bytes) -> Head:
    """Put a pack in place of the one of its name. `data` must have been checked (`kinds.validate`)."""
    head = read_pack(data).head
    kind = kind_of(head.name)
    text = unpacked(data)
    write_file(folder, file_name(head.name), compressed(text) if kind is not None and kind.packed else text)
    return head


def write_file(folder: Path, name: str, data: bytes) -> None:
    """Write a file below the folder by way of a new one beside it, so that a crash leaves the old or the new."""
    place = folder / name
    for parent in (folder, place.parent):
        parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _sync(folder: Path) -> None:
    """Make the new name last beyond a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
