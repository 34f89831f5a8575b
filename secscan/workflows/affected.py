"""Which apps a hole concerns: from what evaluations identified, without a packet and without reading evidence again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from secscan.analysis.concerned import Answer, Concern, Target, answer, not_looked
from secscan.model.enums import Reason
from secscan.model.ids import AppId
from secscan.model.judgements import Judgement
from secscan.model.register import App, Opd
from secscan.version import __version__
from secscan.workflows.evaluate import evaluate
from secscan.workflows.stored import EvaluationDesk


@dataclass(frozen=True, slots=True)
class Concerned:
    """The answer for one app. `taken_at` is when its evidence was taken, None where there is none."""

    app: App
    opd: Opd
    answer: Answer
    taken_at: datetime | None


def unidentified(desk: EvaluationDesk) -> tuple[AppId, ...]:
    """The apps with evidence whose software was not identified yet, or by another version of secscan: those of a scan
    that was not evaluated, or of a database that an older secscan made."""
    judged = desk.store.judgements()
    latest = desk.store.latest_runs(limit=1)
    return tuple(
        app.id
        for app in desk.register.apps
        if latest.get(app.id) and not _is_of(judged.get(app.id), latest[app.id][0].run)
    )


def _is_of(one: Judgement | None, newest: str) -> bool:
    return one is not None and newest in one.runs and one.version == __version__


def affected(desk: EvaluationDesk, targets: tuple[Target, ...]) -> tuple[Concerned, ...]:
    """One answer for each registered app that is in use, the worst first. `targets` has at least one."""
    judged = desk.store.judgements()
    opds = {opd.id: opd for opd in desk.register.opds}
    found = [
        Concerned(app, opds.get(app.opd, Opd(app.opd, app.opd)), *_answered(judged.get(app.id), targets))
        for app in desk.register.apps
        if app.rated
    ]
    order = list(Concern)
    return tuple(sorted(found, key=lambda one: (order.index(one.answer.concern), one.opd.id, one.app.id)))


def _answered(one: Judgement | None, targets: tuple[Target, ...]) -> tuple[Answer, datetime | None]:
    if one is None:
        return not_looked(targets[0], Reason.NEVER), None
    if one.unseen is not None and not one.software:
        return not_looked(targets[0], one.unseen), one.taken_at
    return answer(targets, one.software), one.taken_at


def identify_anew(desk: EvaluationDesk) -> None:
    """Evaluate and keep, so that the software of every app is known as this version of secscan identifies it."""
    evaluate(desk)


def counts(found: tuple[Concerned, ...]) -> Iterator[tuple[Concern, int]]:
    """How many apps each answer was given for."""
    for concern in Concern:
        yield concern, sum(one.answer.concern is concern for one in found)
