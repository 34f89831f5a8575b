"""The work of `secscan scan --due`: made for cron and systemd timers, quiet where nothing is to do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from secscan.base.errors import UsageError
from secscan.cli.desk import open_desk
from secscan.cli.output import Cell, Format, Said
from secscan.cli.progress import moment_words
from secscan.cli.session import Opened, Session
from secscan.cli.wording import Wording
from secscan.model.ids import AppId, OpdId
from secscan.planning.hours import is_open, opening
from secscan.planning.schedule import Turn
from secscan.workflows.due import due_apps, turns
from secscan.workflows.pausing import local_time
from secscan.workflows.plan import select
from secscan.workflows.stored import EvaluationDesk
from secscan.workspace.lock import locked

COLUMNS = ("app", "due", "why", "rating", "days", "last", "next")
BUSY = frozenset({"busy", "busy_unknown"})


def print_schedule(
    session: Session, opened: Opened, apps: tuple[str, ...], opds: tuple[str, ...], form: Format
) -> None:
    """Every app's turn, why it comes then, and when; nothing is sent."""
    wording = session.wording("verbs")
    with open_desk(session, opened) as desk:
        found = chosen_turns(desk, apps, opds)
    zone = ZoneInfo(opened.settings.office.timezone)
    rows = [_row(one, wording, zone) for one in found]
    session.output.rows({key: wording.text(f"due.{key}") for key in COLUMNS}, rows, form, whole=("app",))
    session.output.say(_summary(found, wording, zone))


def chosen_turns(desk: EvaluationDesk, apps: tuple[str, ...], opds: tuple[str, ...]) -> tuple[Turn, ...]:
    """The turns of the apps of that choice; nothing chosen means all."""
    return turns(desk, select(desk.register, tuple(map(AppId, apps)), tuple(map(OpdId, opds))))


def apps_due(session: Session, desk: EvaluationDesk, apps: tuple[str, ...], opds: tuple[str, ...]) -> tuple[AppId, ...]:
    """The apps to scan now; where there is none, that is told to a terminal only: cron mails whatever is printed."""
    found = chosen_turns(desk, apps, opds)
    due = due_apps(found)
    if not due and session.output.is_watched:
        session.output.say(_summary(found, session.wording("verbs"), ZoneInfo(desk.settings.office.timezone)))
    return due


def say_due(session: Session, opened: Opened, apps: tuple[str, ...], opds: tuple[str, ...]) -> frozenset[AppId]:
    """The apps that are due, each told on stderr with the reason, and when the next one comes."""
    wording, zone = session.wording("verbs"), ZoneInfo(opened.settings.office.timezone)
    with open_desk(session, opened) as desk:
        found = chosen_turns(desk, apps, opds)
    for one in found:
        if one.due:
            why = wording.text(f"due.reasons.{one.why}")
            session.output.say(wording.text("due.line", {"app": one.app, "why": why}))
    session.output.say(_summary(found, wording, zone))
    return frozenset(due_apps(found))


def closed(session: Session, opened: Opened) -> bool:
    """Whether hours forbid a scan now; the timer's next call comes within them."""
    hours = opened.settings.scan.hours
    local = local_time(opened.settings, session.clock)
    if is_open(hours, local):
        return False
    if session.output.is_watched:
        until = opening((hours,), local)
        words = moment_words(until) if until is not None else ""
        session.output.say(session.wording("verbs").text("due.closed", {"until": words}))
    return True


@contextmanager
def locked_unless_busy(session: Session, opened: Opened) -> Iterator[bool]:
    """The workspace's lock; False, and a word about it, where another secscan is at work: no failure for a timer."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(opened.workspace, "scan --due", session.clock.now()))
        except UsageError as error:
            if error.code not in BUSY:
                raise
            if not session.output.quiet:
                session.output.say(session.wording("verbs").text("due.running", {"pid": error.values.get("pid", "?")}))
            yield False
        else:
            yield True


def _summary(found: tuple[Turn, ...], wording: Wording, zone: ZoneInfo) -> str:
    """How many are due, and when the next one comes."""
    due = due_apps(found)
    values = {"due": str(len(due)), "all": str(len(found))}
    coming = [one for one in found if not one.due and one.at is not None]
    if not coming or coming[0].at is None:
        return wording.text("due.summary", values)
    nearest = {"app": coming[0].app, "at": moment_words(coming[0].at.astimezone(zone))}
    return wording.text("due.summary_next", values | nearest)


def _row(one: Turn, wording: Wording, zone: ZoneInfo) -> dict[str, Cell]:
    return {
        "app": one.app,
        "due": Said(one.due, wording.text("due.now" if one.due else "due.later")),
        "why": Said(one.why, wording.text(f"due.reasons.{one.why}")),
        "rating": one.rating,
        "days": round(one.days, 2),
        "last": _moment(one.seen_at, zone),
        "next": _moment(one.at, zone),
    }


def _moment(moment: datetime | None, zone: ZoneInfo) -> Cell:
    if moment is None:
        return Said(None, "")
    return Said(moment.isoformat(timespec="seconds"), moment_words(moment.astimezone(zone)))
