"""Findings from run to run: open until their check really ran on their subject and passed.

A finding is compared with what its check said of exactly its identity, else of its subject as a whole. What could not
be looked at stays as it was, and is marked as not re-tested. Tracking the same evidence again changes nothing, and
evidence older than what a finding already knows is ignored.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from secscan.model.checks import CheckSpec
from secscan.model.enums import Cause, Confidence, FindingState, Outcome, Review
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import AppId, CheckId, Fingerprint, OpdId, RunId
from secscan.model.subjects import Endpoint, Host
from secscan.tracking.held import seen_on
from secscan.tracking.looks import PROBLEMS, AppVerdicts, RunLooks, Said, by_run, worst

Owners = Mapping[str, OpdId | None]

_MAX_HISTORY = 200


class _Why(NamedTuple):
    """The cause of a change, the data packs that changed, and when an evaluation found out."""

    cause: Cause | None = None
    data: tuple[str, ...] = ()
    at: datetime | None = None

    def event(self, what: str, at: datetime, run: RunId | None, note: str = "") -> FindingEvent:
        """A line of history for this cause."""
        return FindingEvent(at=at, what=what, run=run, note=note, cause=self.cause, data=self.data, judged_at=self.at)


_TRACKED = ("opened", "seen", "not_retested", "fixed", "reopened")


def track(
    previous: Mapping[Fingerprint, Finding],
    looks: Iterable[AppVerdicts],
    owner_of_host: Owners,
    specs: Mapping[CheckId, CheckSpec],
) -> dict[Fingerprint, Finding]:
    """All findings, the previous ones among them, after these looks.

    `looks` hold the newest evidence of each app, from one run or several; an app without a look is left alone, as are
    findings of checks that a run did not ask for. `owner_of_host` maps addresses to the OPD that registered them.
    """
    findings = dict(previous)
    for run in by_run(looks):
        for identity, finding in findings.items():
            findings[identity] = _advanced(finding, run, owner_of_host, specs)
        for identity, said in run.problems().items():
            if identity not in findings:
                findings[identity] = _opened(identity, said, owner_of_host, specs)
    return findings


def _opened(identity: Fingerprint, said: Sequence[Said], owners: Owners, specs: Mapping[CheckId, CheckSpec]) -> Finding:
    decisive = worst(said)
    verdict, at = decisive.verdict, _taken(said)
    apps = _with_problem(said)
    shared = isinstance(verdict.subject, (Host, Endpoint))
    why = _why(decisive.look, verdict.check, specs)
    return Finding(
        fingerprint=identity,
        check=verdict.check,
        subject=verdict.subject,
        app=None if shared else apps[0],
        apps=apps,
        opd=_owner(said, apps, owners),
        outcome=verdict.outcome,
        severity=verdict.severity,
        confidence=verdict.confidence,
        discriminators=verdict.discriminators,
        facts=verdict.facts,
        pages=seen_on(verdict, decisive.look.pages),
        first_seen=at,
        last_seen=at,
        history=(why.event("opened", at, decisive.look.run),),
    )


def _advanced(finding: Finding, run: RunLooks, owners: Owners, specs: Mapping[CheckId, CheckSpec]) -> Finding:
    """The finding after one run."""
    said, exact = run.about(finding)
    looks = [one.look for one in said] or run.asked(finding.check, finding.apps)
    if not looks:
        return finding
    at = max(look.at for look in looks)
    if at < _known_until(finding):
        return finding
    why = _why(max(looks, key=lambda look: look.at), finding.check, specs)
    if exact and worst(said).verdict.outcome in PROBLEMS:
        return _seen_again(finding, said, at, owners, why)
    if not finding.is_open:
        return finding
    outcome = worst(said).verdict.outcome if said else Outcome.NOT_TESTED
    gone = outcome is Outcome.NOT_APPLICABLE and finding.check in specs and specs[finding.check].absence_closes
    if outcome is Outcome.PASS or gone:
        fixed = msgspec.structs.replace(finding, state=FindingState.FIXED, fixed_at=at, retested=True)
        return _noted(fixed, "fixed", at, run.run, why)
    if not finding.retested:
        return finding
    note = _reason(said) if said else ""
    return _noted(msgspec.structs.replace(finding, retested=False), "not_retested", at, run.run, why, note)


def _seen_again(finding: Finding, said: Sequence[Said], at: datetime, owners: Owners, why: _Why) -> Finding:
    decisive = worst(said)
    verdict, run = decisive.verdict, decisive.look.run
    if finding.state is FindingState.FALSE_POSITIVE and at <= max(finding.last_seen, _dismissed_at(finding)):
        return finding  # the very look that the reviewer judged
    back = finding.state in (FindingState.FIXED, FindingState.FALSE_POSITIVE)
    confirmed = finding.review is Review.CONFIRMED and not back
    apps = _still_affected(finding, said)
    now = msgspec.structs.replace(
        finding,
        app=None if finding.app is None else apps[0],
        apps=apps,
        opd=_owner(said, apps, owners) if finding.app is None or apps[0] != finding.app else finding.opd,
        outcome=verdict.outcome,
        severity=verdict.severity,
        confidence=Confidence.PASTI if confirmed else verdict.confidence,
        facts=verdict.facts,
        pages=seen_on(verdict, decisive.look.pages, () if back else finding.pages),
        retested=True,
        last_seen=at,
    )
    if back:
        fresh = msgspec.structs.replace(
            now,
            state=FindingState.REOPENED,
            review=Review.NONE,
            reviewer="",
            review_reason="",
            fixed_at=None,
        )
        return _noted(fresh, "reopened", at, run, why)
    changes = _changes(finding, now)
    return _noted(now, "seen", at, run, why, changes) if changes or not finding.retested else now


def _still_affected(finding: Finding, said: Sequence[Said]) -> tuple[AppId, ...]:
    """The apps that have the problem, and those that had it and did not pass now."""
    passed = {one.look.app for one in said} - set(_with_problem(said))
    passed -= {one.look.app for one in said if one.verdict.outcome is not Outcome.PASS}
    return tuple(sorted((set(finding.apps) - passed) | set(_with_problem(said))))


def _with_problem(said: Sequence[Said]) -> tuple[AppId, ...]:
    return tuple(sorted({one.look.app for one in said if one.verdict.outcome in PROBLEMS}))


def _owner(said: Sequence[Said], apps: Sequence[AppId], owners: Owners) -> OpdId | None:
    """The OPD that registered the host; for sites and domains that of the (first) app."""
    subject = said[0].verdict.subject
    if isinstance(subject, (Host, Endpoint)):
        return owners.get(subject.ip)
    return next((one.look.opd for one in said if one.look.app == apps[0]), said[0].look.opd)


def _changes(before: Finding, now: Finding) -> str:
    """What is different now, in words of the model."""
    parts = [
        f"{name} {getattr(before, name)} -> {getattr(now, name)}"
        for name in ("outcome", "severity", "confidence")
        if getattr(before, name) != getattr(now, name)
    ]
    names = sorted(name for name in {*before.facts, *now.facts} if before.facts.get(name) != now.facts.get(name))
    return "; ".join([*parts, *([f"facts {', '.join(names)}"] if names else [])])


def _reason(said: Sequence[Said]) -> str:
    verdict = worst(said).verdict
    return verdict.reason.value if verdict.reason is not None else verdict.outcome.value


def _taken(said: Sequence[Said]) -> datetime:
    return max(one.look.at for one in said)


def _known_until(finding: Finding) -> datetime:
    """The newest look that the finding already knows of."""
    return max(finding.last_seen, *(event.at for event in finding.history if event.what in _TRACKED))


def _dismissed_at(finding: Finding) -> datetime:
    return max((event.at for event in finding.history if event.what == "dismissed"), default=finding.first_seen)


def _why(look: AppVerdicts, check: CheckId, specs: Mapping[CheckId, CheckSpec]) -> _Why:
    """What made a check say something else than at the last evaluation; nothing where there was none."""
    if look.since is None:
        return _Why()
    cause = look.since.cause(check in specs and specs[check].by_data)
    return _Why(cause, look.since.packs if cause in (Cause.DATA, Cause.UNCLEAR) else (), look.since.at)


def _noted(finding: Finding, what: str, at: datetime, run: RunId | None, why: _Why, note: str = "") -> Finding:
    """The finding with one more line of history; of a long one the first line and the newest are kept."""
    history = (*finding.history, why.event(what, at, run, note))
    if len(history) > _MAX_HISTORY:
        history = (history[0], *history[-_MAX_HISTORY + 1 :])
    return msgspec.structs.replace(finding, history=history)
