from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from secscan.model.jobs import HostBatch, Pace
from secscan.model.register import Hours, Permit
from secscan.planning.hours import closing, is_open, letters_closed, opening, parse_window, reopening
from tests.unit.registers import permit

WITA = ZoneInfo("Asia/Makassar")
NIGHT = Hours(time(20), time(5))
LATE = Hours(time(22), time(4))
MORNING = Hours(time(6), time(8))


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=WITA)


def batch(*permits: Permit) -> HostBatch:
    return HostBatch(
        ip="127.0.0.1", jobs=(), names=(), apps=(), pace=Pace(10, 4, 100), deadline=90, permits=tuple(permits)
    )


@pytest.mark.parametrize("text", ["20:00-05:00", "20.00 s/d 05.00", " Pukul 20:00 sampai 5:00 "])
def test_windows_are_read_as_people_write_them(text: str) -> None:
    assert parse_window(text) == NIGHT
    assert parse_window("18:00-24:00") == Hours(time(18), time(0))


@pytest.mark.parametrize("text", ["", "20:00", "25:00-05:00", "20-5", "malam", "20:00-05:60"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_window(text)


@pytest.mark.parametrize(
    ("now", "opens"),
    [(at(15), at(20)), (at(20), at(20)), (at(23, 59), at(23, 59)), (at(4, 59), at(4, 59)), (at(5), at(20))],
)
def test_the_next_opening_of_a_window_over_midnight(now: datetime, opens: datetime) -> None:
    assert opening([NIGHT], now) == opens


def test_windows_open_together_or_never() -> None:
    assert opening([NIGHT, LATE], at(15)) == at(22)
    assert opening([LATE, None], at(5)) == at(22)
    assert opening([MORNING], at(9)) == at(6, day=2)
    assert opening([NIGHT, MORNING], at(15)) is None
    assert opening([None, Hours(time(3), time(3))], at(15)) == at(15), "equal ends are the whole day"


def test_a_batch_closes_with_the_first_of_its_windows() -> None:
    assert closing(batch(permit("a")), None, at(15)) == datetime(2027, 1, 1, tzinfo=WITA), "the letter's last midnight"
    assert closing(batch(permit("a")), NIGHT, at(21)) == at(5, day=2)
    assert closing(batch(permit("a", hours=LATE), permit("b")), NIGHT, at(23)) == at(4, day=2)
    assert closing(batch(permit("a", hours=LATE)), NIGHT, at(21)) == at(5, day=2), "what is closed does not close"
    assert closing(batch(permit("a", until=date(2026, 10, 1))), NIGHT, at(21)) == at(0, day=2)


def test_a_batch_opens_again_with_the_first_of_what_was_closed() -> None:
    assert reopening(batch(permit("a")), None, at(15)) is None, "nothing is closed"
    assert reopening(batch(permit("a", hours=LATE), permit("b", hours=NIGHT)), None, at(15)) == at(20)
    assert reopening(batch(permit("a", hours=LATE), permit("b", hours=NIGHT)), None, at(21)) == at(22)
    assert reopening(batch(permit("a", hours=LATE)), NIGHT, at(15)) == at(22)
    assert reopening(batch(permit("a", hours=MORNING)), NIGHT, at(15)) is None, "they never meet"
    last_day = permit("a", hours=MORNING, until=date(2026, 10, 1))
    assert reopening(batch(last_day), None, at(15)) is None, "the letter ends before its hours come again"


def test_open_and_closed() -> None:
    assert is_open(None, at(15))
    assert not is_open(NIGHT, at(15))
    letters = (permit("a", letter="S-1", hours=NIGHT), permit("b", letter="S-2"))
    over = permit("c", letter="S-3", hours=NIGHT, until=date(2026, 9, 1))
    assert letters_closed((*letters, over), at(15)) == ("S-1",)
