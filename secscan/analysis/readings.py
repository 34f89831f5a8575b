"""What was read of a body, remembered for a while: a site gives the same page to every guess at a path.

A page read for one address of a site holds for another one, but for its references to itself, and, where it has any
that depend on its folder, for another one in that folder. So it is read as if it stood at a mark in a folder of marks:
where the folder shows in what it refers to, it is read again for each folder, and the other mark is put right.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import msgspec

from secscan.analysis.masking import Counts
from secscan.model.pages import PageFacts

_MARK, _FOLDER = "\ue000", "\ue001"  # private characters: no address holds them by itself
_DEEP = 12  # folders: deeper than any reference climbs
_KEPT = 32

T = TypeVar("T")


class Reading(NamedTuple):
    """The masked text of a body, what was masked in it, the personal numbers that it lists, and the page that it is."""

    text: str
    secrets: Counts
    personal: Counts
    page: PageFacts | None


class Readings:
    """The bodies that were read last; one thread uses it at a time."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[tuple[object, ...], Reading] = OrderedDict()

    def read(self, body: bytes, url: str, circumstances: tuple[object, ...], read: Callable[[str], Reading]) -> Reading:
        """The reading of a body that came from `url`, by `read(url)` where it is not known. It is the same as without
        memory; `circumstances` are what else it depends on."""
        if "?" in url or not self._kept or any(mark in url or mark.encode() in body for mark in (_MARK, _FOLDER)):
            return read(url)
        origin = "/".join(url.split("/", 3)[:3])
        what = (hashlib.sha256(body).digest(), *circumstances)
        anywhere = f"{origin}{f'/{_FOLDER}' * _DEEP}/{_MARK}"
        known = self._recall(anywhere, what, read)
        if known.page is None:
            return known
        if url.count("/") <= _DEEP and not any(_FOLDER in one.replace(anywhere, "") for one in _references(known.page)):
            return known._replace(page=_placed(known.page, anywhere, url))
        here = f"{url.rpartition('/')[0]}/{_MARK}"
        known = self._recall(here, what, read)
        return known._replace(page=_placed(known.page, here, url)) if known.page is not None else known

    def _recall(self, place: str, what: tuple[object, ...], read: Callable[[str], Reading]) -> Reading:
        """The reading of a body as if it stood at `place`."""
        known = self._known.pop((place, *what), None) or read(place)
        self._known[place, *what] = known
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return known


def _placed(page: PageFacts, mark: str, url: str) -> PageFacts:
    """The page with its own address in place of the mark."""
    if not any(mark in one for one in _references(page)):
        return page
    return msgspec.structs.replace(
        page,
        base=page.base.replace(mark, url),
        canonical=page.canonical.replace(mark, url),
        forms=tuple(msgspec.structs.replace(form, action=form.action.replace(mark, url)) for form in page.forms),
        links=_once(msgspec.structs.replace(one, url=one.url.replace(mark, url)) for one in page.links),
        resources=_once(msgspec.structs.replace(one, url=one.url.replace(mark, url)) for one in page.resources),
        alternates=tuple((language, one.replace(mark, url)) for language, one in page.alternates),
    )


def _references(page: PageFacts) -> Iterable[str]:
    yield page.base
    yield page.canonical
    yield from (one.action for one in page.forms)
    yield from (one.url for one in page.links)
    yield from (one.url for one in page.resources)
    yield from (url for _, url in page.alternates)


def _once(references: Iterable[T]) -> tuple[T, ...]:
    """Equal ones once, as when they were gathered."""
    return tuple(dict.fromkeys(references))
