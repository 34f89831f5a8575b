import stat
from pathlib import Path

import pytest

from secscan.intel.overlay import install, write_file
from secscan.intel.packfile import compressed, read_pack, unpacked
from tests.unit.intel.made import pack


def test_packs_are_the_owners_only_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "intel"
    install(folder, pack())
    install(folder, pack("fingerprints/simdes", {"versions": ["1.0"], "/a.js": [1.0, {"00": [0, 0]}]}))
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == [
        "fingerprints",
        "fingerprints/simdes.jsonl",
        "kev.jsonl",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE((folder / "fingerprints").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "kev.jsonl").stat().st_mode) == 0o600


def test_a_pack_lies_packed_where_its_kind_does(tmp_path: Path) -> None:
    data = pack("epss", {"CVE-2026-0001": (0.5, 0.9)})
    head = install(tmp_path, data)
    assert (tmp_path / "epss.jsonl.gz").read_bytes() == compressed(data)
    install(tmp_path, compressed(pack()))
    assert (tmp_path / "kev.jsonl").read_bytes() == pack()
    assert read_pack(unpacked((tmp_path / "epss.jsonl.gz").read_bytes())).head == head


def test_what_a_crash_left_does_not_stop_the_next_write(tmp_path: Path) -> None:
    (tmp_path / ".kev.jsonl.new").write_bytes(b"half")
    install(tmp_path, pack())
    assert [path.name for path in tmp_path.iterdir()] == ["kev.jsonl"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, pack())

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(tmp_path, "kev.jsonl", b"new")
    assert (tmp_path / "kev.jsonl").read_bytes() == pack()
    assert [path.name for path in tmp_path.iterdir()] == ["kev.jsonl"]
