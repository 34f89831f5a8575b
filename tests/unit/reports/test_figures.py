from datetime import UTC, date, datetime

import pytest

from secscan.model.enums import Language
from secscan.model.score import Score
from secscan.reports.figures import Figures

NIGHT = datetime(2026, 9, 30, 17, 30, tzinfo=UTC)
RATINGS = (90.0, 80.0, 65.0, 40.0, 0.0)


@pytest.mark.parametrize(
    ("zone", "lang", "shown"),
    [
        ("Asia/Jakarta", Language.ID, "1 Oktober 2026 pukul 00.30 WIB"),
        ("Asia/Makassar", Language.ID, "1 Oktober 2026 pukul 01.30 WITA"),
        ("Asia/Jayapura", Language.ID, "1 Oktober 2026 pukul 02.30 WIT"),
        ("Asia/Pontianak", Language.EN, "1 October 2026, 00:30 WIB"),
        ("UTC", Language.ID, "30 September 2026 pukul 17.30 UTC+00:00"),
        ("Asia/Bangkok", Language.EN, "1 October 2026, 00:30 UTC+07:00"),
    ],
)
def test_times_are_the_offices_own(zone: str, lang: Language, shown: str) -> None:
    assert Figures(lang, zone).moment(NIGHT) == shown


def test_days_and_numbers_follow_the_language() -> None:
    indonesian, english = Figures(Language.ID, "Asia/Jakarta"), Figures(Language.EN, "Asia/Jakarta")
    assert indonesian.day(date(2026, 8, 17)) == "17 Agustus 2026"
    assert indonesian.local_day(NIGHT) == "1 Oktober 2026"
    assert (indonesian.number(12345.6, 1), english.number(12345.6, 1)) == ("12.345,6", "12,345.6")
    assert indonesian.size(1_234_567) == "1,2 MB"


def score(value: float, low: float, high: float, coverage: float) -> Score:
    return Score(value=value, low=low, high=high, coverage=coverage, rating="C")


def test_the_score_reads_as_agreed() -> None:
    figures = Figures(Language.ID, "Asia/Jakarta")
    assert figures.score(score(83.2, 66.1, 86.7, 0.794), RATINGS, (0.6, 0.8), "cakupan") == "83 (66–87, cakupan 79 %)"


def test_rounding_never_carries_over_a_threshold_that_was_missed() -> None:
    figures = Figures(Language.ID, "Asia/Jakarta")
    assert figures.points(89.97, RATINGS) == "89,9"
    assert figures.points(90.0, RATINGS) == "90"
    assert figures.percent(0.5999, (0.6,)) == "59,9 %"


def test_without_a_value_there_is_a_dash() -> None:
    nothing = Score(value=None, low=None, high=None, coverage=0.0, rating="-")
    assert Figures(Language.ID, "Asia/Jakarta").score(nothing, RATINGS, (), "cakupan") == "–"
