"""When something may be sent: the hours of permits and those that the officer chose, as moments of a calendar.

All moments are aware, in the office's time zone. A letter's last day ends at its midnight, also within its hours.
"""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from secscan.model.jobs import HostBatch
from secscan.model.register import Hours, Permit

_WINDOW = re.compile(
    r"(?:pukul\s+|jam\s+)?(\d{1,2})[:.](\d{2})\s*(?:-|–|—|s/d|s\.d\.?|sampai|to)\s*(\d{1,2})[:.](\d{2})"
)
_DAYS_AHEAD = 3


def parse_window(text: str) -> Hours:
    """A daily window as people write it: `20:00-05:00`, `20.00 s/d 05.00`. Raises ValueError."""
    found = _WINDOW.fullmatch(text.strip().casefold())
    if found is None:
        raise ValueError("not a window of hours")
    start_hour, start_minute, end_hour, end_minute = (int(part) for part in found.groups())
    if (end_hour, end_minute) == (24, 0):
        end_hour = 0
    return Hours(time(start_hour, start_minute), time(end_hour, end_minute))


def opening(windows: Iterable[Hours | None], local: datetime) -> datetime | None:
    """The soonest moment, `local` itself included, at which all these windows hold; None where they never meet."""
    wanted = [window for window in windows if window is not None]
    starts = (_at(local, day, window.start) for day in range(_DAYS_AHEAD) for window in wanted)
    for moment in sorted((local, *(start for start in starts if start > local))):
        if all(window.hold(moment.time()) for window in wanted):
            return moment
    return None


def closing(batch: HostBatch, hours: Hours | None, local: datetime) -> datetime | None:
    """The soonest moment after `local` at which something that may be sent to the batch's address no longer may."""
    ends = [_next_end(window, local) for window in (hours, *(permit.hours for permit in batch.permits))]
    for permit in batch.permits:
        midnight = datetime.combine(permit.valid_until, time(), local.tzinfo) + timedelta(days=1)
        ends.append(midnight if midnight > local else None)
    return min((end for end in ends if end is not None), default=None)


def reopening(batch: HostBatch, hours: Hours | None, local: datetime) -> datetime | None:
    """When more may be sent to a batch's address than now: the soonest opening of a permit of it that hours close.

    None where no permit that is closed now opens again before it ends.
    """
    moments = (
        moment
        for permit in batch.permits
        if not _all_hold((permit.hours, hours), local)
        and (moment := opening((permit.hours, hours), local)) is not None
        and permit.valid_on(moment.date())
    )
    return min(moments, default=None)


def is_open(hours: Hours | None, local: datetime) -> bool:
    """Whether the window holds; none at all always does."""
    return hours is None or hours.hold(local.time())


def letters_closed(permits: Iterable[Permit], local: datetime) -> tuple[str, ...]:
    """The letters whose hours alone keep them from holding now."""
    return tuple(p.letter for p in permits if p.valid_on(local.date()) and not is_open(p.hours, local))


def _all_hold(windows: Iterable[Hours | None], local: datetime) -> bool:
    return all(is_open(window, local) for window in windows)


def _next_end(window: Hours | None, local: datetime) -> datetime | None:
    """When a window that holds now ends; None for one that does not hold, or holds all day."""
    if window is None or window.start == window.end or not window.hold(local.time()):
        return None
    return next(end for day in (0, 1) if (end := _at(local, day, window.end)) > local)


def _at(local: datetime, days: int, moment: time) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), moment, local.tzinfo)
