"""From HTML to the facts that checks read: one walk over the tree, bounded everywhere, without recursion."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bs4 import Comment
from bs4.element import PreformattedString

from secscan.analysis.forms import CONTROLS, INERT, FormCollector, labels, short_text
from secscan.analysis.hidden import Names, StyleSheet, how_hidden, names_of
from secscan.analysis.markup import MAX_BYTES, Document, Element, Node, attribute, decode, parse
from secscan.analysis.references import EMBEDDING, References
from secscan.base.text import clean, one_spaced
from secscan.base.urls import resolve
from secscan.model.pages import HiddenText, PageFacts

EXTRACTOR_VERSION = 2

_MAX_TEXT = 20_000
_MAX_RAW_TEXT = 60_000
_MAX_METAS = 60
_MAX_LABELS = 300
_MAX_HIDDEN = {"css": 40, "offscreen": 10, "zero_size": 10, "comment": 25, "noscript": 10, "template": 5}
_HIDDEN_LENGTH = 500
_MAX_SCRIPTS = 30
_SCRIPT_LENGTH = 2_000
_MAX_STYLE = 200_000
_MAX_SHAPE = 150
_SHAPE_LENGTH = 40
_MAX_AROUND = 40
_BEGINNING = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_LOADED = re.compile(r"<script\b[^<>]{0,300}?\bsrc\s{0,3}=\s{0,3}[\"']?([^\"'\s<>]{1,500})", re.IGNORECASE)

# Elements whose text is no text of the page.
_SILENT = frozenset(("script", "style", "head", "title", "noframes", "iframe", "object", "svg", "math", "datalist"))
# Elements that stand within a word as often as around one; all others part the words beside them.
_FORMATTING = frozenset(("b", "i", "em", "strong", "font", "u", "s", "small", "big", "mark", "sub", "sup", "wbr"))
_HEADLESS = frozenset(("script", "style", "head", "meta", "link"))
_DIGITS = re.compile(r"\d+")
_HEADINGS = frozenset(("h1", "h2", "h3"))
_GATHERED = EMBEDDING | _HEADINGS | {"a", "area", "link", "meta", "style", "title"}


class _Place(NamedTuple):
    """What holds below an element: how it is hidden, where its text goes, and which form and label are around it."""

    hidden: str = ""
    bucket: list[str] | None = None
    silent: bool = False
    in_head: bool = False
    form: int | None = None
    label: str = ""
    parts: bool = False
    nested: bool = False
    around: tuple[Names, ...] = ()


def extract(html: bytes, url: str, charset: str | None, truncated: bool) -> PageFacts:
    """The facts of one page. `charset` is what the Content-Type said; `truncated` that the body was cut when read.

    Never raises for what the page holds.
    """
    text = decode(html, charset)
    document = parse(text)
    return _Walk(document, url, _loaded_before(text)).facts(truncated or document.cut or len(html) > MAX_BYTES)


class _Walk:
    """One pass over a page, which fills bounded lists."""

    def __init__(self, document: Document, url: str, before: frozenset[str]) -> None:
        self._document = document
        self._url = url
        self._base = _base(document.named["base"], url)
        self._references = References(self._base, before)
        self._sheet = StyleSheet(_styles(document.named["style"]))
        self._forms = FormCollector(self._base, url, labels(document.named["label"]))
        self._title = ""
        self._text: list[str] = []
        self._size = 0
        self._metas: list[tuple[str, str]] = []
        self._headings: list[str] = []
        self._hidden: list[tuple[str, list[str]]] = []
        self._hidden_counts: Counter[str] = Counter()
        self._scripts: list[str] = []
        self._labels = 0
        self._shape: dict[str, None] = {}

    def facts(self, truncated: bool) -> PageFacts:
        """Walk the tree and hand out what was gathered."""
        stack: list[tuple[Iterator[Node], _Place]] = [(iter(self._document.root.contents), _Place())]
        while stack:
            children, place = stack[-1]
            node = next(children, None)
            if node is None:
                stack.pop()
                self._part(place)
            elif isinstance(node, Element):
                inner = self._enter(node, place)
                parts = node.name not in _FORMATTING
                if parts is not inner.parts:
                    inner = inner._replace(parts=parts)
                self._part(inner)
                stack.append((iter(node.contents), inner))
            else:
                self._string(node, place)
        html = self._document.named["html"][:1]
        hidden = ((how, clean("".join(pieces), _HIDDEN_LENGTH)) for how, pieces in self._hidden)
        return PageFacts(
            extractor=EXTRACTOR_VERSION,
            title=clean(self._title, 300),
            lang=attribute(html[0], "lang", 35).lower() if html else "",
            base=self._base,
            text=clean("".join(self._text), _MAX_TEXT),
            metas=tuple(self._metas),
            headings=tuple(self._headings),
            forms=self._forms.forms(),
            links=self._references.links,
            resources=self._references.resources,
            alternates=self._references.alternates,
            canonical=self._references.canonical,
            hidden=tuple(HiddenText(how, text) for how, text in hidden if text),
            inline_scripts=tuple(self._scripts),
            truncated=truncated or self._references.full or self._size >= _MAX_RAW_TEXT,
            shape=tuple(sorted(self._shape)),
        )

    def _enter(self, tag: Element, outer: _Place) -> _Place:
        name = tag.name
        place = self._within(tag, outer) if self._sheet.hides_nested and name not in _HEADLESS else outer
        place = self._concealed(tag, place)
        if name in _SILENT:
            place = place._replace(silent=True, in_head=place.in_head or name == "head")
        if name in INERT or place.hidden in INERT:
            if name == "a":
                self._references.link(tag, place.hidden)
            return place
        self._note_shape(tag)
        if name == "form":
            return place._replace(form=self._forms.open(tag))
        if name == "label" and self._labels < _MAX_LABELS:
            self._labels += 1
            return place._replace(label=short_text(tag))
        if name in CONTROLS:
            self._forms.control(tag, place.form, place.label)
        if name in _GATHERED or "style" in tag.attributes:
            self._gather(tag, name, place)
        return place

    def _gather(self, tag: Element, name: str, place: _Place) -> None:
        if name == "style":
            self._references.styled("".join(str(piece) for piece in tag.contents[:3])[:_MAX_STYLE], tag)
        elif "style" in tag.attributes:
            self._references.styled(attribute(tag, "style"), tag)
        if name in ("a", "area"):
            self._references.link(tag, place.hidden or ("nested" if place.nested else ""))
        elif name == "meta":
            self._meta(tag, place)
        elif name == "link":
            self._references.element(tag)
        elif name == "title":
            self._title = self._title or "".join(str(piece) for piece in tag.contents[:3])
        elif name in _HEADINGS and not place.hidden and len(self._headings) < 30:
            self._headings.append(short_text(tag, 200))
        elif name == "script" and "src" not in tag.attributes:
            self._script(tag)
        elif name in EMBEDDING:
            self._references.embedded(tag, name, place.hidden)

    def _within(self, tag: Element, outer: _Place) -> _Place:
        """The place below an element, as rules for elements within others have it."""
        names = names_of(tag.name, attribute(tag, "id", 200), attribute(tag, "class", 1_000).split())
        around = (*outer.around[-_MAX_AROUND:], names)
        nested = outer.nested or bool(how_hidden(self._sheet.nested_style(around)))
        return outer._replace(around=around, nested=nested)

    def _note_shape(self, tag: Element) -> None:
        """Keep the element's name and first class: what a template has, whatever its content."""
        if len(self._shape) < _MAX_SHAPE and tag.name not in _FORMATTING:
            first = attribute(tag, "class", 200).partition(" ")[0]
            word = f"{tag.name}.{first}" if first else tag.name
            if word not in self._shape:  # most of those that are new have no digits, either
                self._shape[_DIGITS.sub("0", word)[:_SHAPE_LENGTH]] = None

    def _concealed(self, tag: Element, outer: _Place) -> _Place:
        if outer.hidden:
            return outer
        how = tag.name if tag.name in INERT else self._how(tag)
        if not how:
            return outer
        # The texts below are gathered in one item, made now so that items keep the order of the page.
        return outer._replace(hidden=how, bucket=self._bucket(how))

    def _how(self, tag: Element) -> str:
        if tag.name in _HEADLESS or tag.name == "html":
            return ""
        attributes = tag.attributes
        if "hidden" in attributes and attribute(tag, "hidden", 20).lower() != "until-found":
            return "css"
        if not ("style" in attributes or "class" in attributes or "id" in attributes):
            return ""
        names = attribute(tag, "class", 1_000).split()
        style = self._sheet.style_of(tag.name, attribute(tag, "id", 200), names, attribute(tag, "style"))
        how = how_hidden(style) if style else ""
        # Scripts that fade a page in hide its body first; that is no hidden text.
        return "" if tag.name == "body" else how

    def _bucket(self, how: str) -> list[str] | None:
        if self._hidden_counts[how] >= _MAX_HIDDEN[how]:
            return None
        self._hidden_counts[how] += 1
        bucket: list[str] = []
        self._hidden.append((how, bucket))
        return bucket

    def _string(self, node: str, place: _Place) -> None:
        if isinstance(node, PreformattedString):
            text = str(node)[: _HIDDEN_LENGTH * 4].strip()
            if isinstance(node, Comment) and text and not text.startswith(("[if", "<![endif", "[endif")):
                bucket = self._bucket("comment")
                if bucket is not None:
                    bucket.append(text)
            return
        if place.silent:
            return
        if place.hidden:
            if place.bucket is not None and len(place.bucket) < 200:
                place.bucket.append(node[:_HIDDEN_LENGTH])
        elif self._size < _MAX_RAW_TEXT:
            self._text.append(one_spaced(node)[: _MAX_RAW_TEXT - self._size])
            self._size += len(self._text[-1])

    def _part(self, place: _Place) -> None:
        """Part the words before and after the edge of an element."""
        pieces = place.bucket if place.hidden else self._text
        if place.parts and pieces and pieces[-1] != " ":
            pieces.append(" ")

    def _meta(self, tag: Element, place: _Place) -> None:
        names = (attribute(tag, key, 80).lower() for key in ("name", "property", "http-equiv", "itemprop"))
        name = next((name for name in names if name), "")
        # Browsers obey a policy only in the head (HTML standard, pragma directives).
        if not name or (name == "content-security-policy" and not place.in_head):
            return
        if len(self._metas) < _MAX_METAS:
            self._metas.append((name, attribute(tag, "content", 4_000 if name.startswith("content-sec") else 1_000)))

    def _script(self, tag: Element) -> None:
        if len(self._scripts) < _MAX_SCRIPTS:
            text = clean(" ".join(str(piece)[: _SCRIPT_LENGTH * 4] for piece in tag.contents[:3]), _SCRIPT_LENGTH)
            if text:
                self._scripts.append(text)


def _base(tags: Iterable[Element], url: str) -> str:
    """What references are relative to: the first `base` with an address, or the page itself."""
    href = next((href for tag in tags if (href := attribute(tag, "href", 2_000))), "")
    base = resolve(url, href) if href else None
    return str(base) if base is not None else url


def _styles(tags: Iterable[Element]) -> str:
    """The style blocks that hold for screens."""
    shown = (tag for tag in tags if attribute(tag, "media", 40).lower() in ("", "all", "screen"))
    return "\n".join("".join(str(piece) for piece in tag.contents[:3]) for tag in islice(shown, 50))


def _loaded_before(text: str) -> frozenset[str]:
    """What scripts that stand before the document itself begins load: programs write there, not people."""
    beginning = _BEGINNING.search(text[:_MAX_STYLE])
    return frozenset(_LOADED.findall(text[: min(beginning.start(), 20_000)])) if beginning else frozenset()
