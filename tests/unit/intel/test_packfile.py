import gzip
import hashlib
import io
import json
from datetime import date

import pytest

from secscan.intel import packfile
from secscan.intel.packfile import compressed, dated, make_pack, read_head, read_pack, unpacked, with_origin
from secscan.model.intel import PackOrigin
from tests.unit.intel.made import pack

PACK = pack(entries={"CVE-2026-0002": {"added": "2026-11-19"}, "CVE-2026-0001": {"added": "2026-11-18"}})


def test_a_pack_is_json_lines_with_a_digest_of_its_entries() -> None:
    head, *entries = PACK.decode().splitlines()
    body = PACK.split(b"\n", 1)[1]
    assert json.loads(head) == {
        "format": 2,
        "name": "kev",
        "data_date": "2026-11-20",
        "source": "sumber",
        "licence": "CC0-1.0",
        "sha256": hashlib.sha256(body).hexdigest(),
        "entries": 2,
        "origin": "updated",
    }
    assert [json.loads(line)[0] for line in entries] == ["CVE-2026-0002", "CVE-2026-0001"]


def test_reading_gives_what_was_written() -> None:
    for data in (PACK, compressed(PACK)):
        read = read_pack(data)
        assert list(read.entries) == ["CVE-2026-0002", "CVE-2026-0001"]
        assert json.loads(bytes(read.entries["CVE-2026-0001"])) == {"added": "2026-11-18"}
        assert read_head(io.BytesIO(data)) == read.head
        assert read.head.data_date == date(2026, 11, 20)


def test_compression_is_the_same_whenever_it_is_done() -> None:
    assert compressed(PACK) == compressed(PACK)
    assert unpacked(compressed(PACK)) == PACK


@pytest.mark.parametrize("end", [1, 20, 200])
def test_a_pack_that_was_cut_off_is_refused(end: int) -> None:
    for data in (PACK, compressed(PACK)):
        with pytest.raises(ValueError, match=r".+"):
            read_pack(data[:-end])


def test_a_changed_entry_is_refused() -> None:
    with pytest.raises(ValueError, match="digest"):
        read_pack(PACK.replace(b"2026-11-18", b"2016-11-18"))


def test_a_key_that_stands_twice_is_refused() -> None:
    body = b'["a",1]\n["a",2]\n'
    head = {"format": 2, "name": "kev", "data_date": "2026-11-20", "source": "", "licence": "",
            "sha256": hashlib.sha256(body).hexdigest(), "entries": 2}  # fmt: skip
    with pytest.raises(ValueError, match="1 entries, not 2"):
        read_pack(json.dumps(head).encode() + b"\n" + body)


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 3"):
        read_pack(PACK.replace(b'"format":2', b'"format":3'))
    with pytest.raises(ValueError, match="format 3"):
        read_head(io.BytesIO(PACK.replace(b'"format":2', b'"format":3')))


@pytest.mark.parametrize("data", [b"", b"\n", b"<html>", b"\x1f\x8b", b"\x1f\x8babc", gzip.compress(b"x", mtime=0)])
def test_what_is_no_pack_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_pack(data)
    with pytest.raises(ValueError, match=r".+"):
        read_head(io.BytesIO(data))


def test_no_more_is_unpacked_than_a_pack_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packfile, "MAX_BYTES", 1000)
    with pytest.raises(ValueError, match="larger than 1000 bytes"):
        unpacked(gzip.compress(b" " * 5_000_000))


def test_origin_and_day_can_be_changed_without_touching_the_entries() -> None:
    before = read_pack(PACK)
    imported = read_pack(with_origin(PACK, PackOrigin.IMPORTED))
    assert imported.head.origin is PackOrigin.IMPORTED
    later = read_pack(dated(before, date(2026, 12, 1)))
    assert later.head.data_date == date(2026, 12, 1)
    assert imported.head.sha256 == later.head.sha256 == before.head.sha256


def test_an_empty_pack_can_be_read() -> None:
    made = make_pack("kev", {}, data_date=date(2026, 1, 1), source="", licence="", origin=PackOrigin.BUILT)
    assert read_pack(made).entries == {}
