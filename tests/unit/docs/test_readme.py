"""README.md: needed columns are the required ones, checks are counted, pictures are small."""

import re

from secscan.checks.catalogue import CHECKS
from secscan.registry.columns import COLUMNS, Table, table_named
from secscan.standards.load import load_standard
from tests.unit.docs.markdown import ROOT, read, rows, sections


def test_needed_columns_are_the_required_ones() -> None:
    section = sections(read("README.md"))["A day's work"]
    named: dict[Table, set[str]] = {}
    for sheet, *cells in rows(section):
        table = table_named(sheet.split()[0])
        if table is not None:
            named[table] = set(re.findall(r"`(\w+)`", cells[0]))
    needed = {table: {column.key for column in COLUMNS[table] if column.required} for table in named}
    needed[Table.APPS].add("url")  # optional as a column, but a web app without address is an error
    assert named == needed
    assert set(named) == {Table.OPD, Table.APPS, Table.PERMITS}


def test_checks_and_controls_are_counted() -> None:
    found = re.search(r"(\d+) checks for (\d+) controls", sections(read("README.md"))["What it looks at"])
    assert found is not None
    controls = load_standard("pemda-eksternal").controls
    assert (int(found[1]), int(found[2])) == (len(CHECKS), sum(bool(control.checks) for control in controls))
    assert f"**{len(CHECKS)} checks**" in read("CHANGELOG.md")


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert {picture.name for picture in pictures} == {"opd-report.png", "overview.png"}
    assert all(picture.stat().st_size <= 300_000 for picture in pictures)
