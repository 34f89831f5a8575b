"""Bodies read with caps before and after decompression, so that no bomb or endless stream costs more than its cap."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CHUNK = 16_384
WIRE_MARGIN = 65_536
"""Compressed bytes read beyond the cap of the decoded body, for streams that decode to almost nothing."""

_AUTO = zlib.MAX_WBITS | 32  # gzip or zlib, by the header
_RAW = -zlib.MAX_WBITS  # what old servers send as "deflate"


@dataclass(frozen=True, slots=True)
class Body:
    """What was read. `wire` counts the bytes that came; `truncated` that there was, or should have been, more."""

    data: bytes
    wire: int
    truncated: bool


def coding(content_encoding: str) -> str | None:
    """The one coding to undo: gzip, deflate or "" for none; None for codings that were never asked for."""
    names = [part.strip().lower().removeprefix("x-") for part in content_encoding.split(",")]
    used = [name for name in names if name not in ("", "identity", "none", "utf-8")]
    if not used:
        return ""
    return used[0] if len(used) == 1 and used[0] in ("gzip", "deflate") else None


def read_body(chunks: Iterator[bytes], name: str | None, max_bytes: int) -> Body:
    """Read until the end, an error, or `max_bytes` decoded bytes.

    `chunks` yields what came from the wire and raises BodyError when the connection or its framing broke; what was read
    until then is kept. A body that is not what its coding says is kept as it came.
    """
    sink = _Plain(max_bytes) if not name else _Inflate(max_bytes)
    wire = 0
    broken = False
    try:
        for chunk in chunks:
            wire += len(chunk)
            sink.feed(chunk)
            if sink.full or wire > max_bytes + WIRE_MARGIN:
                broken = True
                break
    except BodyError:
        broken = True
    data = bytes(sink.data[:max_bytes])
    return Body(data, wire, broken or sink.cut or len(sink.data) > max_bytes)


class BodyError(Exception):
    """The connection or its framing broke in the middle of a body."""


class _Plain:
    """Keeps up to one byte more than the cap, so that "exactly the cap" and "more" differ. `cut`: the coding did not
    come to its end."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self.data = bytearray()
        self.cut = False

    @property
    def full(self) -> bool:
        return len(self.data) > self._cap

    def feed(self, chunk: bytes) -> None:
        self.data += chunk[: self._cap + 1 - len(self.data)]


class _Inflate(_Plain):
    """Decompresses as it goes, never more than the cap and a byte."""

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self._step: Callable[[bytes], None] = self._start
        self._inflater = zlib.decompressobj(_AUTO)

    def feed(self, chunk: bytes) -> None:
        self._step(chunk)

    def _start(self, chunk: bytes) -> None:
        for bits in (_AUTO, _RAW):
            self._inflater = zlib.decompressobj(bits)
            try:
                self._inflate(chunk)
            except zlib.error:
                self.data.clear()
                continue
            self._step = self._go_on
            return
        self._step = super().feed
        self._step(chunk)
        self.cut = False

    def _go_on(self, chunk: bytes) -> None:
        try:
            self._inflate(chunk)
        except zlib.error:
            self.cut = True
            self._step = self._ignore

    def _ignore(self, chunk: bytes) -> None:
        """After a broken stream the rest means nothing."""

    def _inflate(self, chunk: bytes) -> None:
        rest = chunk
        while rest and not self.full:
            if self._inflater.eof:
                self._inflater = zlib.decompressobj(_AUTO)  # a further gzip member
            self.data += self._inflater.decompress(rest, self._cap + 1 - len(self.data))
            rest = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            if self._inflater.eof and not rest.startswith(b"\x1f\x8b"):
                break
        self.cut = not self._inflater.eof
