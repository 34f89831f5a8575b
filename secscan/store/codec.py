"""Records as compressed JSON: readable by any program, and new fields with defaults need no migration."""

import zlib
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

LEVEL = 3
"""Of compression: the usual 6 takes longer and saves 2 %."""


def pack(record: object) -> bytes:
    """The record as compressed JSON. A lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    try:
        data = msgspec.json.encode(record)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_encodable(msgspec.to_builtins(record)))
    return zlib.compress(data, LEVEL)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list | tuple) else value


def unpack(blob: bytes, kind: type[T]) -> T:
    """The record that was packed."""
    return msgspec.json.decode(zlib.decompress(blob), type=kind)


def stamp(moment: datetime) -> str:
    """An aware time as RFC 3339 text of fixed length in UTC, so that texts sort as times do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
