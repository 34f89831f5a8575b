"""The user guide and its example files, read by the program itself."""

from pathlib import Path

from secscan.registry.columns import COLUMNS
from tests.unit.registry.files import read, register_of

DOCS = Path(__file__).parents[3] / "docs"


def test_the_example_register_imports_without_a_word() -> None:
    report = read(DOCS / "examples" / "register")
    assert report.problems == ()
    assert len(register_of(report).apps) == 3


def test_the_guide_names_every_column() -> None:
    text = (DOCS / "register.md").read_text()
    for columns in COLUMNS.values():
        for column in columns:
            assert column.key in text
            assert column.english in text
