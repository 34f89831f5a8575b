"""What changed between two states of a workspace, from what is stored: both are judged with today's rules and data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from secscan.base.errors import UsageError
from secscan.checks.catalogue import CHECKS
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import Reason
from secscan.model.findings import Finding
from secscan.model.ids import AppId, Fingerprint
from secscan.model.runs import Run
from secscan.model.score import OpdScore
from secscan.scoring.moves import Move, differs, moves
from secscan.store.runs import AppRun
from secscan.tracking.differences import Between, Difference, differences
from secscan.tracking.rewind import Starts, reviewed, rewind
from secscan.tracking.track import track
from secscan.version import __version__
from secscan.workflows.assess import Look, assessment
from secscan.workflows.evaluate import by_app, looks_at, side_by_side, verdicts_of
from secscan.workflows.moments import Moment
from secscan.workflows.stored import EvaluationDesk, StoredEvidence

Findings = Mapping[Fingerprint, Finding]
Parts = Mapping[AppId, tuple[AppRun, ...]]
_Looks = Mapping[AppId, tuple[Look, ...]]
_SPECS = {check.spec.id: check.spec for check in CHECKS}
_BY_DATA = frozenset(check for check, spec in _SPECS.items() if spec.by_data)
_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AppChange:
    """One app in both states. `moved` are the controls that are judged otherwise."""

    before: AppAssessment
    after: AppAssessment
    moved: tuple[Move, ...]

    @property
    def appeared(self) -> bool:
        """Looked at for the first time."""
        return self.before.unseen is Reason.NEVER and self.after.unseen is not Reason.NEVER

    @property
    def dark(self) -> bool:
        """Nothing of it can be looked at any more."""
        return self.before.unseen is None and self.after.unseen is not None

    @property
    def back(self) -> bool:
        """Looked at again, after nothing could be."""
        return self.before.unseen not in (None, Reason.NEVER) and self.after.unseen is None

    @property
    def rescored(self) -> bool:
        """Seen in both states, with another score, rating or result."""
        was, now = self.before.score, self.after.score
        seen = self.before.unseen is None and self.after.unseen is None
        return seen and (differs(was.value, now.value) or was.rating != now.rating or bool(self.moved))


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed. `vanished` are apps that were looked at and that the register no longer has."""

    old: Moment
    new: Moment
    findings: tuple[Difference, ...]
    apps: tuple[AppChange, ...]
    vanished: tuple[AppId, ...]
    opds: tuple[tuple[OpdScore, OpdScore], ...]
    after: Assessment


def diff(desk: EvaluationDesk, old: Moment, new: Moment) -> Diff:
    """Compare two states; nothing is stored. Raises UsageError where the second is not the later one."""
    start = old.before
    if start is None or (new.before is not None and new.before <= start):
        raise UsageError("wrong_order")
    evidence, known = StoredEvidence(desk), desk.store.findings()
    starts = {run.id: run.started_at for run in evidence.runs.values()}
    then, now = desk.store.latest_runs(before=start), desk.store.latest_runs(before=new.before)
    seeds = _known_at(known, old, starts)
    newer = _looks(desk, evidence, now, _known_at(known, new, starts), {}, {})
    older = _looks(desk, evidence, then, seeds, now, newer)
    was = _tracked(desk, evidence, seeds, older)
    is_now = {
        key: reviewed(finding, known.get(key), start, new.before)
        for key, finding in _tracked(desk, evidence, was, newer).items()
    }
    before = assessment(desk, evidence, older, tuple(was.values()), _day(desk, old))
    after = assessment(desk, evidence, newer, tuple(is_now.values()), _day(desk, new))
    between = Between(
        start=start, end=new.before, by_data=_BY_DATA, rules=_versions(evidence.runs.values(), old) != {__version__}
    )
    return Diff(
        old=old,
        new=new,
        findings=differences(was, is_now, known.values(), between),
        apps=tuple(_apps(before, after)),
        vanished=tuple(_vanished(desk, now, old, starts)),
        opds=tuple(zip(before.opds, after.opds, strict=True)),
        after=after,
    )


def _known_at(known: Findings, moment: Moment, starts: Starts) -> dict[Fingerprint, Finding]:
    """The findings as they stood at a moment."""
    if moment.before is None:
        return dict(known)
    stood = {key: rewind(finding, moment.before, starts) for key, finding in known.items()}
    return {key: finding for key, finding in stood.items() if finding is not None}


def _looks(
    desk: EvaluationDesk, evidence: StoredEvidence, parts: Parts, known: Findings, same: Parts, judged: _Looks
) -> dict[AppId, tuple[Look, ...]]:
    """The looks at every app; those of an app whose runs are the `same` in the other state were `judged` there."""
    mine = by_app(known)
    return {
        app.id: judged[app.id]
        if app.id in judged and same.get(app.id, ()) == parts.get(app.id, ())
        else tuple(looks_at(desk, evidence, app, parts.get(app.id, ()), (), mine.get(app.id, {}), None, None))
        for app in side_by_side(desk.register.apps, parts)
    }


def _tracked(
    desk: EvaluationDesk, evidence: StoredEvidence, start: Findings, looks: Mapping[AppId, Sequence[Look]]
) -> dict[Fingerprint, Finding]:
    said = [verdicts_of(app, look, None) for app in desk.register.apps for look in reversed(looks[app.id])]
    return track(start, said, evidence.owners(), _SPECS)


def _day(desk: EvaluationDesk, moment: Moment) -> date | None:
    """The day on which the age of a state's evidence counts."""
    if moment.before is None:
        return None
    seen = moment.run.started_at if moment.run is not None else moment.before
    return seen.astimezone(ZoneInfo(desk.settings.office.timezone)).date()


def _apps(before: Assessment, after: Assessment) -> Iterator[AppChange]:
    """The apps that are not as they were."""
    for was, now in zip(before.apps, after.apps, strict=True):
        change = AppChange(was, now, moves(was.results, was.score, now.results, now.score))
        if change.appeared or change.dark or change.back or change.rescored:
            yield change


def _vanished(desk: EvaluationDesk, parts: Parts, old: Moment, starts: Starts) -> Iterator[AppId]:
    """Apps that are no longer registered, and were looked at by the newest run of the old state or later."""
    since = old.run.started_at if old.run is not None else _FIRST
    registered = {app.id for app in desk.register.apps}
    for app, runs in parts.items():
        if app not in registered and any(starts[one.run] >= since for one in runs):
            yield app


def _versions(runs: Iterable[Run], old: Moment) -> set[str]:
    """The versions of secscan that looked since the old state, and the one that judges now."""
    since = old.run.started_at if old.run is not None else _FIRST
    return {__version__, *(run.version for run in runs if run.started_at >= since)}
