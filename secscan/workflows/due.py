"""Which apps are due for a scan: the schedule's rule over what the newest evaluation says of each app."""

from collections.abc import Iterable
from datetime import datetime

from secscan.model.assessment import AppAssessment
from secscan.model.enums import SCOPE_REASONS, Reason
from secscan.model.findings import Finding
from secscan.model.ids import AppId
from secscan.model.register import App
from secscan.planning.schedule import Standing, Turn, schedule
from secscan.planning.scope import covers_site, in_force, might_cover
from secscan.workflows.evaluate import evaluate
from secscan.workflows.pausing import local_time
from secscan.workflows.stored import EvaluationDesk

NOT_LOOKED = frozenset({Reason.NEVER, Reason.HOURS, Reason.INTERRUPTED})
"""The newest scan did not get round to the app."""

NOT_DARK = frozenset({*SCOPE_REASONS, *NOT_LOOKED, Reason.NO_URL, Reason.BLOCKED})
"""Reasons for having seen nothing of an app that do not mean that it is gone."""


def turns(desk: EvaluationDesk, apps: Iterable[App]) -> tuple[Turn, ...]:
    """The turns of these apps, as of now. Evaluates what is stored, and stores nothing."""
    assessment = evaluate(desk, save=False)
    entries = {entry.app.id: entry for entry in assessment.apps}
    local = local_time(desk.settings, desk.clock)
    standings = (
        _standing(desk, entries[app.id], assessment.findings_of(app.id), local)
        for app in apps
        if app.sites and app.id in entries
    )
    return schedule(standings, desk.settings.schedule, desk.clock.now())


def due_apps(found: Iterable[Turn]) -> tuple[AppId, ...]:
    """The apps whose turn has come, the most urgent first."""
    return tuple(one.app for one in found if one.due)


def _standing(desk: EvaluationDesk, entry: AppAssessment, findings: tuple[Finding, ...], local: datetime) -> Standing:
    open_ones = [finding for finding in findings if finding.is_open]
    claims = [event.at for finding in open_ones for event in finding.history if event.what == "claimed"]
    hosts = {site.host for site in entry.app.sites}
    named = any(
        in_force(permit, local) and covers_site(permit, (entry.app.id,), host, ())
        for permit in desk.register.permits
        for host in hosts
    )
    tried = entry.unseen not in NOT_LOOKED and not (entry.unseen is Reason.PERMIT and named)
    return Standing(
        app=entry.app.id,
        status=entry.app.status,
        seen_at=entry.run.started_at if entry.run is not None and tried else None,
        rating=entry.score.rating,
        worst=min((finding.severity for finding in open_ones), key=lambda one: one.rank, default=None),
        claimed_at=max(claims, default=None),
        dark=entry.unseen is not None and entry.unseen not in NOT_DARK,
        refused=entry.unseen in SCOPE_REASONS,
        permitted=any(might_cover(desk.register.permits, entry.app.id, host, local, any_hour=True) for host in hosts),
    )
