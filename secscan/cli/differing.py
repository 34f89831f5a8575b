"""The work of `secscan diff`."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.cli.desk import open_desk
from secscan.cli.diff_rows import Row, Telling, rows_of
from secscan.cli.output import Format, file_format, listing
from secscan.cli.session import Session
from secscan.cli.wording import Wording
from secscan.model.register import Register
from secscan.model.runs import Run
from secscan.reports.wording import Wording as ReportWording
from secscan.reports.write import write_private
from secscan.workflows.diff import Diff, diff
from secscan.workflows.moments import Moment, after_run, at_end_of, at_start_of, newest_two, now

COLUMNS = (
    *("change", "severity", "app", "opd", "what", "subject", "before", "after", "cause", "detail"),
    *("points", "data", "apps", "state", "fingerprint"),
)
HIDDEN = ("points", "data", "apps", "state", "fingerprint")
COUNTED = (
    *("new", "reopened", "changed", "untested", "fixed", "dismissed"),
    *("appeared", "vanished", "dark", "back", "up", "down"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked: two scans or two days, and of which apps and OPDs; empty sets mean all."""

    old: str | None
    new: str | None
    since: date | None
    until: date | None
    apps: frozenset[str]
    opds: frozenset[str]


def print_diff(session: Session, question: Question, standard: str, form: Format, output: Path | None) -> None:
    """The changes as one listing, what they add up to on stderr. Raises UsageError, NothingLookedAtError."""
    file_form = file_format(output) if output is not None else None
    if (question.since or question.until) and question.old is not None:
        raise UsageError("runs_or_days")
    if question.until is not None and question.since is None:
        raise UsageError("until_without_since")
    opened, words = session.open(), session.wording("diff")
    zone = opened.settings.office.timezone
    with open_desk(session, opened, standard) as desk:
        _need_known(desk.register, question)
        old, new = _moments(question, desk.store.runs(), zone)
        found = diff(desk, old, new)
    telling = Telling(words, session.wording("verbs"), ReportWording(found.after, session.language))
    rows = [row for row in rows_of(found, telling) if row.concerns(question.apps, question.opds)]
    cells = [row.cells for row in rows]
    columns = {key: words.text(f"columns.{key}") for key in COLUMNS}
    if output is not None and file_form is not None:
        session.output.line(str(write_private(output, listing(columns, cells, file_form))))
    elif rows or form is not Format.TABLE:
        session.output.rows(columns, cells, form, hidden=HIDDEN, whole=("change", "severity"))
    _sum_up(session, found, rows, words, zone)


def _moments(question: Question, runs: tuple[Run, ...], zone: str) -> tuple[Moment, Moment]:
    if question.since is not None:
        until = question.until
        return at_start_of(runs, question.since, zone), now(runs) if until is None else at_end_of(runs, until, zone)
    if question.old is not None:
        return after_run(runs, question.old), now(runs) if question.new is None else after_run(runs, question.new)
    older, _ = newest_two(runs)
    return after_run(runs, older), now(runs)


def _need_known(register: Register, question: Question) -> None:
    known: tuple[tuple[Collection[str], list[str]], ...] = (
        (question.apps, [str(app.id) for app in register.apps]),
        (question.opds, [str(opd.id) for opd in register.opds]),
    )
    for wanted, ids in known:
        for word in sorted(set(wanted) - set(ids)):
            raise UsageError("unknown_entry", values={"word": word, "near": nearest(word, ids)})


def _sum_up(session: Session, found: Diff, rows: list[Row], words: Wording, zone: str) -> None:
    """Two lines, always of the same form: what was compared, and how much of what changed."""
    states = {"old": _named(found.old, words, zone), "new": _named(found.new, words, zone)}
    session.output.say(words.text("compared", states))
    counts = Counter(row.counted for row in rows)
    session.output.say(", ".join(f"{words.text(f'counts.{key}')} {counts[key]}" for key in COUNTED))


def _named(moment: Moment, words: Wording, zone: str) -> str:
    if moment.run is None:
        return words.text("before_all")
    began = moment.run.started_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    return words.text("after_run", {"run": moment.run.id, "at": began})
