from datetime import date, datetime, time

import pytest

from secscan.model.register import Hours
from secscan.registry.dates import parse_date, parse_hours

OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-01", "2026/10/1", "2026-10-01 00:00:00", "01/10/2026", "1-10-2026", "1.10.2026", "1 Oktober 2026",
        "1 Okt 2026", "01 OKT. 2026", "Kamis, 1 Oktober 2026", "1 October 2026", "1-Oct-2026",
        datetime(2026, 10, 1, 0, 0),  # noqa: DTZ001 - spreadsheets know no zones
        date(2026, 10, 1), 46296, 46296.0,
    ],
)  # fmt: skip
def test_dates_as_offices_write_them(written: object) -> None:
    assert parse_date(written) == OCTOBER  # type: ignore[arg-type]


def test_the_day_comes_first() -> None:
    assert parse_date("02/01/2026") == date(2026, 1, 2)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "01/10/26",
        "31 Februari 2026",
        "10/13/2026",
        "besok",
        "1 Oktobre 2026",
        "2026-10-01 08:30",
        26,
        True,
        time(1),
    ],
)
def test_ambiguous_or_impossible_dates_are_refused(written: object) -> None:
    with pytest.raises(ValueError):
        parse_date(written)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["20:00-05:00", "20.00-05.00", "20.00 – 05.00", "pukul 20.00 s.d. 05.00"])
def test_hours(written: str) -> None:
    assert parse_hours(written) == Hours(time(20), time(5))


@pytest.mark.parametrize("written", ["", "kapan saja", "24 jam", "Any"])
def test_any_hour(written: str) -> None:
    assert parse_hours(written) is None


def test_midnight_may_be_written_24() -> None:
    assert parse_hours("18:00-24:00") == Hours(time(18), time(0))


@pytest.mark.parametrize("written", ["20-5", "25:00-05:00", "20:00", "20:00-05:00 WIB", "malam"])
def test_other_hours_are_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_hours(written)
