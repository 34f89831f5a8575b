"""Bytes from a target to a parsed, bounded tree."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from secscan.base.text import clean

MAX_BYTES = 1_048_576
_MAX_TAGS = 50_000
_MAX_DEPTH = 512  # as Chromium has it; the tree builder's work grows with the square of the depth
_MAX_VALUE = 4_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_PROLOG = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# The encodings that browsers decode (WHATWG Encoding Standard), by Python's names; latin-1 means windows-1252.
_ENCODINGS = frozenset(
    [
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "iso8859-2",
        "iso8859-3",
        "iso8859-4",
        "iso8859-5",
        "iso8859-6",
        "iso8859-7",
        "iso8859-8",
        "iso8859-10",
        "iso8859-13",
        "iso8859-14",
        "iso8859-15",
        "iso8859-16",
        "koi8-r",
        "koi8-u",
        "gbk",
        "gb18030",
        "gb2312",
        "big5",
        "euc_jp",
        "shift_jis",
        "iso2022_jp",
        "euc_kr",
        "cp874",
    ]
)
_AS_WINDOWS_1252 = frozenset(("iso8859-1", "ascii", "cp1252"))


def decode(data: bytes, charset: str | None) -> str:
    """The text of a page, by byte order mark, HTTP charset, meta charset, UTF-8 if valid, else windows-1252.

    Never fails: wrong or unknown charsets cost characters, not the page.
    """
    head = data[:MAX_BYTES]
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="replace")
    declared = _encoding(charset or "")
    if declared is None and (meta := _META.search(head[:4_096])):
        declared = _encoding(meta[1].decode("ascii"))
        if declared and declared.startswith("utf-16"):
            declared = "utf-8"  # as the HTML standard says: a page whose meta could be read is not UTF-16
    if declared is not None:
        return head.decode(declared, errors="replace")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A multi-byte character cut by the bound is no proof of another encoding.
        cut = error.start >= max(64, len(head) - 4)
        return head.decode("utf-8" if cut else "cp1252", errors="replace")


def parse(markup: str) -> tuple[BeautifulSoup, bool]:
    """The tree of a page, and whether it was cut at the bounds of tags and depth."""
    plain = _PROLOG.sub("", _UNPRINTABLE.sub("", markup))
    cut = False
    if plain.count("<") > _MAX_TAGS:
        position = -1
        for _ in range(_MAX_TAGS):
            position = plain.find("<", position + 1)
        plain, cut = plain[:position], True
    # The comment keeps text without any tag from being taken for a file name.
    soup = _ShallowSoup(plain + "\n<!---->", "lxml")
    return soup, cut or soup.too_deep


class _ShallowSoup(BeautifulSoup):
    """A tree whose elements below the greatest depth are left out; their text goes to the element above."""

    def __init__(self, markup: str, features: str) -> None:
        self.too_deep = False
        self._left_out: Counter[str] = Counter()
        super().__init__(markup, features)

    def handle_starttag(self, name: str, *rest: Any, **options: Any) -> Tag | None:
        if len(self.tagStack) <= _MAX_DEPTH:
            return super().handle_starttag(name, *rest, **options)
        self.too_deep = True
        self._left_out[name] += 1
        return None

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        if self._left_out[name] > 0:
            self._left_out[name] -= 1
        else:
            super().handle_endtag(name, nsprefix)


def attribute(tag: Tag, name: str, limit: int = _MAX_VALUE) -> str:
    """An attribute's value, cleaned and bounded; "" when it is absent."""
    value = tag.get(name)
    if value is None:
        return ""
    return clean(value if isinstance(value, str) else " ".join(value), limit)


def tags(soup: BeautifulSoup) -> Iterator[Tag]:
    """All elements in document order, without recursion."""
    stack: list[Iterator[object]] = [iter(soup.contents)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif isinstance(node, Tag):
            yield node
            stack.append(iter(node.contents))


def _encoding(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in _AS_WINDOWS_1252:
        return "cp1252"
    return name if name in _ENCODINGS else None
