"""The gate: wait for one app, scan it, judge it, decide."""

import msgspec

from secscan.base.clock import Clock
from secscan.base.errors import NothingLookedAtError, ScopeError
from secscan.model.assessment import Assessment, Decision
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.jobs import HostBatch, Plan, WebJob
from secscan.model.observations import Exchange
from secscan.model.profile import ScanProfile
from secscan.model.register import App
from secscan.model.requests import Request
from secscan.model.runs import RunOptions
from secscan.model.settings import Settings
from secscan.net.budget import Budget, Stopped
from secscan.net.guard import Guard, Refused
from secscan.planning.scope import is_own_network
from secscan.probes.web import WebClient
from secscan.scoring.decision import Thresholds, decide
from secscan.workflows.evaluate import evaluate
from secscan.workflows.plan import plan_scan
from secscan.workflows.progress import Watcher
from secscan.workflows.scan import run_plan, scan_desk
from secscan.workflows.stored import EvaluationDesk

SCOPE_REASONS = frozenset({Reason.PERMIT, Reason.SCOPE, Reason.HOURS, Reason.CONSENT})
WAIT_STEP = 2.0
"""Seconds between two looks at a service that is starting."""


class GateTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What a gate is asked for. `wait` is in seconds; `preliminary`: outside the unit's workspace, where a self-made
    permit reaches internal addresses only."""

    thresholds: Thresholds
    wait: float = 0.0
    preliminary: bool = False


def gate(
    desk: EvaluationDesk, app: App, profile: ScanProfile, terms: GateTerms, watcher: Watcher
) -> tuple[Decision, Assessment]:
    """The decision on one app of the register, and the assessment that it rests on (of this app alone).

    Raises ScopeError when no permit covers the app, NothingLookedAtError when its name does not resolve.
    """
    planned = plan_scan(desk.register, (app,), profile, desk.settings, desk.clock, desk.intel.fronts)
    _need_scope(planned.plan, preliminary=terms.preliminary)
    if terms.wait > 0:
        wait_for(planned.plan, desk.settings, desk.clock, terms.wait)
    with scan_desk(desk, watcher) as scan:
        run_plan(scan, profile, RunOptions(profile=profile.name, apps=(app.id,)), planned)
    whole = evaluate(desk)
    entry = whole.app(app.id)
    if entry is None:
        raise NothingLookedAtError("left_register", values={"app": app.id})
    findings = whole.findings_of(app.id)
    own = msgspec.structs.replace(whole, apps=(entry,), findings=findings, opds=())
    decision = decide(entry, findings, desk.standard, terms.thresholds, whole.as_of, preliminary=terms.preliminary)
    return decision, own


def wait_for(plan: Plan, settings: Settings, clock: Clock, seconds: float) -> None:
    """Look at the entry of each planned site until it answers without a server error, or the time is over."""
    end = clock.monotonic() + seconds
    client = WebClient(settings.scan.contact, clock, settings.tls.extra_ca)
    try:
        for batch in plan.batches:
            for job in batch.jobs:
                if isinstance(job, WebJob):
                    _wait_for_site(client, batch, job, settings, clock, end)
    finally:
        client.close()


def _wait_for_site(
    client: WebClient, batch: HostBatch, job: WebJob, settings: Settings, clock: Clock, end: float
) -> None:
    site = job.site
    request = Request(scheme=site.scheme, host=site.host, port=site.port, path=site.path, intensity=Intensity.PASSIVE)
    guard = Guard(batch, settings.office.timezone, clock)
    while clock.monotonic() < end:
        budget = Budget(batch.pace, clock)
        try:
            seen, _ = client.fetch(request, guard.web(request), budget, min(end, clock.monotonic() + 10))
        except (Refused, Stopped):
            return
        if seen.status is Status.OK and isinstance(seen.payload, Exchange) and seen.payload.status < 500:
            return
        clock.sleep(min(WAIT_STEP, max(0.0, end - clock.monotonic())))


def _need_scope(plan: Plan, *, preliminary: bool) -> None:
    outside = [batch.ip for batch in plan.batches if not is_own_network(batch.ip)] if preliminary else []
    if outside:
        raise ScopeError("self_made_permit", where=", ".join(outside))
    if plan.batches:
        return
    refusals = [refusal for refusal in plan.refusals if refusal.what == "app"]
    scope = any(refusal.reason in SCOPE_REASONS for refusal in refusals)
    kind = ScopeError if scope else NothingLookedAtError
    first, *rest = [kind(one.lack, where=one.target, values=one.values) for one in refusals]
    first.also = tuple(rest)
    raise first
