from pathlib import Path

from tests.unit.cli.shell import call


def test_only_workbooks_are_templates(tmp_path: Path) -> None:
    result = call("register", "template", "-o", tmp_path / "t.csv")
    assert result.exit_code == 2
    assert ".xlsx" in result.stderr


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    result = call("register", "template", "-o", tmp_path / "tidak" / "ada.xlsx")
    assert result.exit_code == 2
    assert "buat foldernya" in result.stderr


def test_export_to_csv(tmp_path: Path) -> None:
    call("init", tmp_path / "kerja")
    assert call("-w", tmp_path / "kerja", "register", "export", "-o", tmp_path / "csv").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == [
        "apps.csv",
        "hosts.csv",
        "opd.csv",
        "permits.csv",
    ]
