"""The evaluation: from stored observations to one `Assessment`, without a packet.

Every check of an app is judged on the newest run whose profile asked for it, so that a quick look today does not hide
what a standard look found last week, and evidence of two runs is never mixed within a check.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from secscan.analysis.looks import walled
from secscan.analysis.revisits import revisited
from secscan.base.errors import UsageError
from secscan.checks import home_change
from secscan.checks.catalogue import CHECKS
from secscan.model.assessment import Assessment
from secscan.model.enums import SCOPE_REASONS, Reason
from secscan.model.evidence import AppEvidence
from secscan.model.findings import Finding
from secscan.model.ids import AppId, Fingerprint, RunId
from secscan.model.register import App
from secscan.scoring.controls import limit_confidence
from secscan.store.runs import AppRun
from secscan.tracking.causes import Since, since
from secscan.tracking.held import held
from secscan.tracking.looks import AppVerdicts
from secscan.tracking.track import track
from secscan.version import __version__
from secscan.workflows.assess import Look, assessment
from secscan.workflows.context import checks_of, context_of, identified, judge, services
from secscan.workflows.earlier import earlier_homes
from secscan.workflows.judged import judgements, stamps
from secscan.workflows.stored import EvaluationDesk, StoredEvidence


def evaluate(
    desk: EvaluationDesk, *, as_of: date | None = None, run_id: RunId | None = None, save: bool = True
) -> Assessment:
    """Judge the newest evidence of every app, or that of one run, with today's rules.

    `as_of` is the day on which expiry and support are judged, by default that of the observations. With `save`, the
    findings are tracked on and stored; without, what is stored stays as it was.
    """
    evidence = StoredEvidence(desk)
    if run_id is not None and run_id not in evidence.runs:
        raise UsageError("no_such_run", values={"run": run_id})
    latest = desk.store.latest_runs(run_id=run_id)
    past = desk.store.latest_runs() if run_id is not None else {}
    known, judged, packs = desk.store.findings(), desk.store.judgements(), stamps(desk.intel)
    now = desk.clock.now()
    mine = by_app(known)
    looks = {
        app.id: tuple(
            looks_at(
                desk, evidence, app, latest.get(app.id, ()), past.get(app.id, ()), mine.get(app.id, {}), run_id, as_of
            )
        )
        for app in side_by_side(desk.register.apps, latest)
    }
    findings = track(
        known,
        [
            verdicts_of(app, look, since(judged.get(app.id), look.run.id, packs, __version__, now))
            for app in desk.register.apps
            for look in reversed(looks[app.id])
        ],
        evidence.owners(),
        {check.spec.id: check.spec for check in CHECKS},
    )
    if save:
        desk.store.save_findings(finding for key, finding in findings.items() if known.get(key) != finding)
        desk.store.save_judgements(judgements(desk, looks, judged))
    return assessment(desk, evidence, looks, tuple(findings.values()), as_of)


def by_app(findings: Mapping[Fingerprint, Finding]) -> dict[AppId, dict[Fingerprint, Finding]]:
    """The findings of each app that has any, by fingerprint."""
    found: defaultdict[AppId, dict[Fingerprint, Finding]] = defaultdict(dict)
    for key, finding in findings.items():
        for app in finding.apps:
            found[app][key] = finding
    return dict(found)


def side_by_side(apps: Iterable[App], latest: Mapping[AppId, tuple[AppRun, ...]]) -> list[App]:
    """The apps, those on one address one after another, so that what was seen there is read once."""
    return sorted(apps, key=lambda app: next((part.batches for part in latest.get(app.id, ())), ()))


def looks_at(
    desk: EvaluationDesk,
    evidence: StoredEvidence,
    app: App,
    parts: tuple[AppRun, ...],
    past: tuple[AppRun, ...],
    known: Mapping[Fingerprint, Finding],
    run_id: RunId | None,
    as_of: date | None,
) -> Iterator[Look]:
    """The newest look first, then older ones for the checks that no newer one asked for.

    A run that sent an app nothing, because no permit allowed it then, has seen nothing: what was seen before stands.
    `past` are further runs to compare with where `parts` are not all, `known` the findings of the app.
    """
    left = {check.spec.id for check in CHECKS}
    looked = tuple(part for part in parts if part.refused not in SCOPE_REASONS)
    for part in looked or parts:
        run = evidence.runs[part.run]
        if run_id is not None and part.run != run_id:
            continue
        profile = evidence.profile(run)
        speaks_for = frozenset(left.intersection(profile.checks))
        if not speaks_for:
            continue
        newest = len(left) == len(CHECKS)
        left -= speaks_for
        seen, batches = evidence.of(app, part)
        day = as_of or seen.taken_at.astimezone(ZoneInfo(desk.settings.office.timezone)).date()
        asked = [one for one in known.values() if one.check in speaks_for and one.first_seen <= seen.taken_at]
        context = context_of(desk.settings, desk.intel, day, profile, asked, desk.blocked)
        if home_change.SPEC.id in speaks_for:
            before = tuple(earlier_homes(seen, part, past or parts, known, desk.store))
            seen = msgspec.structs.replace(seen, earlier=before)
        verdicts = tuple(
            limit_confidence(verdict, desk.standard)
            for check in checks_of(profile)
            if check.spec.id in speaks_for
            for verdict in judge(check, seen, context)
        )
        pages = {key: why for site in seen.sites for key, why in revisited(site).items()}
        permits = {permit.letter: permit for batch in batches for permit in batch.permits}
        yield Look(
            run=run,
            taken_at=seen.taken_at,
            refused=seen.refused,
            unseen=_unseen(seen),
            software=identified(seen, desk.intel) if newest else (),
            services=() if newest else services(seen),
            verdicts=(*verdicts, *held(asked, verdicts, pages, seen.taken_at)),
            checks=speaks_for,
            pages=pages,
            addresses=tuple(batch.ip for batch in batches),
            permits=tuple(permits.values()),
        )


def _unseen(evidence: AppEvidence) -> Reason | None:
    """Why nothing of the app could be looked at; None when something was."""
    if evidence.refused is not None:
        return evidence.refused
    reasons = [Reason.BLOCKED if walled(site) else site.unreachable for site in evidence.sites]
    return reasons[0] if reasons and all(reason is not None for reason in reasons) else None


def verdicts_of(app: App, look: Look, changes: Since | None) -> AppVerdicts:
    """What a look says, for tracking; `changes` is what is different since the app was evaluated last."""
    return AppVerdicts(
        app=app.id,
        opd=app.opd,
        run=look.run.id,
        at=look.taken_at,
        checks=look.checks,
        verdicts=look.verdicts,
        since=changes,
        pages=look.pages,
    )
