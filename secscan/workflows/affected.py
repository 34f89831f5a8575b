"""Which apps a hole concerns: from what evaluations identified, without a packet and without reading evidence again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from secscan.analysis.concerned import Answer, Asked, Concern
from secscan.model.enums import Reason
from secscan.model.ids import AppId
from secscan.model.judgements import Judgement
from secscan.model.register import App, Opd, Register
from secscan.store.store import Store
from secscan.version import __version__

Judgements = Mapping[AppId, Judgement]


@dataclass(frozen=True, slots=True)
class Concerned:
    """The answer for one app. `taken_at` is when its evidence was taken, None where there is none."""

    app: App
    opd: Opd
    answer: Answer
    taken_at: datetime | None


def unidentified(register: Register, store: Store, judged: Judgements) -> tuple[AppId, ...]:
    """The apps with evidence whose software was not identified yet, or by another version of secscan: those of a scan
    that was not evaluated, or of a database that an older secscan made."""
    latest = store.latest_runs(limit=1)
    return tuple(
        app.id for app in register.apps if latest.get(app.id) and not _is_of(judged.get(app.id), latest[app.id][0].run)
    )


def _is_of(one: Judgement | None, newest: str) -> bool:
    return one is not None and newest in one.runs and one.version == __version__


def affected(register: Register, judged: Judgements, asked: Asked) -> tuple[Concerned, ...]:
    """One answer for each registered app that is in use, the worst first."""
    opds = {opd.id: opd for opd in register.opds}
    found = [
        Concerned(app, opds.get(app.opd, Opd(app.opd, app.opd)), *_answered(judged.get(app.id), asked))
        for app in register.apps
        if app.rated
    ]
    order = list(Concern)
    return tuple(sorted(found, key=lambda one: (order.index(one.answer.concern), one.opd.id, one.app.id)))


def _answered(one: Judgement | None, asked: Asked) -> tuple[Answer, datetime | None]:
    if one is None:
        return asked.not_looked(Reason.NEVER), None
    if one.unseen is not None and not one.software:
        return asked.not_looked(one.unseen), one.taken_at
    return asked.answer(one.software), one.taken_at


def counts(found: tuple[Concerned, ...]) -> Iterator[tuple[Concern, int]]:
    """How many apps each answer was given for."""
    for concern in Concern:
        yield concern, sum(one.answer.concern is concern for one in found)
