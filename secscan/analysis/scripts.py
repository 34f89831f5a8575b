"""What a script says of itself: its opening and licence comments, and the statements that set a version.

Bundles keep the licence comments (`/*! ... */`) of all that went into them, so that one file may speak for several
libraries. Which library a mark means is not decided here.
"""

import re
from collections.abc import Iterator
from itertools import islice

from secscan.base.text import clean

_MAX_MARKS = 24
_MARK = 160
_HEAD = 2_000
_OPENING = re.compile(r"\s*(?:/\*(?P<block>.{0,1200}?)\*/|//(?P<line>[^\n]{0,300}))", re.DOTALL)
_LICENCE = re.compile(r"/\*(?:!|\*?[\s*]{0,100}@license)")
_LICENCE_LENGTH = 400
_MAX_LICENCES = 5_000
_STATEMENT = re.compile(
    r"(?:[\w$.]{0,40}\.|[\s,;{(])(?:VERSION|version)[\"']?\s{0,3}[:=]\s{0,3}"
    r"[\"']\d+\.\d+[\w.+-]{0,30}(?: \([\w ]{1,20}\))?[\"']"
    r"|majorVersion\s{0,3}[:=]\s{0,3}[\"']\d+[\"'],\s{0,60}minorVersion\s{0,3}[:=]\s{0,3}[\"'][\d.]+[\"']",
    re.ASCII,
)
_STARS = re.compile(r"^[!*\s]+|(?<=\n)[ \t*]+")


def script_marks(text: str) -> tuple[str, ...]:
    """The marks of a script in the order of the file, comments without their signs; cleaned, bounded, each once."""
    found: dict[str, None] = {}
    for mark in _marks(text.removeprefix("\ufeff")):
        tidy = clean(mark, _MARK)
        if tidy:
            found[tidy] = None
        if len(found) >= _MAX_MARKS:
            break
    return tuple(found)


def _marks(text: str) -> Iterator[str]:
    at = 0
    while at < _HEAD and (match := _OPENING.match(text, at)) and match.end() > at:
        yield _STARS.sub("", match["block"] if match["block"] is not None else match["line"].lstrip("!/"))
        at = match.end()
    yield from _licences(text, at)
    for match in _STATEMENT.finditer(text):
        yield match[0].strip(" \t\r\n,;{(")


def _licences(text: str, at: int) -> Iterator[str]:
    """The texts of licence comments, as long as they are short; one that the file's end cuts off counts as well."""
    for match in islice(_LICENCE.finditer(text, at), _MAX_LICENCES):
        start = match.end()
        if match.start() < at:
            continue
        end = text.find("*/", start, start + _LICENCE_LENGTH + 2)
        if end < 0 and len(text) - start > _LICENCE_LENGTH:
            continue
        end = len(text) if end < 0 else end
        yield _STARS.sub("", text[start:end])
        at = end
