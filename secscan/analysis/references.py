"""The addresses on a page: anchors, sub-resources, alternates; absolute, bounded, in the order of the page."""

import re
from collections import Counter
from itertools import islice

from secscan.analysis.forms import short_text
from secscan.analysis.markup import Element, attribute
from secscan.base.urls import Base
from secscan.model.pages import Link, Resource

_MAX_ATTEMPTS = 5_000
# Written in full only: a style's relative addresses come from the page's own origin.
_CSS_LOADS = re.compile(r"""(?:(@import)\s+(?:url\(\s*)?|url\(\s*)['"]?(https?://[^\s'")]{1,500})""", re.IGNORECASE)
_MAX_LINKS = {False: 350, True: 150}  # visible, hidden: a long menu must not crowd out what is hidden
_MAX_RESOURCES = {"img": 70, "script": 60, "style": 20, "iframe": 15, "media": 15, "object": 5, "font": 15}
_MAX_ALTERNATES = 30
EMBEDDING = frozenset(
    ("img", "source", "input", "script", "iframe", "frame", "video", "audio", "track", "object", "embed")
)
"""The elements that load something by themselves."""
_NO_SIZE = ("0", "1", "0px", "1px", "0%")


class References:
    """Gathers addresses while a page is walked. `full` says that some were left out; `before` is what is loaded before
    the document begins."""

    def __init__(self, base: str, before: frozenset[str] = frozenset()) -> None:
        self._base = Base(base)
        self._before = before
        self._links: dict[Link, None] = {}
        self._link_counts: Counter[bool] = Counter()
        self._resources: dict[Resource, None] = {}
        self._resource_counts: Counter[str] = Counter()
        self._alternates: list[tuple[str, str]] = []
        self._attempts = 0
        self.canonical = ""
        self.full = False

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._links)

    @property
    def resources(self) -> tuple[Resource, ...]:
        return tuple(self._resources)

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._alternates)

    def _absolute(self, reference: str) -> str:
        self._attempts += 1
        if not reference or self._attempts > _MAX_ATTEMPTS:
            self.full = self.full or self._attempts > _MAX_ATTEMPTS
            return ""
        url = self._base.resolve(reference)
        return str(url) if url is not None else ""

    def link(self, tag: Element, how: str) -> None:
        """Take an anchor, which is hidden in the way `how` ("" when visible)."""
        hidden = bool(how)
        if self._link_counts[hidden] >= _MAX_LINKS[hidden]:
            self.full = True
            return
        url = self._absolute(attribute(tag, "href", 2_000))
        if url:
            link = Link(url, short_text(tag, 200), attribute(tag, "rel", 60).lower(), how)
            if link not in self._links:
                self._links[link] = None
                self._link_counts[hidden] += 1

    def element(self, tag: Element) -> None:
        """Take a `link` element."""
        relations = attribute(tag, "rel", 80).lower().split()
        href = attribute(tag, "href", 2_000)
        kind = attribute(tag, "as", 20).lower()
        if "canonical" in relations:
            self.canonical = self.canonical or self._absolute(href)
        elif "amphtml" in relations:
            if len(self._alternates) < _MAX_ALTERNATES and (url := self._absolute(href)):
                self._alternates.append(("amphtml", url))
        elif "stylesheet" in relations:
            self._resource("style", href, tag)
        elif "alternate" in relations:
            if len(self._alternates) < _MAX_ALTERNATES and (url := self._absolute(href)):
                self._alternates.append((attribute(tag, "hreflang", 20).lower(), url))
        elif "icon" in relations:
            self._resource("img", href, tag)
        elif "modulepreload" in relations or ("preload" in relations and kind == "script"):
            self._resource("script", href, tag)
        elif "preload" in relations and kind in ("style", "font"):
            self._resource(kind, href, tag)

    def embedded(self, tag: Element, name: str, how: str = "") -> None:
        """Take an element whose name is one of `EMBEDDING`, hidden in the way `how`."""
        source = attribute(tag, "src", 2_000)
        if name in ("img", "source"):
            for candidate in attribute(tag, "srcset").split(",")[:8]:
                self._resource("img", candidate.strip().partition(" ")[0], tag)
        if name == "img" or (name == "input" and attribute(tag, "type", 10).lower() == "image"):
            self._resource("img", source, tag)
        elif name == "script":
            self._resource("script", source, tag, "before" if source in self._before else "")
        elif name in ("iframe", "frame"):
            tiny = any(attribute(tag, side, 10) in _NO_SIZE for side in ("width", "height"))
            self._resource("iframe", source, tag, how or ("zero_size" if tiny else ""))
        elif name in ("video", "audio", "source", "track"):
            self._resource("media", source, tag)
            self._resource("img", attribute(tag, "poster", 2_000), tag)
        elif name in ("object", "embed"):
            self._resource("object", attribute(tag, "data", 2_000) or source, tag)

    def styled(self, css: str, tag: Element) -> None:
        """Take what a style sheet or a style attribute loads."""
        for match in islice(_CSS_LOADS.finditer(css), 20):
            self._resource("style" if match[1] else "img", match[2], tag)

    def _resource(self, kind: str, reference: str, tag: Element, place: str = "") -> None:
        if not reference or self._resource_counts[kind] >= _MAX_RESOURCES[kind]:
            return
        url = self._absolute(reference)
        resource = Resource(kind, url, attribute(tag, "integrity", 200), place)
        if url and resource not in self._resources:
            self._resources[resource] = None
            self._resource_counts[kind] += 1
