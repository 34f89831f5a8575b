"""The work of `secscan scan`."""

from contextlib import ExitStack
from dataclasses import dataclass

import msgspec

from secscan.cli.desk import open_desk, pace_flags, profile
from secscan.cli.due import apps_due, closed, locked_unless_busy, print_schedule
from secscan.cli.exit_codes import ExitCode
from secscan.cli.intel_status import tell_stale
from secscan.cli.output import Format
from secscan.cli.progress import watching
from secscan.cli.scores import print_scores
from secscan.cli.session import Opened, Session
from secscan.model.assessment import Assessment
from secscan.model.enums import SCOPE_REASONS
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.jobs import Plan
from secscan.model.runs import RunOptions
from secscan.workflows.evaluate import evaluate
from secscan.workflows.plan import Planned
from secscan.workflows.scan import ScanResult, resume_scan, scan_desk, start_scan
from secscan.workflows.stored import EvaluationDesk
from secscan.workspace.lock import locked

SHOWN = 20
"""So many refusals are told after a scan; `secscan plan` tells all."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What the user asked for. Empty `apps` and `opds` mean the whole register; None leaves the pace to settings."""

    profile: str
    apps: tuple[str, ...]
    opds: tuple[str, ...]
    rate: float | None
    max_connections: int | None
    hours: str | None
    standard: str


def run(session: Session, wanted: Scan, form: Format, *, resume: bool, run_id: str | None) -> ExitCode:
    """Scan, or go on with an interrupted scan under its own options; then print the scores."""
    opened = session.open(pace_flags(wanted.rate, wanted.max_connections, wanted.hours))
    options = _options(opened, wanted)
    with (
        locked(opened.workspace, "scan", session.clock.now()),
        open_desk(session, opened, wanted.standard, warn=True) as desk,
    ):
        result = _resume(session, desk, run_id) if resume else _start(session, desk, options)
        return _told(session, opened, desk, result, form)


def run_due(session: Session, wanted: Scan, form: Format, *, dry_run: bool) -> ExitCode:
    """Scan the apps whose turn has come; with `dry_run` only tell the turns.

    Done (0) as well where nothing is due, hours are closed, or another scan is at work: a timer comes again.
    """
    opened = session.open(pace_flags(wanted.rate, wanted.max_connections, wanted.hours))
    if dry_run:
        print_schedule(session, opened, wanted.apps, wanted.opds, form)
        return ExitCode.OK
    if closed(session, opened):
        return ExitCode.OK
    with locked_unless_busy(session, opened) as mine, ExitStack() as stack:
        if not mine:
            return ExitCode.OK
        desk = stack.enter_context(open_desk(session, opened, wanted.standard))
        apps = apps_due(session, desk, wanted.apps, wanted.opds)
        if not apps:
            return ExitCode.OK
        tell_stale(session, desk.intel.packs, session.today(opened.settings))
        options = msgspec.structs.replace(_options(opened, wanted), apps=apps, opds=())
        return _told(session, opened, desk, _start(session, desk, options), form)


def _options(opened: Opened, wanted: Scan) -> RunOptions:
    return RunOptions(
        profile=wanted.profile,
        apps=tuple(map(AppId, wanted.apps)),
        opds=tuple(map(OpdId, wanted.opds)),
        rate=wanted.rate,
        max_connections=wanted.max_connections,
        hours=opened.settings.scan.hours if wanted.hours is not None else None,
    )


def _told(session: Session, opened: Opened, desk: EvaluationDesk, result: ScanResult, form: Format) -> ExitCode:
    """Evaluate and print what a scan brought."""
    assessment = evaluate(desk)
    chosen = {app.id for app in result.planned.apps}
    print_scores(session, assessment, chosen, form)
    _say_refused(session, result.planned.plan)
    session.output.say(session.wording("verbs").text("scan.done", {"run": result.run.id, **_where(opened)}))
    return _exit(assessment, result.planned)


def _start(session: Session, desk: EvaluationDesk, options: RunOptions) -> ScanResult:
    chosen = profile(options.profile)
    with watching(session.output, session.wording("verbs")) as watcher, scan_desk(desk, watcher) as scan:
        return start_scan(scan, chosen, options)


def _resume(session: Session, desk: EvaluationDesk, run_id: str | None) -> ScanResult:
    with watching(session.output, session.wording("verbs")) as watcher, scan_desk(desk, watcher) as scan:
        return resume_scan(scan, profile, RunId(run_id) if run_id else None)


def _where(opened: Opened) -> dict[str, str]:
    return {"folder": str(opened.workspace.folder)}


def _say_refused(session: Session, plan: Plan) -> None:
    """What was not sent to apps because no permit allowed it: the first of them, with letter or address."""
    wording, sentences = session.wording("verbs"), session.wording("errors")
    refused = [one for one in plan.refusals if one.what == "app" and one.reason in SCOPE_REASONS]
    for one in refused[:SHOWN]:
        why = sentences.text(f"{one.lack}.message", one.values)
        session.output.say(wording.text("scan.refused", {"why": why}))
    if len(refused) > SHOWN:
        session.output.say(wording.text("scan.refused_more", {"count": str(len(refused) - SHOWN)}))


def _exit(assessment: Assessment, planned: Planned) -> ExitCode:
    """Done if any selected app was looked at; else refused, if permits alone stood in the way, or no verdict.

    What earlier runs saw of an app that was refused now is in its score, but no look of this scan.
    """
    looked = {app for batch in planned.plan.batches for app in batch.apps}
    chosen = {app.id for app in planned.apps}
    if any(entry.unseen is None for entry in assessment.apps if entry.app.id in chosen & looked):
        return ExitCode.OK
    refusals = [one.reason for one in planned.plan.refusals if one.app is not None and one.app not in looked]
    if not looked and refusals and all(reason in SCOPE_REASONS for reason in refusals):
        return ExitCode.REFUSED
    return ExitCode.NO_VERDICT
