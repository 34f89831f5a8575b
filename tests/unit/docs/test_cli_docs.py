"""docs/cli.md documents every verb and every option, and none that does not exist."""

import re

import pytest

from secscan.cli.main import VERBS, cli
from tests.unit.docs.commands import options, verbs
from tests.unit.docs.markdown import fences, read, rows, sections

TEXT = read("docs/cli.md")
SECTIONS = sections(TEXT)
COMMANDS = dict(verbs())


def documented(text: str) -> set[str]:
    """The options named in the first column of a section's tables."""
    cells = " ".join(row[0] for row in rows(text))
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", cells))


def test_every_verb_of_the_table_is_walked() -> None:
    assert {name.split()[0] for name in COMMANDS} == set(VERBS)


@pytest.mark.parametrize("name", COMMANDS)
def test_verb_and_its_options_are_documented(name: str) -> None:
    section = SECTIONS[f"`secscan {name}`"]
    assert documented(section) == options(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_has_an_example(name: str) -> None:
    code = "\n".join(fence.code for fence in fences(SECTIONS[f"`secscan {name}`"]))
    assert re.search(rf"\bsecscan (-\S+ \S+ )*{name}\b", code)


def test_no_verb_is_documented_that_does_not_exist() -> None:
    named = {title.strip("`").removeprefix("secscan ") for title in SECTIONS if title.startswith("`secscan ")}
    assert named == set(COMMANDS)


def test_global_options_are_documented() -> None:
    before_the_verbs = TEXT.partition("## Formats")[0]
    assert documented(before_the_verbs) == options(cli) | {"-h", "--help"}
