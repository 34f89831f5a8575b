"""docs/exit-codes.md names every exit code, and none besides."""

from secscan.cli.exit_codes import ExitCode
from tests.unit.docs.markdown import read, rows, sections


def test_the_table_is_the_enum() -> None:
    table = {(int(code), name) for code, name, _ in rows(read("docs/exit-codes.md"))}
    assert table == {(code.value, code.name) for code in ExitCode}


def test_every_code_has_a_meaning() -> None:
    assert all(meaning for _, _, meaning in rows(read("docs/exit-codes.md")))


def test_the_readme_names_the_same_codes() -> None:
    table = [row[0] for row in rows(sections(read("README.md"))["A day's work"]) if row[0][0].isdigit()]
    assert sorted(int(code) for cell in table for code in cell.split(",")) == sorted(ExitCode)
