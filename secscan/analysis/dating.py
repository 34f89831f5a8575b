"""When a page or feed last changed, as far as it says itself: days by where they stand. Nothing is concluded here.

The kinds, the most telling first: `feed` and `sitemap` entries, `meta` and `time` elements or JSON-LD, the header
`modified`, days in the visible `text`, and the year of a `copyright` notice (as 31 December of that year).
"""

import re
from collections.abc import Iterator, Sequence
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
_NAMED = re.compile(
    rf"\b(\d{{1,2}})[\s./-]{{1,2}}({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?[\s,./-]{{1,2}}(\d{{4}})\b"
    rf"|\b({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.? (\d{{1,2}}),? (\d{{4}})\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|copyright|hak cipta)[^\d]{0,60}((?:19|20)\d{2})(?:\s{0,3}[-–—]\s{0,3}((?:19|20)\d{2}))?",
    re.IGNORECASE,
)

Days = tuple[tuple[str, str], ...]


def days(kind: FileKind, text: str, page: PageFacts | None, headers: Sequence[tuple[str, str]]) -> Days:
    """The newest days of each kind, as (kind, ISO day); of no kind more than ten. Days to come are kept too: only the
    reader knows what day it is."""
    read = text[:_MAX_READ]
    found: dict[str, set[date]] = {}
    for where, day in _all(kind, read, page, headers):
        if day.year >= _FIRST_YEAR:
            found.setdefault(where, set()).add(day)
    return tuple((name, day.isoformat()) for name in KINDS for day in sorted(found.get(name, ()), reverse=True)[:_KEPT])


def _all(
    kind: FileKind, text: str, page: PageFacts | None, headers: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, date]]:
    for value in (value for name, value in headers if name == "last-modified"):
        yield from (("modified", day) for day in _stamp(value))
    if kind is FileKind.XML:
        for name, pattern in (("sitemap", _LASTMOD), ("feed", _FEED)):
            for _, match in zip(range(_MAX_FOUND), pattern.finditer(text), strict=False):
                yield from ((name, day) for day in _stamp(match[1]))
    if page is None:
        return
    for name, content in page.metas:
        if name in _METAS:
            yield from (("meta", day) for day in _stamp(content))
    for _, match in zip(range(_MAX_FOUND), _TIME.finditer(text), strict=False):
        yield from (("time", day) for day in _stamp(match[1] or match[2]))
    yield from (("text", day) for day in _written(page.text))
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
    for match in _NAMED.finditer(text):
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        yield from _day(int(year), _MONTHS[month.lower()], int(day))
    for match in _NUMBERS.finditer(text):
        yield from _day(int(match[3]), int(match[2]), int(match[1]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
