"""The shipped list of CDNs, clouds and hosting platforms."""

import hashlib
from datetime import date
from importlib.resources import files

import msgspec

from secscan.base.errors import SecscanError
from secscan.model.fronts import Front, Fronts
from secscan.model.intel import Pack

_FORMAT = 1
_MAX_AGE = 730
"""Days: the large providers add a network every few years, and hardly ever give one up."""


class _Table(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    data_date: date
    source: str
    fronts: tuple[Front, ...]


def load_fronts() -> tuple[Fronts, Pack]:
    """The providers, and the pack that they come from. Raises SecscanError when it is missing or damaged."""
    place = files("secscan.intel").joinpath("data", "fronts.json")
    try:
        return decode(place.read_bytes())
    except (OSError, ValueError) as error:
        raise SecscanError("broken_pack", where="fronts.json", values={"detail": str(error)}) from error


def decode(data: bytes) -> tuple[Fronts, Pack]:
    """One list from its file. Raises ValueError (msgspec's errors are such) when it is none of this format."""
    table = msgspec.json.decode(data, type=_Table)
    if table.format != _FORMAT:
        raise ValueError(f"format {table.format}, not {_FORMAT}")
    pack = Pack(
        "fronts",
        table.data_date,
        table.source,
        licence="AGPL-3.0-or-later",
        sha256=hashlib.sha256(data).hexdigest(),
        entries=len(table.fronts),
        max_age=_MAX_AGE,
    )
    return Fronts(table.fronts), pack
