import os
from pathlib import Path

import pytest

from secscan.reports.write import WriteError, file_name, write_private


def test_reports_are_for_their_owner_alone(tmp_path: Path) -> None:
    os.umask(0)
    path = write_private(tmp_path / "laporan" / "2026" / "dinkes.html", "isi")
    assert path.read_text() == "isi"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


def test_writing_replaces_at_once_and_tightens_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("lama")
    path.chmod(0o644)
    write_private(path, b"baru")
    assert path.read_bytes() == b"baru"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_private(tmp_path / "a.json", "lama")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left") as caught:
        write_private(path, "baru")
    assert caught.value.where == str(path)
    assert path.read_text() == "lama"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_file_names_are_stable_safe_and_different() -> None:
    assert file_name("dinkes", ".html") == "dinkes.html"
    names = {file_name(text, ".html") for text in ("Dinkes", "dinkes", "../dinkes", "dinkes/", "ringkasan", "", "डा")}
    assert len(names) == 7
    assert all("/" not in name and not name.startswith(".") for name in names)
    assert file_name("../dinkes", ".html") == file_name("../dinkes", ".html")
