import stat
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.workspace.layout import create, open_workspace
from secscan.workspace.settings import Origin, read_settings


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_workspace_is_its_owner_s_alone(tmp_path: Path) -> None:
    workspace = create(tmp_path / "a" / "kerja")
    assert {mode(path) for path in (workspace.folder, workspace.register, workspace.reports)} == {0o700}
    assert {mode(path) for path in workspace.folder.iterdir() if path.is_file()} == {0o600}
    assert workspace.private
    assert "*" in (workspace.folder / ".gitignore").read_text().splitlines()


def test_its_settings_are_the_defaults(tmp_path: Path) -> None:
    found = read_settings(create(tmp_path / "kerja").settings, {})
    assert found.origins["scan.rate"] is Origin.DEFAULT
    assert found.settings.office.timezone == "Asia/Jakarta"


def test_an_empty_folder_is_taken_and_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert mode(create(tmp_path).folder) == 0o700


def test_again_completes_and_overwrites_nothing(tmp_path: Path) -> None:
    workspace = create(tmp_path)
    workspace.settings.write_text('[office]\nname = "Kota"\n')
    workspace.reports.rmdir()
    create(tmp_path)
    assert "Kota" in workspace.settings.read_text()
    assert workspace.reports.is_dir()


def test_a_foreign_folder_or_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "surat.docx").write_text("x")
    for path, code in ((tmp_path, "foreign_folder"), (tmp_path / "surat.docx", "not_a_folder")):
        with pytest.raises(UsageError) as refused:
            create(path)
        assert refused.value.code == code
    assert [path.name for path in tmp_path.iterdir()] == ["surat.docx"]


def test_opening(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no_workspace"):
        open_workspace(tmp_path / "kerja")
    made = create(tmp_path / "kerja")
    made.reports.rmdir()
    assert open_workspace(tmp_path / "kerja").reports.is_dir()
