"""The records of decisions are numbered without gaps, and the index names each by its number."""

import re

from tests.unit.docs.markdown import ROOT, read

RECORDS = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md")


def test_numbers_have_no_gaps() -> None:
    assert [name[:5] for name in RECORDS] == [f"{number:04}-" for number in range(1, len(RECORDS) + 1)]


def test_the_index_names_every_record_once() -> None:
    assert re.findall(r"\| \[(\d{4})\]\((\S+\.md)\) \|", read("docs/decisions/README.md")) == [
        (name[:4], name) for name in RECORDS
    ]


def test_every_record_has_a_title() -> None:
    assert all(read(f"docs/decisions/{name}").startswith("# ") for name in RECORDS)
