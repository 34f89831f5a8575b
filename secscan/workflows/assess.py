"""From looks and findings to the one `Assessment` that every report and gate is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from secscan.checks.catalogue import CHECKS
from secscan.model.assessment import AppAssessment, Assessment, RunInfo, Software
from secscan.model.checks import Verdict
from secscan.model.enums import Reason, Vantage
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId, JobKey, OpdId, RunId
from secscan.model.impact import Impact
from secscan.model.jobs import Refusal
from secscan.model.register import App, Opd, Permit
from secscan.model.runs import Run
from secscan.model.score import ControlResult
from secscan.model.standard import Standard
from secscan.scoring.controls import aged, control_results
from secscan.scoring.opd import opd_score
from secscan.scoring.score import score, without_value
from secscan.store.store import Store
from secscan.version import __version__
from secscan.workflows.stored import EvaluationDesk, StoredEvidence


@dataclass(frozen=True, slots=True)
class Look:
    """One run's look at one app: what was concluded of the evidence, which is not kept: a register has thousands.

    `refused` is why nothing was sent for the app, `unseen` why nothing of it could be looked at. `software` is that of
    the newest look, `services` what an older one saw beside the web; `pages` are those that were asked for, with the
    reason why they could not be seen.
    """

    run: Run
    taken_at: datetime
    refused: Reason | None
    unseen: Reason | None
    software: tuple[Software, ...]
    services: tuple[Software, ...]
    verdicts: tuple[Verdict, ...]
    checks: frozenset[CheckId]
    pages: Mapping[JobKey, Reason | None]
    addresses: tuple[str, ...]
    permits: tuple[Permit, ...]


def assessment(
    desk: EvaluationDesk,
    evidence: StoredEvidence,
    looks: dict[AppId, tuple[Look, ...]],
    findings: tuple[Finding, ...],
    as_of: date | None,
) -> Assessment:
    now = desk.clock.now()
    today = as_of or now.astimezone(ZoneInfo(desk.settings.office.timezone)).date()
    by_app: dict[AppId, list[Finding]] = {}
    for finding in findings:
        for app_id in finding.apps:
            by_app.setdefault(app_id, []).append(finding)
    apps = tuple(_app(desk, app, looks[app.id], by_app.get(app.id, []), today) for app in desk.register.apps)
    of_opd: dict[OpdId, list[AppAssessment]] = {}
    for one in apps:
        of_opd.setdefault(one.opd.id, []).append(one)
    used = {look.run.id for group in looks.values() for look in group}
    return Assessment(
        office=desk.settings.office.name,
        timezone=desk.settings.office.timezone,
        as_of=today,
        generated_at=now,
        secscan_version=__version__,
        standard=desk.standard,
        runs=tuple(_info(run) for run in evidence.runs.values() if run.id in used),
        opds=tuple(
            opd_score(
                desk.standard,
                opd.id,
                [(e.app, e.score if e.unseen is None else None) for e in of_opd.get(opd.id, ())],
            )
            for opd in desk.register.opds
        ),
        apps=apps,
        findings=tuple(sorted(findings, key=_by_weight)),
        hosts=evidence.hosts,
        impact=_impact(desk.store, looks),
        refusals=_refusals(desk.store, used),
        packs=desk.intel.packs,
        vantage=desk.settings.scan.vantage,
    )


def _app(
    desk: EvaluationDesk, app: App, looks: tuple[Look, ...], findings: list[Finding], today: date
) -> AppAssessment:
    results = aged(_results(desk.standard, app, looks), today, desk.standard.scoring.freshness_days)
    newest = looks[0] if looks else None
    opd = desk.register.opd(app.opd) or Opd(app.opd, app.opd)
    unseen = _unseen(app, newest)
    scored = score(desk.standard, results, findings)
    return AppAssessment(
        app=app,
        opd=opd,
        run=_info(newest.run) if newest else None,
        addresses=newest.addresses if newest else (),
        score=scored if unseen is None else without_value(scored),
        results=results,
        verdicts=tuple(verdict for look in looks for verdict in look.verdicts),
        software=newest.software if newest else (),
        permits=newest.permits if newest else (),
        unseen=unseen,
    )


def _results(standard: Standard, app: App, looks: tuple[Look, ...]) -> tuple[ControlResult, ...]:
    """One result per control, each from the newest look that speaks for its checks."""
    tables = [
        (
            look.checks,
            control_results(
                standard,
                look.verdicts,
                checks=look.checks,
                environment=app.environment,
                taken_at=look.taken_at,
                unseen=look.refused,
            ),
        )
        for look in looks
    ]
    if not tables:
        unseen = Reason.NEVER if app.sites else Reason.NO_URL
        everything = frozenset(check.spec.id for check in CHECKS)
        return control_results(
            standard, (), checks=everything, environment=app.environment, taken_at=None, unseen=unseen
        )
    chosen = []
    for index, control in enumerate(standard.controls):
        table = next((table for checks, table in tables if checks.issuperset(control.checks)), tables[0][1])
        chosen.append(table[index])
    return tuple(chosen)


def _unseen(app: App, newest: Look | None) -> Reason | None:
    """Why nothing of the app could be looked at; None when something was."""
    if newest is None:
        return Reason.NEVER if app.sites else Reason.NO_URL
    return newest.unseen


def _info(run: Run) -> RunInfo:
    return RunInfo(
        id=run.id,
        profile=run.options.profile,
        started_at=run.started_at,
        finished_at=run.finished_at,
        state=run.state.value,
        version=run.version,
        vantage=Vantage(run.vantage),
    )


def _impact(store: Store, looks: dict[AppId, tuple[Look, ...]]) -> tuple[Impact, ...]:
    """The receipts of each app's newest run, one for each address."""
    wanted: dict[RunId, set[str]] = {}
    for group in looks.values():
        if group:
            wanted.setdefault(group[0].run.id, set()).update(group[0].addresses)
    return tuple(
        impact for run_id, addresses in wanted.items() for impact in store.impacts(run_id) if impact.ip in addresses
    )


def _refusals(store: Store, runs: set[RunId]) -> tuple[Refusal, ...]:
    """What the newest of these runs did not send: run ids sort by their start."""
    return store.refusals(max(runs)) if runs else ()


def _by_weight(finding: Finding) -> tuple[bool, int, str, datetime]:
    return (not finding.is_open, finding.severity.rank, finding.check, finding.first_seen)
