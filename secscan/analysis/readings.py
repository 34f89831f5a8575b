"""What was read of a body, remembered for a while: a site gives the same page to every guess at a path.

A page read for one address of a site holds for another one in the same folder, but for its references to itself. So it
is read as if it stood at a mark in that folder, and the mark is put right afterwards.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import msgspec

from secscan.analysis.masking import Counts
from secscan.model.pages import Link, PageFacts, Resource

_MARK = "\ue000"  # a private character: no address holds it by itself
_KEPT = 32

R = TypeVar("R", Link, Resource)


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
        folder, _, name = url.rpartition("/")
        if "?" in url or _MARK.encode() in body or _MARK in url:
            return read(url)
        key = (hashlib.sha256(body).digest(), folder, *circumstances)
        known = self._known.pop(key, None) or read(f"{folder}/{_MARK}")
        self._known[key] = known
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return known if known.page is None else known._replace(page=_placed(known.page, name))


def _placed(page: PageFacts, name: str) -> PageFacts:
    """The page with its own name in place of the mark."""
    if not any(_MARK in url for url in _urls(page)):
        return page
    return msgspec.structs.replace(
        page,
        base=page.base.replace(_MARK, name),
        canonical=page.canonical.replace(_MARK, name),
        forms=tuple(msgspec.structs.replace(form, action=form.action.replace(_MARK, name)) for form in page.forms),
        links=_put(page.links, name),
        resources=_put(page.resources, name),
        alternates=tuple((language, url.replace(_MARK, name)) for language, url in page.alternates),
    )


def _urls(page: PageFacts) -> Iterable[str]:
    yield page.base
    yield page.canonical
    yield from (one.action for one in page.forms)
    yield from (one.url for one in (*page.links, *page.resources))
    yield from (url for _, url in page.alternates)


def _put(references: tuple[R, ...], name: str) -> tuple[R, ...]:
    """The references, equal ones once, as when they were gathered."""
    return tuple(
        dict.fromkeys(
            msgspec.structs.replace(one, url=one.url.replace(_MARK, name)) if _MARK in one.url else one
            for one in references
        )
    )
