from datetime import date
from pathlib import Path

import pytest

from secscan.base.errors import SecscanError
from secscan.intel.packfile import compressed
from secscan.intel.packs import load_intel
from secscan.intel.shelf import Ignored, Shelf, file_name, open_shelf
from secscan.model.intel import PackOrigin
from tests.unit.intel.made import KEV, pack, put


def test_without_a_folder_the_shipped_packs_are_in_force(tmp_path: Path) -> None:
    for shelf in (open_shelf(), open_shelf(tmp_path / "none"), open_shelf(tmp_path)):
        assert shelf.heads["kev"].origin is PackOrigin.SHIPPED
        assert shelf.ignored == ()
    assert "kev" in {pack.name for pack in open_shelf().packs()}


def test_newer_data_of_the_workspace_wins(tmp_path: Path) -> None:
    shelf = open_shelf(put(tmp_path, kev=pack()))
    assert shelf.heads["kev"].origin is PackOrigin.UPDATED
    assert set(shelf.entries("kev")) == {"CVE-2026-0001"}
    (known,) = (pack for pack in load_intel(tmp_path).packs if pack.name == "kev")
    assert (known.data_date, known.origin, known.licence) == (date(2026, 11, 20), PackOrigin.UPDATED, "CC0-1.0")


def test_older_data_of_the_workspace_is_told_and_left(tmp_path: Path) -> None:
    shelf = open_shelf(put(tmp_path, kev=pack(day=date(2025, 1, 1))))
    assert shelf.heads["kev"].origin is PackOrigin.SHIPPED
    (unused,) = shelf.ignored
    assert (unused.file, unused.why) == ("kev.jsonl", Ignored.OLDER)
    assert unused.detail == "2025-01-01 < 2025-08-25"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        pack()[:-1],
        compressed(pack())[:-9],
        pack(entries={"CVE-2026-0001": {"added": "kemarin"}}),
        pack(entries={}),
        pack(name="vulns", entries={"nginx": []}),
    ],
)
def test_a_broken_pack_of_the_workspace_is_told_and_never_fatal(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "kev.jsonl").write_bytes(data)
    shelf = open_shelf(tmp_path)
    assert [(unused.file, unused.why) for unused in shelf.ignored] == [("kev.jsonl", Ignored.BROKEN)]
    assert shelf.ignored[0].detail
    assert shelf.heads["kev"].origin is PackOrigin.SHIPPED
    assert len(load_intel(tmp_path).products) > 100


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "kev.jsonl").mkdir()
    assert [unused.why for unused in open_shelf(tmp_path).ignored] == [Ignored.BROKEN]


def test_names_of_unknown_packs_are_told_and_other_files_are_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ramalan.jsonl").write_bytes(pack())
    (tmp_path / "fetched.json").write_text("{}")
    (tmp_path / ".kev.jsonl.new").write_bytes(b"half")
    assert [(unused.file, unused.why) for unused in open_shelf(tmp_path).ignored] == [
        ("ramalan.jsonl", Ignored.UNKNOWN)
    ]


def test_a_pack_of_the_workspace_stays_what_was_checked(tmp_path: Path) -> None:
    intel = load_intel(put(tmp_path, kev=pack(entries={"CVE-2024-31211": KEV["CVE-2026-0001"]})))
    (tmp_path / "kev.jsonl").write_bytes(b"replaced in the middle of a scan")
    hole = next(hole for hole in intel.products["wordpress"].vulnerabilities if hole.id == "CVE-2024-31211")
    assert hole.exploited


def test_a_shipped_pack_that_is_damaged_is_an_error() -> None:
    with pytest.raises(SecscanError) as raised:
        Shelf({}, {}, {}).read("kev")
    assert raised.value.code == "broken_pack"


def test_tables_and_files(tmp_path: Path) -> None:
    assert "slims" in open_shelf().tables()
    assert file_name("kev") == "kev.jsonl"
    assert file_name("wp_extensions") == "wp_extensions.jsonl.gz"
    assert file_name("fingerprints/slims") == "fingerprints/slims.jsonl"
    assert open_shelf().entries("epss") == {}
