"""The scan: from a plan to stored observations. Killed at any moment, it loses nothing that was stored."""

import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, takewhile

import msgspec

from secscan.analysis.assemble import RunLooks
from secscan.base.clock import Clock
from secscan.base.errors import InterruptedScanError, SecscanError, UsageError
from secscan.model.ids import AppId, RunId
from secscan.model.intel import Intel
from secscan.model.jobs import HostBatch
from secscan.model.profile import ScanProfile
from secscan.model.register import App, Register
from secscan.model.runs import Run, RunOptions, RunState
from secscan.model.settings import Settings
from secscan.net.budget import Budget, Cancelled
from secscan.net.outages import Outages
from secscan.planning.hours import is_open
from secscan.probes.body_readers import BodyReaders
from secscan.probes.nursery import Nursery
from secscan.probes.tls import TlsProbe
from secscan.probes.web import WebClient
from secscan.store.store import Store
from secscan.version import __version__
from secscan.workflows.batch import BatchTerms, Tools, run_batch
from secscan.workflows.context import asks_of, checks_of, context_of
from secscan.workflows.looks import DNS_BATCH, batch_looks, count_problems
from secscan.workflows.pausing import FRUITLESS, local_time, pause_for, wait_out
from secscan.workflows.plan import Planned, batches_of, plan_scan, select, still_registered
from secscan.workflows.progress import Watched, Watcher
from secscan.workflows.stored import EvaluationDesk
from secscan.workflows.third_parties import parties_of

TLS_WORKERS = 4
"""Child programs for handshakes; each costs about 12 MB."""

BODY_READERS = 2
"""Child programs that read what servers answered: one for each core of a small machine, so that a page that takes long
holds up no other."""

FAREWELL = 1.0
"""Seconds that the batches of a cancelled scan have to store what they know."""


@dataclass(frozen=True, slots=True)
class ScanDesk:
    """What every scan needs. Its workers are forked from `nursery`."""

    register: Register
    settings: Settings
    store: Store
    intel: Intel
    clock: Clock
    watcher: Watcher
    nursery: Nursery


@contextmanager
def scan_desk(desk: EvaluationDesk, watcher: Watcher) -> Iterator[ScanDesk]:
    """The desk of a scan, whose nursery loads its libraries while the scan is planned."""
    with closing(Nursery(desk.settings.tls.extra_ca)) as nursery:
        nursery.start()
        yield ScanDesk(desk.register, desk.settings, desk.store, desk.intel, desk.clock, watcher, nursery)


@dataclass(frozen=True, slots=True)
class ScanResult:
    """A finished run. `looked_at` counts the batches in which anything was looked at."""

    run: Run
    planned: Planned
    looked_at: int


def start_scan(desk: ScanDesk, profile: ScanProfile, options: RunOptions) -> ScanResult:
    """Plan and run a new scan. Raises InterruptedScanError when the user stops it."""
    apps = select(desk.register, options.apps, options.opds)
    planned = _plan(desk, apps, profile)
    return run_plan(desk, profile, options, planned, waits=True)


def run_plan(
    desk: ScanDesk, profile: ScanProfile, options: RunOptions, planned: Planned, *, waits: bool = False
) -> ScanResult:
    """Run a plan as a new scan, at the addresses that it names.

    One that `waits` rests while hours are closed, and goes on by itself; else what hours forbid is not looked at.
    """
    run = Run(
        id=_new_id(desk.clock.now()),
        options=options,
        state=RunState.RUNNING,
        started_at=desk.clock.now(),
        version=__version__,
        token=secrets.token_hex(8),
        vantage=desk.settings.scan.vantage,
        own_profile=profile if options.profile != profile.name else None,
    )
    desk.store.create_run(run, planned.plan, batches_of(planned))
    _store_look_ups(desk, run.id, planned)
    return _execute(desk, run, profile, planned, planned.plan.batches, waits=waits)


def resume_scan(desk: ScanDesk, load_profile: Callable[[str], ScanProfile], run_id: RunId | None = None) -> ScanResult:
    """Go on with an interrupted run, by default the newest, under its own options.

    Names are resolved and permits checked anew: a changed address is a new batch, and what is no longer permitted is
    refused. Nothing whose result was stored is repeated. Raises UsageError when there is nothing to resume.
    """
    run = desk.store.run(run_id) if run_id else desk.store.newest_interrupted()
    if run is None:
        raise UsageError("nothing_to_resume")
    desk = _paced(desk, run.options)
    profile = run.own_profile or load_profile(run.options.profile)
    planned = _replan(desk, run, profile)
    return _execute(desk, run, profile, planned, desk.store.unfinished_batches(run.id), waits=True)


def _plan(
    desk: ScanDesk, apps: tuple[App, ...], profile: ScanProfile, begun: frozenset[AppId] = frozenset()
) -> Planned:
    """A plan that waits for the hours of permits: for all of them where the scan has hours of its own, else only for
    those of apps whose scan has `begun`."""
    waiting = begun if desk.settings.scan.hours is None else frozenset(app.id for app in apps)
    return plan_scan(desk.register, apps, profile, desk.settings, desk.clock, desk.intel.fronts, waiting=waiting)


def _replan(desk: ScanDesk, run: Run, profile: ScanProfile, begun: frozenset[AppId] = frozenset()) -> Planned:
    """A new plan for what is left of a run: names are resolved and permits checked anew."""
    planned = _plan(desk, still_registered(desk.register, run.options), profile, begun)
    desk.store.replan(run.id, planned.plan, batches_of(planned))
    _store_look_ups(desk, run.id, planned)
    desk.store.set_state(run.id, RunState.RUNNING, desk.clock.now())
    return planned


def _paced(desk: ScanDesk, options: RunOptions) -> ScanDesk:
    """The desk at the pace that a run was started with."""
    scan = msgspec.structs.replace(
        desk.settings.scan,
        rate=options.rate or desk.settings.scan.rate,
        max_connections=options.max_connections or desk.settings.scan.max_connections,
        hours=options.hours or desk.settings.scan.hours,
    )
    return replace(desk, settings=msgspec.structs.replace(desk.settings, scan=scan))


def _execute(
    desk: ScanDesk,
    run: Run,
    profile: ScanProfile,
    planned: Planned,
    batches: tuple[HostBatch, ...],
    *,
    waits: bool,
) -> ScanResult:
    """Run the batches, with pauses where hours or this machine ask for them, until none is left."""
    desk.watcher.planned(planned.plan, len(batches))
    terms = BatchTerms(
        profile=profile,
        settings=desk.settings,
        token=run.token,
        registered=tuple(site for app in desk.register.apps for site in app.sites),
        waits=waits,
    )
    with _tools(desk, run, profile) as (tools, cancel):
        try:
            fruitless = 0
            while True:
                fruitless = 0 if _run_all(desk, run, terms, tools, batches, cancel) else fruitless + 1
                batches = desk.store.unfinished_batches(run.id)
                if not batches:
                    break
                if fruitless >= FRUITLESS:
                    raise SecscanError("no_progress", values={"run": run.id, "count": str(len(batches))})
                _pause(desk, run, tools, batches)
                begun = frozenset(app for batch in planned.plan.batches for app in batch.apps)
                planned = _replan(desk, run, profile, begun if waits else frozenset())
                batches = desk.store.unfinished_batches(run.id)
        except BaseException as error:
            desk.store.set_state(run.id, RunState.INTERRUPTED, desk.clock.now())
            if not isinstance(error, KeyboardInterrupt):
                raise
            raise InterruptedScanError("scan_stopped", values={"run": run.id}) from None
    desk.store.set_state(run.id, RunState.FINISHED, desk.clock.now())
    return ScanResult(run, planned, len(planned.plan.batches))


def _pause(desk: ScanDesk, run: Run, tools: Tools, left: tuple[HostBatch, ...]) -> None:
    """Rest until something of what is left may be done; in the pause the run is an interrupted one."""
    pause = pause_for(left, desk.settings, desk.clock)
    desk.store.set_state(run.id, RunState.INTERRUPTED, desk.clock.now())
    desk.watcher.paused(pause.until)
    wait_out(pause, left[0].ip, tools.outages, desk.clock)


def _run_all(
    desk: ScanDesk,
    run: Run,
    terms: BatchTerms,
    tools: Tools,
    batches: tuple[HostBatch, ...],
    cancel: Callable[[], None],
) -> bool:
    """Run the batches on threads, so many in flight at a time that memory stays flat in their number.

    No further one is begun when hours have ended, or this machine has slept or lost its network. Returns whether
    anything was looked at.
    """
    workers = desk.settings.scan.workers
    outages = tools.outages.count
    looked = False

    def may_begin(_: HostBatch) -> bool:
        hours = desk.settings.scan.hours if terms.waits else None
        return tools.outages.count == outages and is_open(hours, local_time(desk.settings, desk.clock))

    waiting = takewhile(may_begin, batches)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="batch")
    flying: set[Future[bool]] = set()
    try:
        flying = {pool.submit(_one, desk, run, terms, tools, batch) for batch in islice(waiting, workers)}
        while flying:
            done, flying = wait(flying, timeout=0.5, return_when=FIRST_COMPLETED)
            results = [future.result() for future in done]
            looked = looked or any(results)
            flying |= {pool.submit(_one, desk, run, terms, tools, batch) for batch in islice(waiting, len(done))}
    except BaseException:
        cancel()
        wait(flying, timeout=FAREWELL)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return looked


def _one(desk: ScanDesk, run: Run, terms: BatchTerms, tools: Tools, batch: HostBatch) -> bool:
    """One batch on its thread: what is stored of it already is not looked at again. Returns whether anything was
    looked at; a batch that was broken off, or waits for the hours of a permit, stays unfinished."""
    prior = tuple(desk.store.observations(run.id, batch.key))
    sink = Watched(desk.store.intake(run.id, batch.key), batch, desk.watcher)
    desk.watcher.started(batch)
    try:
        impact = run_batch(batch, sink, terms, tools, prior)
    except Cancelled:
        return sink.looked
    finally:
        sink.settle()
    if sink.closed and terms.waits and pause_for((batch,), desk.settings, desk.clock).until is not None:
        return sink.looked
    desk.store.finish_batch(run.id, batch.key, impact)
    desk.watcher.finished(batch, lambda: _problems(desk, run, terms, tools, batch))
    return True


def _problems(desk: ScanDesk, run: Run, terms: BatchTerms, tools: Tools, batch: HostBatch) -> int:
    """A first count of what is wrong at an address, for the progress display; the evaluation has the last word."""
    looks = RunLooks(
        token=run.token,
        taken_at=run.started_at,
        batches=(batch_looks(desk.register, batch, desk.store.observations(run.id, batch.key)),),
        dns={},
        refusals=(),
        sites=terms.registered,
    )
    return count_problems(desk.register, looks, checks_of(terms.profile), tools.context)


@contextmanager
def _tools(desk: ScanDesk, run: Run, profile: ScanProfile) -> Iterator[tuple[Tools, Callable[[], None]]]:
    """The open tools of a scan, and how to cancel everything that waits in them."""
    budgets: set[Budget] = set()
    lock = threading.Lock()
    cancelled = threading.Event()

    @contextmanager
    def announce(budget: Budget) -> Iterator[None]:
        with lock:
            budgets.add(budget)
        if cancelled.is_set():
            budget.cancel()
        try:
            yield
        finally:
            with lock:
                budgets.discard(budget)

    parties = parties_of(desk.store, run, profile, desk.settings.dns.resolver, desk.clock)

    def cancel() -> None:
        cancelled.set()
        if parties is not None:
            parties.cancel()
        with lock:
            for budget in budgets:
                budget.cancel()

    readers = BodyReaders(BODY_READERS, desk.nursery, desk.clock)
    web = WebClient(desk.settings.scan.contact, desk.clock, desk.settings.tls.extra_ca, readers)
    tls = TlsProbe(TLS_WORKERS, desk.nursery, desk.clock)
    outages, today = Outages(desk.clock), local_time(desk.settings, desk.clock).date()
    try:
        with outages.watched():
            yield (
                Tools(
                    web=web,
                    tls=tls,
                    asks=asks_of(profile),
                    context=context_of(desk.settings, desk.intel, today, profile, desk.store.findings().values()),
                    clock=desk.clock,
                    budgets=announce,
                    outages=outages,
                    parties=parties,
                ),
                cancel,
            )
    finally:
        web.close()
        tls.close()
        readers.close()


def _new_id(now: datetime) -> RunId:
    """A run's id: its start, which sorts, and a random tail, which tells two of a second apart."""
    return RunId(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}")


def _store_look_ups(desk: ScanDesk, run: RunId, planned: Planned) -> None:
    intake = desk.store.intake(run, DNS_BATCH)
    for seen in planned.dns.values():
        intake(seen, {})
    intake.settle()
