"""Dates and hours as Indonesian offices write them."""

import re
from datetime import date, datetime, timedelta

from secscan.model.register import Hours
from secscan.planning.hours import parse_window
from secscan.registry.cells import Cell, raw_text
from secscan.registry.columns import fold
from secscan.registry.words import ANY_HOUR

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_NAMED = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[\s-]+([a-z]+)\.?,?[\s-]+(\d{4})")
_YEARS = range(2000, 2101)
_EXCEL_EPOCH = date(1899, 12, 30)


def parse_date(cell: Cell) -> date:
    """The day that a cell names: a date cell, its bare serial number, ISO, day/month/year, or `1 Oktober 2026`.

    Raises ValueError for anything else, two-digit years among it, which can be read two ways.
    """
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        day = _EXCEL_EPOCH + timedelta(days=_serial(cell))
    else:
        day = _written_date(raw_text(cell).strip().casefold())
    if day.year not in _YEARS:
        raise ValueError("the year lies outside 2000-2100")
    return day


def _serial(number: float) -> int:
    """Excel's day count, where a date column lost its format; nothing smaller than a year's number makes sense."""
    if not 36_000 < number < 75_000:
        raise ValueError("not a date")
    return int(number)


def _written_date(text: str) -> date:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
        return date(int(year), int(month), int(day))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return date(int(year), int(month), int(day))
    found = _NAMED.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        raise ValueError("not a date")
    return date(int(found[3]), _MONTHS[found[2]], int(found[1]))


def parse_hours(text: str) -> Hours | None:
    """A daily window, `20:00-05:00` or `20.00-05.00`; None for any hour. Raises ValueError."""
    written = text.strip().casefold()
    if not written or fold(written) in ANY_HOUR:
        return None
    return parse_window(written)
