from pathlib import Path

from tests.unit.cli.shell import call


def test_init_says_what_comes_next(tmp_path: Path) -> None:
    result = call("init", tmp_path / "kerja")
    assert result.exit_code == 0
    assert str(tmp_path / "kerja") in result.stdout
    assert "register template" in result.stderr
    assert call("-w", tmp_path / "kerja", "init").exit_code == 0


def test_a_foreign_folder_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("x")
    result = call("--lang", "en", "init", tmp_path)
    assert result.exit_code == 2
    assert f"secscan init {tmp_path / 'secscan'}" in result.stderr
