"""Commands that the documents show can be parsed: verbs, options and choices exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.unit.docs.commands import parse
from tests.unit.docs.markdown import ROOT, documents, fences

_SHELL = {"sh", "console"}
_ENDS = {"|", "||", "&&", ";", ">", ">>", "2>", "<"}


def calls(text: str) -> Iterator[list[str]]:
    """The arguments of every call of secscan in the shell fences of a document; of `console` fences, after `$`."""
    for fence in fences(text):
        if fence.language not in _SHELL:
            continue
        for line in fence.code.replace("\\\n", " ").splitlines():
            if fence.language == "console" and not line.startswith("$ "):
                continue
            yield from _calls_of(line.removeprefix("$ "))


def _calls_of(line: str) -> Iterator[list[str]]:
    words = shlex.split(line, comments=True) if "secscan" in line else []
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    if words[:1] != ["secscan"]:
        return
    end = next((place for place, word in enumerate(words) if word in _ENDS), len(words))
    yield words[1:end]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_exist(document: Path) -> None:
    for words in calls(document.read_text(encoding="utf-8")):
        try:
            parse(words)
        except click.exceptions.Exit:  # --help and --version end the call
            pass
        except click.ClickException as error:
            pytest.fail(f"secscan {shlex.join(words)}: {error.format_message()}")


def test_the_documents_show_commands() -> None:
    shown = [words for path in documents() for words in calls(path.read_text(encoding="utf-8"))]
    assert len(shown) > 30


@pytest.mark.parametrize("line", ["secscan scann", "secscan scan --fast", "secscan findings list --severity worst"])
def test_a_wrong_command_would_be_seen(line: str) -> None:
    with pytest.raises(click.ClickException):
        parse(shlex.split(line)[1:])
