"""A data pack as a file: JSON Lines, first a head, then one entry `[key, value]` a line; gzipped or not.

So a head is read without its entries, an entry without the others, and a change shows as a changed line.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

import msgspec

from secscan.model.intel import PackOrigin

FORMAT = 2
MAX_BYTES = 64 * 2**20
"""Of one pack, unpacked: ten times the largest."""

_MAX_HEAD = 16_384
_GZIP = b"\x1f\x8b"


class Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first line. `data_date` is the day that the data is of, `sha256` the digest of all that follows the line."""

    format: int
    name: str
    data_date: date
    source: str
    licence: str
    sha256: str
    entries: int
    origin: PackOrigin = PackOrigin.SHIPPED
    notice: str = ""


class PackFile(msgspec.Struct, frozen=True):
    """A whole pack: its head, and its entries as JSON, by key."""

    head: Head
    entries: Mapping[str, msgspec.Raw]


_HEADS = msgspec.json.Decoder(Head)
_LINES = msgspec.json.Decoder(tuple[str, msgspec.Raw])


def read_head(file: BinaryIO) -> Head:
    """The head of an open pack. Raises ValueError for what is none, or is of another format."""
    start = file.read(2)
    file.seek(0)
    try:
        if start == _GZIP:
            with gzip.open(file) as opened:
                line = opened.readline(_MAX_HEAD)
        else:
            line = file.readline(_MAX_HEAD)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(str(error)) from None
    return _head(line)


def read_pack(data: bytes) -> PackFile:
    """A whole pack. Raises ValueError where head, digest or number of entries don't agree, or it is too large."""
    text = unpacked(data)
    line, _, body = text.partition(b"\n")
    head = _head(line)
    if hashlib.sha256(body).hexdigest() != head.sha256:
        raise ValueError("the digest of the entries is not that of the head: damaged or cut off")
    entries = dict(_LINES.decode_lines(body))
    if len(entries) != head.entries:
        raise ValueError(f"{len(entries)} entries, not {head.entries}")
    return PackFile(head, entries)


def make_pack(
    name: str,
    entries: Mapping[str, object],
    *,
    data_date: date,
    source: str,
    licence: str,
    origin: PackOrigin,
    notice: str = "",
) -> bytes:
    """The bytes of a pack, not compressed. The order of the entries is kept."""
    encode = msgspec.json.encode
    body = b"".join(encode((key, value)) + b"\n" for key, value in entries.items())
    head = Head(
        format=FORMAT,
        name=name,
        data_date=data_date,
        source=source,
        licence=licence,
        sha256=hashlib.sha256(body).hexdigest(),
        entries=len(entries),
        origin=origin,
        notice=notice,
    )
    return encode(head) + b"\n" + body


def with_origin(data: bytes, origin: PackOrigin) -> bytes:
    """The same pack, not compressed, with another word on how it came here."""
    line, _, body = unpacked(data).partition(b"\n")
    return msgspec.json.encode(msgspec.structs.replace(_head(line), origin=origin)) + b"\n" + body


def dated(pack: PackFile, day: date) -> bytes:
    """The bytes of the same pack, of another day."""
    head = pack.head
    return make_pack(
        head.name,
        pack.entries,
        data_date=day,
        source=head.source,
        licence=head.licence,
        origin=head.origin,
        notice=head.notice,
    )


def compressed(data: bytes) -> bytes:
    """The same pack in gzip, the same bytes whenever it is made."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def unpacked(data: bytes) -> bytes:
    """The bytes without gzip, if they are in it. Raises ValueError for a damaged or too large file."""
    if data[:2] != _GZIP:
        text = data
    else:
        try:
            with gzip.open(io.BytesIO(data)) as opened:
                text = opened.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"gzip: {error}") from None
    if len(text) > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES} bytes")
    return text


def _head(line: bytes) -> Head:
    head = _HEADS.decode(line)
    if head.format != FORMAT:
        raise ValueError(f"format {head.format}, not {FORMAT}")
    return head
