"""Reading the project's documents: which there are, their sections, tables and code fences."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
_FENCE = re.compile(r"^ {0,3}```(\w*)[^\n]*\n(.*?)^ {0,3}```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_NOT_DOCUMENTS = {"findings", "demo-workspace"}  # templates of write-ups; what a demonstration made


class Fence(NamedTuple):
    language: str
    code: str


def documents() -> list[Path]:
    """Every Markdown file for readers, by its path."""
    files = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    kept = [path for path in files if not _NOT_DOCUMENTS & set(path.parts) and not path.parts[0].startswith(".")]
    return sorted(ROOT / path for path in kept)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fences(text: str) -> Iterator[Fence]:
    for match in _FENCE.finditer(text):
        yield Fence(match[1], match[2])


def prose(text: str) -> str:
    """The text without code fences."""
    return _FENCE.sub("", text)


def sections(text: str) -> dict[str, str]:
    """The text below each heading, up to the next heading of any level."""
    plain = list(_HEADING.finditer(_blank_fences(text)))
    ends = [match.start() for match in plain[1:]] + [len(text)]
    return {match[1]: text[match.end() : end] for match, end in zip(plain, ends, strict=True)}


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to headings."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(_blank_fences(text)))
    return {word.replace(" ", "-") for word in words}


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows, headers and rulers left out."""
    found: list[list[str]] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if set("".join(cells)) <= set("-: "):
            found.pop()
        else:
            found.append(cells)
    return found


def _blank_fences(text: str) -> str:
    """The text with the inside of fences blanked, every place kept: a comment in a script is no heading."""
    return _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
