"""Which two states of a workspace are compared: after scans by their ids, at days, or around the newest scan."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from secscan.base.errors import NothingLookedAtError, UsageError
from secscan.base.text import nearest
from secscan.model.ids import RunId
from secscan.model.runs import Run, RunState


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A state of the workspace: what scans saw that began before `before`, all of them where that is None. `run` is the
    newest of these scans, None before the first."""

    before: datetime | None
    run: Run | None


def after_run(runs: Sequence[Run], wanted: str) -> Moment:
    """The state after a scan, until the next one began. `wanted` is its id or a beginning of it that no other has.

    `runs` are all runs, the newest first. Raises UsageError.
    """
    found = [run for run in runs if run.id == wanted] or [run for run in runs if run.id.startswith(wanted)]
    if not found:
        near = nearest(wanted, [run.id for run in runs])
        raise UsageError("no_such_run", values={"run": wanted, "near": near})
    if len(found) > 1:
        raise UsageError("ambiguous_run", values={"run": wanted, "count": str(len(found))})
    later = [run.started_at for run in runs if run.started_at > found[0].started_at]
    return Moment(before=min(later, default=None), run=found[0])


def at_start_of(runs: Sequence[Run], day: date, timezone: str) -> Moment:
    """The state when a day began at the office."""
    moment = datetime.combine(day, time.min, ZoneInfo(timezone))
    return Moment(before=moment, run=next((run for run in runs if run.started_at < moment), None))


def at_end_of(runs: Sequence[Run], day: date, timezone: str) -> Moment:
    """The state when a day ended at the office."""
    return at_start_of(runs, day + timedelta(days=1), timezone)


def now(runs: Sequence[Run]) -> Moment:
    """The state as it is."""
    return Moment(before=None, run=next(iter(runs), None))


def newest_two(runs: Sequence[Run]) -> tuple[RunId, RunId]:
    """The two scans that were finished last, the older first. Raises NothingLookedAtError where there are none."""
    finished = [run.id for run in runs if run.state is RunState.FINISHED]
    if len(finished) < 2:
        raise NothingLookedAtError("nothing_to_compare")
    return finished[1], finished[0]
