from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from secscan.base.errors import UsageError
from secscan.intel import importing
from secscan.intel.bundle import make_bundle
from secscan.intel.importing import Taken, import_file
from secscan.intel.shelf import open_shelf
from secscan.model.intel import PackOrigin
from tests.unit.intel.made import pack
from tests.unit.intel.test_epss import scores

KEY = Ed25519PrivateKey.generate()
TABLE = pack("fingerprints/simdes", {"versions": ["1.0"], "/a.js": [1.0, {"00": [0, 0]}]})


def bundle(tmp_path: Path, *packs: tuple[str, bytes], signed: bool = False) -> Path:
    made = make_bundle(packs, made=datetime(2026, 11, 22, tzinfo=UTC), made_by="x", key=KEY if signed else None)
    (tmp_path / "paket.zip").write_bytes(made)
    return tmp_path / "paket.zip"


def refused(file: Path, folder: Path, *, key: bool = False) -> UsageError:
    with pytest.raises(UsageError) as raised:
        import_file(file, folder, KEY.public_key() if key else None)
    assert not folder.exists() or not list(folder.iterdir())
    return raised.value


def test_newer_packs_are_taken_and_named_as_imported(tmp_path: Path) -> None:
    folder = tmp_path / "intel"
    done = import_file(bundle(tmp_path, ("kev", pack()), ("fingerprints/simdes", TABLE)), folder, None)
    assert {entry.head.name: entry.taken for entry in done.entries} == {
        "kev": Taken.IMPORTED,
        "fingerprints/simdes": Taken.IMPORTED,
    }
    shelf = open_shelf(folder)
    assert shelf.heads["kev"].origin is shelf.heads["fingerprints/simdes"].origin is PackOrigin.IMPORTED
    assert shelf.heads["kev"].source == "sumber"
    again = import_file(tmp_path / "paket.zip", folder, None)
    assert {entry.taken for entry in again.entries} == {Taken.SAME}


def test_older_packs_are_left_out_where_others_are_newer(tmp_path: Path) -> None:
    old = pack("vuln_floor", {"x": {"package": "x/x", "affected": [[["<", "1"]]]}}, date(2020, 1, 1))
    done = import_file(bundle(tmp_path, ("kev", pack()), ("vuln_floor", old)), tmp_path / "intel", None)
    assert {entry.head.name: entry.taken for entry in done.entries} == {
        "kev": Taken.IMPORTED,
        "vuln_floor": Taken.OLDER,
    }
    assert open_shelf(tmp_path / "intel").heads["vuln_floor"].origin is PackOrigin.SHIPPED


def test_a_file_of_older_packs_only_is_refused_with_both_days(tmp_path: Path) -> None:
    error = refused(bundle(tmp_path, ("kev", pack(day=date(2025, 8, 24)))), tmp_path / "intel")
    assert error.code == "bundle_older"
    assert error.values == {"pack": "kev", "date": "2025-08-24", "present": "2025-08-25"}


def test_one_bad_pack_refuses_all(tmp_path: Path) -> None:
    bad = pack("vulns", {"nginx": [{"id": 7}]})
    assert refused(bundle(tmp_path, ("kev", pack()), ("vulns", bad)), tmp_path / "intel").code == "bundle_pack"


def test_signatures_are_asked_for_where_a_key_is_configured(tmp_path: Path) -> None:
    assert refused(bundle(tmp_path, ("kev", pack())), tmp_path / "intel", key=True).code == "bundle_unsigned"
    done = import_file(bundle(tmp_path, ("kev", pack()), signed=True), tmp_path / "intel", KEY.public_key())
    assert done.signed


def test_scores_are_taken_where_no_signature_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "epss_scores-2026-11-21.csv"
    file.write_bytes(scores())
    assert refused(file, tmp_path / "intel", key=True).code == "bundle_unsigned"
    done = import_file(file, tmp_path / "intel", None)
    assert [(entry.head.name, entry.taken) for entry in done.entries] == [("epss", Taken.IMPORTED)]
    file.write_bytes(scores().replace(b"2026-11-21", b"2026-11-01"))
    with pytest.raises(UsageError) as older:
        import_file(file, tmp_path / "intel", None)
    assert older.value.code == "bundle_older"


def test_damaged_scores_are_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "epss.csv").write_bytes(scores("CVE-2018-7600,2,2\n"))
    error = refused(tmp_path / "epss.csv", tmp_path / "intel")
    assert error.code == "bad_epss"
    assert "line 3" in error.values["detail"]


def test_other_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catatan.txt").write_text("halo")
    assert refused(tmp_path / "catatan.txt", tmp_path / "intel").code == "not_a_bundle"
    assert refused(tmp_path / "tidak-ada.zip", tmp_path / "intel").code == "no_such_file"
    monkeypatch.setattr(importing, "MAX_FILE", 3)
    assert refused(tmp_path / "catatan.txt", tmp_path / "intel").code == "bundle_too_large"
