from pathlib import Path

from secscan.cli.demo import FOLDER
from tests.unit.cli.shell import call


def test_help_names_the_addresses_and_the_folder() -> None:
    text = call("demo", "--help").stdout
    assert "127.0.1.1-3" in text
    assert str(FOLDER) in text


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("penting")
    result = call("demo", tmp_path)
    assert result.exit_code == 2
    assert "folder ini berisi hal lain" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]
