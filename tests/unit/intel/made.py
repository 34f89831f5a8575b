"""Packs made for tests, and a shelf over a folder that holds some."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from secscan.intel.overlay import install
from secscan.intel.packfile import make_pack
from secscan.model.intel import PackOrigin

NEW = date(2026, 11, 20)
KEV: Mapping[str, object] = {"CVE-2026-0001": {"added": "2026-11-19", "vendor": "V", "product": "P"}}


def pack(
    name: str = "kev",
    entries: Mapping[str, object] = KEV,
    day: date = NEW,
    origin: PackOrigin = PackOrigin.UPDATED,
) -> bytes:
    """A pack of the catalogue with one entry, unless told otherwise."""
    return make_pack(name, entries, data_date=day, source="sumber", licence="CC0-1.0", origin=origin)


def put(folder: Path, **packs: bytes) -> Path:
    """The folder with these packs in it."""
    for data in packs.values():
        install(folder, data)
    return folder
