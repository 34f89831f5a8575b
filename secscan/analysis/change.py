"""Whether a home page became another one between two looks, apart from what such pages change every day.

News, dates, counters and carousels fill the same template with other words. So the measure is what a template is made
of: the elements and their classes, the title's words, whose scripts run, where forms send to, the language, and only
far limits for the amount of text and of foreign links.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from secscan.analysis.gambling import registrable
from secscan.analysis.likeness import words
from secscan.analysis.thirdparty import hosts_of, is_well_known
from secscan.base.text import clean, defang
from secscan.base.urls import is_ip_literal, resolve
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts

_OTHER_TEMPLATE = 0.4  # Jaccard index of the shapes
_LOOSE_TEMPLATE = 0.6
_OTHER_TEXT = 0.3  # Jaccard index of the words
_OTHER_TITLE = 0.34
_FEW = 0.2  # share of the former text
_MANY = 5.0
_MUCH_TEXT = 150  # words
_NEW_PARTIES = 8
_MIN_SHAPE = 8
_MAX_LINES = 8
_LINE = 160
_EXCERPT = 240


class Part(StrEnum):
    """What of a page is another one now."""

    TITLE = "title"
    TEMPLATE = "template"
    SCRIPTS = "scripts"
    FORMS = "forms"
    LANGUAGE = "language"
    TEXT = "text"
    LINKS = "links"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What changed, and both states of it in lines: cleaned, bounded, addresses defanged. `likeness` is that of the
    templates, 0-1, None where one of them was not kept. Word counts are those of the visible texts."""

    parts: tuple[Part, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    likeness: float | None
    words_before: int
    words_after: int


def change(before: Exchange, after: Exchange) -> Change | None:
    """What makes the later home page another one; None when it is the same page with other content.

    Both must be pages of a site's own.
    """
    old, new = before.page, after.page
    if old is None or new is None or old == new:
        return None
    host = after.request.host
    one, other = words(old.text), words(new.text)
    alike = _jaccard(old.shape, new.shape) if min(len(old.shape), len(new.shape)) else None
    same_words = _jaccard(one, other)
    parts = []
    if _is_other_title(old, new):
        parts.append(Part.TITLE)
    if alike is not None and _is_other_template(alike, same_words, old, new):
        parts.append(Part.TEMPLATE)
    if _strangers(new, host) - _strangers(old, host):
        parts.append(Part.SCRIPTS)
    if _asks(new, host) - _asks(old, host):
        parts.append(Part.FORMS)
    if _language(old) and _language(new) and _language(old) != _language(new) and same_words < _OTHER_TEXT:
        parts.append(Part.LANGUAGE)
    if len(one) >= _MUCH_TEXT and not _FEW * len(one) <= len(other) <= _MANY * len(one):
        parts.append(Part.TEXT)
    if len(_parties(new, host) - _parties(old, host)) >= _NEW_PARTIES:
        parts.append(Part.LINKS)
    if not parts:
        return None
    removed, added = _lines(old, new, host, parts), _lines(new, old, host, parts)
    return Change(
        parts=tuple(parts),
        removed=removed,
        added=added,
        likeness=alike,
        words_before=len(one),
        words_after=len(other),
    )


def _is_other_title(old: PageFacts, new: PageFacts) -> bool:
    """Whether the title shares hardly a word with the former one, and is no headline of the page's own either."""
    one, other = set(words(old.title)), set(words(new.title))
    if not one or not other or _jaccard(one, other) >= _OTHER_TITLE:
        return False
    headlines = set(words(" ".join(link.text for link in (*old.links, *new.links))))
    return not (other <= headlines and one <= headlines)


def _is_other_template(alike: float, same_words: float, old: PageFacts, new: PageFacts) -> bool:
    if max(len(old.shape), len(new.shape)) < _MIN_SHAPE:
        return same_words < _OTHER_TEXT and alike < _LOOSE_TEMPLATE
    return alike < _OTHER_TEMPLATE or (alike < _LOOSE_TEMPLATE and same_words < _OTHER_TEXT)


def _strangers(page: PageFacts, host: str) -> set[str]:
    """The other parties whose code runs in the page, but for those that half of all sites load from."""
    own = registrable(host)
    return {name for name in hosts_of(page, host) if registrable(name) != own and not is_well_known(name)}


def _asks(page: PageFacts, host: str) -> set[str]:
    """What the forms of a page are for, as far as it matters to whom they are sent: a password, or a foreign place."""
    found = set()
    for form in page.forms:
        url = resolve(form.action, form.action) if form.action else None
        foreign = url is not None and registrable(url.host) != registrable(host) and not is_well_known(url.host)
        if foreign and url is not None:
            found.add(url.host)
        if form.has_password:
            found.add("***")
    return found


def _language(page: PageFacts) -> str:
    return re.split(r"[-_]", page.lang, maxsplit=1)[0]


def _parties(page: PageFacts, host: str) -> set[str]:
    """The foreign domains that a page links to."""
    own = registrable(host)
    found = set()
    for link in page.links:
        place = link.url.partition("://")[2].partition("/")[0].partition(":")[0]
        if "." in place and not is_ip_literal(place) and registrable(place) != own:
            found.add(registrable(place))
    return found


def _lines(page: PageFacts, other: PageFacts, host: str, parts: Iterable[Part]) -> tuple[str, ...]:
    """What stands in one state and not in the other, as far as it belongs to what changed."""
    lines = [page.title] if page.title != other.title else []
    lines += [heading for heading in page.headings if heading not in other.headings]
    named = sorted(_strangers(page, host) - _strangers(other, host)) if Part.SCRIPTS in parts else []
    named += sorted(_asks(page, host) - _asks(other, host) - {"***"})
    named += sorted(_parties(page, host) - _parties(other, host)) if Part.LINKS in parts else []
    lines = [clean(line, _LINE) for line in lines[: _MAX_LINES // 2]] + [defang(name) for name in named]
    if Part.TEMPLATE in parts or Part.TEXT in parts:
        lines.append(clean(page.text, _EXCERPT))
    return tuple(dict.fromkeys(line for line in lines if line))[:_MAX_LINES]


def _jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 1.0
