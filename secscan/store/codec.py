"""Records as compressed JSON: readable by any program, and new fields with defaults need no migration."""

import zlib
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

T = TypeVar("T")

_LEVEL = 3


def pack(record: object) -> bytes:
    """The record as compressed JSON."""
    return zlib.compress(msgspec.json.encode(record), _LEVEL)


def unpack(blob: bytes, kind: type[T]) -> T:
    """The record that was packed."""
    return msgspec.json.decode(zlib.decompress(blob), type=kind)


def stamp(moment: datetime) -> str:
    """An aware time as RFC 3339 text of fixed length in UTC, so that texts sort as times do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
