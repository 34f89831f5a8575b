"""What was read of answers, remembered for a while: a site gives the same page to every guess at a path, and the same
headers with every page.

A page read for one address of a site holds for another one, but for its references to itself and those that depend on
its folder. So it is read as if it stood at a mark in a folder of marks: each reference that is relative then shows by
its marks where it points to, seen from any address.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from secscan.analysis.masking import Counts
from secscan.analysis.reading import Manner, ReadBody, Reading, read_here
from secscan.base.urls import parse_url
from secscan.model.pages import PageFacts

_MARK, _FOLDER = "\ue000", "\ue001"  # private characters: no address holds them by itself
_MARKS = tuple(mark.encode() for mark in (_MARK, _FOLDER))
_DEEP = 12  # folders
_PLACE = f"{f'/{_FOLDER}' * _DEEP}/{_MARK}?{_MARK}"
_KEPT = 256
_MAX_BYTES = 4_194_304
_MAX_HEADERS = 256
_MAX_VALUE = 300


class Header(NamedTuple):
    """A header as it is kept: its name in lower case, its value cleaned and masked, and what was masked."""

    name: str
    value: str
    secrets: Counts


class _Known(NamedTuple):
    """A reading whose page stands at the place of marks, and whether more of it than its base depends on the place."""

    reading: Reading
    relative: bool
    size: int


class Readings:
    """The bodies and headers that were read last. `kept` bodies at most are remembered, of no more than `max_bytes`
    together; none for 0. Any thread may use it."""

    def __init__(self, kept: int = _KEPT, max_bytes: int = _MAX_BYTES) -> None:
        self._kept = kept
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, _Known] = OrderedDict()
        self._headers: dict[tuple[str, str], Header] = {}

    def header(self, name: str, value: str, read: Callable[[str, str], Header]) -> Header:
        """A header by `read`, or as it was read before."""
        known = self._headers.get((name, value))
        if known is None:
            known = read(name, value)
            if self._kept and len(name) + len(value) <= _MAX_VALUE:
                if len(self._headers) >= _MAX_HEADERS:
                    self._headers.clear()
                self._headers[name, value] = known
        return known

    def body(self, body: bytes, url: str, manner: Manner, read: ReadBody = read_here) -> Reading:
        """The reading of a body that came from `url`, by `read`: the same as without memory."""
        if not self._kept or len(body) > self._max_bytes or any(mark in body for mark in _MARKS):
            return read(body, url, manner)
        known = self._recall(body, "/".join(url.split("/", 3)[:3]), manner, read)
        page = known.reading.page
        if page is None or not page.base:
            return known.reading
        placed = _placed(page, url, known.relative)
        return known.reading._replace(page=placed) if placed is not None else read(body, url, manner)

    def _recall(self, body: bytes, origin: str, manner: Manner, read: ReadBody) -> _Known:
        """The reading of a body as if it stood at the place of marks on that origin."""
        what = (hashlib.sha256(body).digest(), origin, manner)
        with self._lock:
            known = self._known.get(what)
            if known is not None:
                self._known.move_to_end(what)
                return known
        reading = read(body, origin + _PLACE, manner)
        known = _Known(reading, reading.page is not None and _is_relative(reading.page), len(body))
        with self._lock:
            if what not in self._known:  # no other thread has read it meanwhile
                self._known[what] = known
                self._bytes += known.size
            while len(self._known) > self._kept or self._bytes > self._max_bytes:
                self._bytes -= self._known.popitem(last=False)[1].size
        return known


def _placed(page: PageFacts, url: str, relative: bool) -> PageFacts | None:
    """A page of the place of marks as it stands at `url`; None where that cannot be told without reading it."""
    seen = _Seen.at(url)
    if seen is None:
        return None
    base = seen.put(page.base)
    if not relative:
        return msgspec.structs.replace(page, base=base)
    links = tuple(msgspec.structs.replace(one, url=seen.put(one.url)) for one in page.links)
    resources = tuple(msgspec.structs.replace(one, url=seen.put(one.url)) for one in page.resources)
    if len(set(links)) < len(links) or len(set(resources)) < len(resources):
        return None  # what became one was counted as two, and may have taken the place of others
    return msgspec.structs.replace(
        page,
        base=base,
        canonical=seen.put(page.canonical),
        forms=tuple(msgspec.structs.replace(form, action=seen.put(form.action)) for form in page.forms),
        links=links,
        resources=resources,
        alternates=tuple((language, seen.put(one)) for language, one in page.alternates),
    )


class _Seen(NamedTuple):
    """An address from which marked references are seen: its path, and the folders that it stands in."""

    url: str
    origin: str
    path: str
    folders: Sequence[str]

    @staticmethod
    def at(url: str) -> "_Seen | None":
        """None for addresses too deep for the marks, and those that are not in their canonical form."""
        try:
            parts = parse_url(url)
        except ValueError:
            return None
        folders = parts.path.split("/")[1:-1]
        if str(parts) != url or _MARK in url or _FOLDER in url or len(folders) > _DEEP:
            return None
        return _Seen(url, parts.origin, parts.path, folders)

    def put(self, reference: str) -> str:
        """A reference with what its marks stand for."""
        if _MARK not in reference and _FOLDER not in reference:
            return reference
        rest = reference.removeprefix(self.origin)
        if rest == _PLACE:
            return self.url
        page = _PLACE.partition("?")[0]
        if rest.startswith(page):
            return f"{self.origin}{self.path}{rest.removeprefix(page)}"
        climbed = _DEEP - rest.count(_FOLDER)
        kept = "".join(f"/{folder}" for folder in self.folders[: max(0, len(self.folders) - climbed)])
        return f"{self.origin}{kept}{rest.removeprefix(f'/{_FOLDER}' * (_DEEP - climbed))}"


def _is_relative(page: PageFacts) -> bool:
    return any(_MARK in one or _FOLDER in one for one in _references(page))


def _references(page: PageFacts) -> Iterable[str]:
    """The addresses on a page, but for its base."""
    yield page.canonical
    yield from (one.action for one in page.forms)
    yield from (one.url for one in page.links)
    yield from (one.url for one in page.resources)
    yield from (url for _, url in page.alternates)
