from pathlib import Path

from secscan.workspace.layout import Workspace
from secscan.workspace.lock import locked
from tests.unit.cli.shell import FixedClock, call
from tests.unit.registry.files import OPD, folder_of


def test_an_import_waits_for_nobody_and_says_who_is_there(tmp_path: Path) -> None:
    call("init", tmp_path / "kerja")
    source = folder_of(tmp_path / "a", opd=OPD)
    with locked(Workspace(tmp_path / "kerja"), "scan", FixedClock().now()):
        busy = call("-w", tmp_path / "kerja", "register", "import", source)
        assert call("-w", tmp_path / "kerja", "register", "list").exit_code == 0
    assert busy.exit_code == 2
    assert "sedang dipakai `secscan scan`" in busy.stderr


def test_an_import_needs_a_workspace(tmp_path: Path) -> None:
    result = call("-w", tmp_path, "register", "import", tmp_path)
    assert result.exit_code == 2
    assert "secscan init" in result.stderr


def test_a_missing_source(tmp_path: Path) -> None:
    call("init", tmp_path / "kerja")
    result = call("-w", tmp_path / "kerja", "register", "import", tmp_path / "tidak-ada.xlsx")
    assert result.exit_code == 2
    assert "tidak ditemukan" in result.stderr
