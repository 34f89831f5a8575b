"""When a page or feed last changed, as far as it says itself: days by where they stand. Nothing is concluded here.

The kinds, the most telling first: `feed` and `sitemap` entries, `meta` and `time` elements or JSON-LD, the header
`modified`, days in the visible `text`, and the year of a `copyright` notice (as 31 December of that year).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from secscan.model.observations import FileKind
from secscan.model.pages import PageFacts

KINDS = ("sitemap", "feed", "meta", "time", "modified", "text", "copyright")
_MAX_READ = 400_000
_MAX_FOUND = 3_000
_KEPT = 10
_FIRST_YEAR = 1995
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LASTMOD = re.compile(r"<lastmod>\s{0,20}([^<]{8,40})", re.IGNORECASE)
_FEED = re.compile(r"<(?:pubDate|lastBuildDate|updated|published|dc:date)>\s{0,20}([^<]{8,40})", re.IGNORECASE)
_TIME = re.compile(
    r"<time\b[^>]{0,300}?\bdatetime\s{0,3}=\s{0,3}[\"']?([^\"'>]{8,40})"
    r"|\"date(?:Modified|Published)\"\s{0,3}:\s{0,3}\"([^\"]{8,40})\"",
    re.IGNORECASE,
)
_METAS = frozenset(
    ("article:modified_time", "article:published_time", "og:updated_time", "last-modified", "dcterms.modified", "date")
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Years are looked for first, and for days only in the few characters before one.
_YEAR = re.compile(r"[\s,./-](\d{4})\b")
_BEFORE_YEAR = 32
_DAY_AND_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})[\s./-]{{1,2}}({_MONTH})\.?[\s,./-]{{1,2}}|({_MONTH})\.? (\d{{1,2}}),? "
    r"|(\d{1,2})[/-](\d{1,2})[/-])\Z"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|copyright|hak cipta)[^\d]{0,60}((?:19|20)\d{2})(?:\s{0,3}[-–—]\s{0,3}((?:19|20)\d{2}))?",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"©|\(c\)|&copy|copyr|hak c")
"""Whether there may be any notice; quick where there is none."""

Days = tuple[tuple[str, str], ...]


def days(kind: FileKind, text: str, page: PageFacts | None) -> Days:
    """The newest days of each kind that a body tells, as (kind, ISO day); of no kind more than ten. Days to come are
    kept too: only the reader knows what day it is."""
    return _newest(_told(kind, text[:_MAX_READ], page))


def modified(headers: Iterable[tuple[str, str]]) -> Days:
    """The same of the header; names in lower case."""
    return _newest(("modified", day) for name, value in headers if name == "last-modified" for day in _stamp(value))


def joined(some: Days, others: Days) -> Days:
    """Days of different kinds, in the order of `KINDS`."""
    return tuple(sorted((*some, *others), key=lambda one: KINDS.index(one[0]))) if some and others else some or others


def _newest(every: Iterable[tuple[str, date]]) -> Days:
    found: dict[str, set[date]] = {}
    for where, day in every:
        if day.year >= _FIRST_YEAR:
            found.setdefault(where, set()).add(day)
    return tuple((name, day.isoformat()) for name in KINDS for day in sorted(found.get(name, ()), reverse=True)[:_KEPT])


def _told(kind: FileKind, text: str, page: PageFacts | None) -> Iterator[tuple[str, date]]:
    if kind is FileKind.XML:
        for name, pattern in (("sitemap", _LASTMOD), ("feed", _FEED)):
            for _, match in zip(range(_MAX_FOUND), pattern.finditer(text), strict=False):
                yield from ((name, day) for day in _stamp(match[1]))
    if page is None:
        return
    for name, content in page.metas:
        if name in _METAS:
            yield from (("meta", day) for day in _stamp(content))
    lower = text.lower()
    if "<time" in lower or '"date' in lower:
        for _, match in zip(range(_MAX_FOUND), _TIME.finditer(text), strict=False):
            yield from (("time", day) for day in _stamp(match[1] or match[2]))
    yield from (("text", day) for day in _written(page.text))
    if _NOTICE.search(page.text.lower()):
        for match in _COPYRIGHT.finditer(page.text):
            yield "copyright", date(int(match[2] or match[1]), 12, 31)


def _stamp(text: str) -> Iterator[date]:
    """The day of an RFC 3339 or RFC 9110 date."""
    iso = _ISO.match(text.strip())
    if iso is not None:
        yield from _day(int(iso[1]), int(iso[2]), int(iso[3]))
        return
    try:
        moment: datetime = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, OverflowError):
        return
    yield moment.date()


def _written(text: str) -> Iterator[date]:
    """The days that a text names: `12 Januari 2024`, `January 12, 2024`, `12/01/2024` (day before month)."""
    for year in _YEAR.finditer(text):
        found = _DAY_AND_MONTH.search(text[max(0, year.start() - _BEFORE_YEAR) : year.start() + 1].lower())
        if found is not None:
            day = found[1] or found[4] or found[5]
            month = int(found[6]) if found[6] else _MONTHS[found[2] or found[3]]
            yield from _day(int(year[1]), month, int(day))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
