"""When an app is due for its next scan: the worse it stands, the sooner; what is dark, rarely; what is new, first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from secscan.model.enums import AppStatus, Severity
from secscan.model.ids import AppId
from secscan.model.settings import Schedule


class Why(StrEnum):
    """What decides when an app is due, the most urgent first; the sentences stand under `due.<why>`."""

    NEVER = "never"  # no scan has looked at it yet
    CLAIMED = "claimed"  # its owner says that something is repaired
    OPEN_KRITIS = "open_kritis"
    OPEN_TINGGI = "open_tinggi"
    UNRATED = "unrated"  # looked at, and too little seen for a rating
    RATING = "rating"
    DARK = "dark"  # nothing answered last time, or the register calls it dead
    NO_PERMIT = "no_permit"  # no letter covers it today, or the last scan found none that does


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a schedule needs to know of an app.

    `seen_at` is the begin of the newest scan that tried to look at it, `worst` the severity of its worst open finding,
    `claimed_at` when a repair was last reported, `dark` that nothing of it answered, `refused` that it was not allowed
    to. Without any letter that could cover it today it is not `permitted`.
    """

    app: AppId
    status: AppStatus = AppStatus.AKTIF
    seen_at: datetime | None = None
    rating: str = "-"
    worst: Severity | None = None
    claimed_at: datetime | None = None
    dark: bool = False
    refused: bool = False
    permitted: bool = True


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """When an app's turn comes, and why then. `at` is None for an app that has no turn; `days` is the interval."""

    app: AppId
    why: Why
    days: float
    seen_at: datetime | None
    at: datetime | None
    rating: str
    due: bool


def turn(standing: Standing, rule: Schedule, now: datetime) -> Turn:
    """The turn of one app by the rule. A scan that was begun a little earlier in the day than the last counts as a
    whole interval, so that a nightly timer keeps to its nights."""
    why, days = _interval(standing, rule)
    at = _when(standing, why, days, now)
    return Turn(
        app=standing.app,
        why=why,
        days=days,
        seen_at=standing.seen_at,
        at=at,
        rating=standing.rating,
        due=at is not None and at - timedelta(hours=rule.slack_hours) <= now,
    )


def schedule(standings: Iterable[Standing], rule: Schedule, now: datetime) -> tuple[Turn, ...]:
    """The turns of all apps, those that are due first, the most urgent of them at the top."""
    turns = [turn(standing, rule, now) for standing in standings]
    ranks = list(Why)

    def order(one: Turn) -> tuple[bool, bool, int, datetime]:
        return not one.due, one.at is None, ranks.index(one.why) if one.due else 0, one.at or now

    return tuple(sorted(turns, key=order))


def _when(standing: Standing, why: Why, days: float, now: datetime) -> datetime | None:
    if not standing.permitted:
        return None
    if standing.seen_at is None:
        return now
    if why is Why.CLAIMED and standing.claimed_at is not None:
        return standing.claimed_at + timedelta(days=days)
    return standing.seen_at + timedelta(days=days)


def _interval(standing: Standing, rule: Schedule) -> tuple[Why, float]:
    """What decides, and the days from one scan to the next; of several reasons the one that comes round soonest."""
    if not standing.permitted:
        return Why.NO_PERMIT, 0.0
    if standing.seen_at is None:
        return Why.NEVER, 0.0
    if standing.refused:
        return Why.NO_PERMIT, rule.unrated
    if standing.claimed_at is not None and standing.claimed_at > standing.seen_at:
        return Why.CLAIMED, rule.claimed
    if standing.dark or standing.status is not AppStatus.AKTIF:
        return Why.DARK, rule.dark
    by_letter = {"A": rule.a, "B": rule.b, "C": rule.c, "D": rule.d, "E": rule.e}
    days = by_letter.get(standing.rating)
    wanted = [(Why.UNRATED, rule.unrated) if days is None else (Why.RATING, days)]
    if standing.worst is Severity.KRITIS:
        wanted.append((Why.OPEN_KRITIS, rule.kritis))
    if standing.worst is Severity.TINGGI:
        wanted.append((Why.OPEN_TINGGI, rule.tinggi))
    return min(wanted, key=lambda one: one[1])
