"""Bytes from a target to a parsed, bounded tree."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Comment, Doctype, ProcessingInstruction
from bs4.builder._lxml import LXMLTreeBuilder

from secscan.base.text import clean

MAX_BYTES = 1_048_576
_MAX_TAGS = 50_000
_MAX_DEPTH = 512  # as Chromium has it; the tree builder's work grows with the square of the depth
_MAX_VALUE = 4_000
INDEXED = ("html", "base", "style", "label")
_LISTS = frozenset(("class", "rel"))  # words divided by white space
_NOTHING: Mapping[Any, Any] = MappingProxyType({})  # what lxml gives in its place answers slowly
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


class Element:
    """One element of a page: its name in lower case, its attributes as they stand there, and its contents.

    BeautifulSoup's own tags know all their neighbours and can be searched and changed. To make them takes three times
    as long as to parse the page, and their circles wait for the garbage collector; a walk from top to bottom needs
    none of that.
    """

    __slots__ = ("attributes", "contents", "name")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.contents: list[Node] = []


Node = Element | str
"""What stands in an element. Of the strings, BeautifulSoup's own kinds (`Comment` and the like) are no text."""


class Document(NamedTuple):
    """A parsed page. `named` are the elements of the names in `INDEXED`, in the order of the page; `cut` says that the
    page was cut at the bounds of tags and depth."""

    root: Element
    named: Mapping[str, Sequence[Element]]
    cut: bool


def parse(markup: str) -> Document:
    """The tree of a page, and what is asked of the whole page before it is walked."""
    plain = _PROLOG.sub("", _UNPRINTABLE.sub("", markup))
    cut = False
    if plain.count("<") > _MAX_TAGS:
        position = -1
        for _ in range(_MAX_TAGS):
            position = plain.find("<", position + 1)
        plain, cut = plain[:position], True
    builder = _Builder()
    # The comment keeps text without any tag from being taken for a file name.
    BeautifulSoup(plain + "\n<!---->", builder=builder)
    return Document(builder.root, builder.named, cut or builder.too_deep)


_Attempt = tuple[str | bytes, str | None, str | None, bool]


class _Builder(LXMLTreeBuilder):
    """Builds a tree of what lxml tells of. Elements below the greatest depth are left out; their text goes to the
    element above."""

    def initialize_soup(self, soup: BeautifulSoup) -> None:
        """Begin a tree: BeautifulSoup calls this before each of its attempts to read a page."""
        super().initialize_soup(soup)
        self.root = Element("", {})
        self.named: dict[str, list[Element]] = {name: [] for name in INDEXED}
        self.too_deep = False
        self._open = [self.root]
        self._pieces: list[str] = []
        self._preserving = 0
        self._left_out: Counter[str] = Counter()

    def prepare_markup(self, markup: str | bytes, *_encodings: Any, **_exclude: Any) -> Iterator[_Attempt]:
        """The ways to read a page: its text is known. Whether it looks like XML is asked nowhere, as in browsers."""
        yield markup, None, None, False
        yield str(markup).encode(), "utf-8", None, False

    def start(self, tag: str | bytes, attrib: Mapping[Any, Any], nsmap: Mapping[Any, Any] = _NOTHING) -> None:  # noqa: ARG002
        """An element begins."""
        self._end_text()
        if len(self._open) > _MAX_DEPTH:
            self.too_deep = True
            self._left_out[str(tag)] += 1
            return
        element = Element(str(tag), attrib or _NOTHING)
        if element.name in self.named:
            self.named[element.name].append(element)
        self._preserving += element.name in self.preserve_whitespace_tags
        self._open[-1].contents.append(element)
        self._open.append(element)

    def end(self, tag: str | bytes) -> None:
        """The innermost element of that name ends, and with it all within."""
        self._end_text()
        if self._left_out and self._left_out[str(tag)] > 0:
            self._left_out[str(tag)] -= 1
            return
        if self._open[-1].name != tag and not any(element.name == tag for element in self._open):
            return
        name = ""
        while name != tag:
            name = self._open.pop().name
            self._preserving -= name in self.preserve_whitespace_tags

    def data(self, data: str | bytes) -> None:
        """A piece of text."""
        self._pieces.append(str(data))

    def comment(self, text: str | bytes) -> None:
        """A comment, or what browsers take for one."""
        self._end_text()
        self._open[-1].contents.append(Comment(str(text)))

    def doctype(self, name: str, pubid: str, system: str) -> None:
        """The document's type."""
        self._end_text()
        self._open[-1].contents.append(Doctype.for_name_and_ids(name, pubid, system))

    def pi(self, target: str, data: str) -> None:
        """A processing instruction, which pages should not have."""
        self._end_text()
        self._open[-1].contents.append(ProcessingInstruction(f"{target} {data}"))

    def close(self) -> None:
        """The page ends."""
        self._end_text()
        super().close()

    def _end_text(self) -> None:
        if not self._pieces:
            return
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        self._pieces.clear()
        if not self._preserving and not text.strip(BeautifulSoup.ASCII_SPACES):
            text = "\n" if "\n" in text else " "
        self._open[-1].contents.append(text)


def attribute(tag: Element, name: str, limit: int = _MAX_VALUE) -> str:
    """An attribute's value, cleaned and bounded; "" when it is absent."""
    value = tag.attributes.get(name)
    if not value:
        return ""
    return clean(" ".join(value.split()) if name in _LISTS else value, limit)


def _encoding(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in _AS_WINDOWS_1252:
        return "cp1252"
    return name if name in _ENCODINGS else None
