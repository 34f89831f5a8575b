"""Numbers, dates and times as the readers write them."""

import math
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from secscan.model.enums import Language
from secscan.model.score import Score

_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
_INDONESIAN = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Ujung_Pandang", "Asia/Jayapura")


class Figures:
    """Formats for one language and the office's time zone (an IANA name)."""

    def __init__(self, lang: Language, timezone: str) -> None:
        self.lang = lang
        self.timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._locale = "id_ID" if lang is Language.ID else "en_GB"

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's signs: `1.234,5` in Indonesian."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def day(self, day: date) -> str:
        """`1 Oktober 2026`."""
        return str(format_date(day, "d MMMM y", locale=self._locale))

    def local_day(self, moment: datetime) -> str:
        """The day that a moment falls on at the office."""
        return self.day(moment.astimezone(self._zone).date())

    def moment(self, moment: datetime) -> str:
        """`1 Oktober 2026 pukul 10.00 WIB`; the zone by its Indonesian name, elsewhere as UTC offset."""
        local = moment.astimezone(self._zone)
        pattern = "d MMMM y 'pukul' HH.mm" if self.lang is Language.ID else "d MMMM y, HH:mm"
        return f"{format_datetime(local, pattern, locale=self._locale)} {self.zone(local)}"

    def clock(self, moment: datetime) -> str:
        """`10.00.05 WIB`: the time of day alone, for the impact receipt."""
        local = moment.astimezone(self._zone)
        pattern = "%H.%M.%S" if self.lang is Language.ID else "%H:%M:%S"
        return f"{local.strftime(pattern)} {self.zone(local)}"

    def zone(self, local: datetime) -> str:
        """The name of the zone at a local moment: WIB, WITA, WIT, or `UTC+03:00`."""
        offset = local.utcoffset()
        hours = offset.total_seconds() / 3600 if offset is not None else 0.0
        if self.timezone in _INDONESIAN and hours in _ZONES:
            return _ZONES[int(hours)]
        return f"UTC{hours:+03.0f}:00" if hours == int(hours) else f"UTC{local:%z}"

    def size(self, count: int) -> str:
        """A number of bytes in kB or MB (powers of ten)."""
        if count < 1_000:
            return f"{count} B"
        if count < 1_000_000:
            return f"{self.number(count / 1_000, 1)} kB"
        return f"{self.number(count / 1_000_000, 1)} MB"

    def points(self, value: float, thresholds: Iterable[float]) -> str:
        """A value in whole numbers, with a decimal where rounding up would carry it over a threshold that it missed."""
        rounded = math.floor(value + 0.5)
        if any(value < threshold <= rounded for threshold in thresholds):
            return self.number(math.floor(value * 10) / 10, 1)
        return self.number(rounded)

    def percent(self, share: float, thresholds: Iterable[float] = ()) -> str:
        """A share (0-1) as `79 %`, never rounded over a threshold (0-1) that it missed."""
        return f"{self.points(share * 100, [threshold * 100 for threshold in thresholds])} %"

    def score(self, score: Score, ratings: Iterable[float], gates: Iterable[float], coverage_word: str) -> str:
        """`83 (66-87, cakupan 79 %)`; a dash where nothing was tested. `ratings` and `gates` are the standard's
        thresholds."""
        if score.value is None or score.low is None or score.high is None:
            return "–"
        limits = tuple(ratings)
        value, low, high = (self.points(part, limits) for part in (score.value, score.low, score.high))
        return f"{value} ({low}–{high}, {coverage_word} {self.percent(score.coverage, gates)})"
