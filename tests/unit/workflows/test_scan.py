"""A scan with an invented batch: states of the run, what a stop leaves, and what resuming repeats."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest

from secscan.base.errors import InterruptedScanError, SecscanError, UsageError
from secscan.model.enums import Reason, Status
from secscan.model.ids import AppId, JobKey
from secscan.model.impact import Impact
from secscan.model.jobs import HostBatch
from secscan.model.observations import Cost, Observation
from secscan.model.register import Hours
from secscan.model.requests import Request
from secscan.model.runs import RunOptions, RunState, Sink
from secscan.model.settings import Settings
from secscan.model.subjects import Host
from secscan.net.budget import Cancelled
from secscan.net.outages import Outages
from secscan.planning.hours import letters_closed
from secscan.probes.nursery import Nursery
from secscan.workflows import scan as scans
from secscan.workflows.batch import Tools
from secscan.workflows.pausing import local_time
from secscan.workflows.progress import Silent
from secscan.workflows.scan import ScanDesk, ScanResult, resume_scan, start_scan
from tests.unit.builders import answer
from tests.unit.cli.literal import planned
from tests.unit.registers import FixedClock, permit
from tests.unit.stored_runs import START, Bench, known_profile

OPTIONS = RunOptions(profile="quick")


class Batches:
    """Stands in for `run_batch`: one observation for each web job, unless told to end before an address."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.prior: dict[str, int] = {}
        self.ends_with: dict[str, BaseException] = {}

    def __call__(
        self, batch: HostBatch, sink: Sink, _terms: object, _tools: object, prior: tuple[Observation, ...]
    ) -> Impact:
        self.prior[batch.ip] = len(prior)
        for job in batch.jobs:
            site = getattr(job, "site", None)
            if site is not None:
                request = Request(scheme=site.scheme, host=site.host, port=site.port, path="/")
                seen = answer(request, "<title>Layanan</title>")
                sink(msgspec.structs.replace(seen, cost=Cost(requests=1)), {})
        if batch.ip in self.ends_with:
            raise self.ends_with.pop(batch.ip)
        self.ran.append(batch.ip)
        return Impact(ip=batch.ip, requests=1)


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    letters = (permit("127.0.0.9", letter="ST/9"), permit("127.0.0.10", letter="ST/10"))
    return planned(tmp_path, *letters).bench


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Batches:
    made = Batches()
    monkeypatch.setattr(scans, "run_batch", made)
    return made


@contextmanager
def desk(place: Bench, workers: int = 1) -> Iterator[ScanDesk]:
    with place.desk() as whole:
        settings = msgspec.structs.replace(
            whole.settings, scan=msgspec.structs.replace(whole.settings.scan, workers=workers)
        )
        nursery = Nursery(())  # never started: no batch is really run
        yield ScanDesk(whole.register, settings, whole.store, whole.intel, whole.clock, Silent(), nursery)


def scan(place: Bench, options: RunOptions = OPTIONS) -> ScanResult:
    with desk(place) as here:
        return start_scan(here, known_profile(options.profile), options)


def resume(place: Bench) -> ScanResult:
    with desk(place) as here:
        return resume_scan(here, known_profile)


def states(place: Bench) -> list[RunState]:
    with place.store() as store:
        return [run.state for run in store.runs()]


def test_a_run_has_one_batch_for_each_address_and_ends_finished(place: Bench, batches: Batches) -> None:
    result = scan(place)
    assert batches.ran == ["127.0.0.9", "127.0.0.10"]
    assert result.looked_at == 2
    assert states(place) == [RunState.FINISHED]
    with place.store() as store:
        latest = store.latest_runs()
        assert {app: runs[0].batches != () for app, runs in latest.items()} == {
            "buka": True,
            "juga": True,
            "tutup": True,
            "ponsel": False,
        }
        assert {impact.ip for impact in store.impacts(result.run.id)} == {"127.0.0.9", "127.0.0.10"}


def test_only_the_apps_asked_for(place: Bench, batches: Batches) -> None:
    scan(place, RunOptions(profile="quick", apps=(AppId("tutup"),)))
    assert batches.ran == ["127.0.0.10"]


def test_ctrl_c_leaves_what_was_seen_and_says_which_run(place: Bench, batches: Batches) -> None:
    batches.ends_with["127.0.0.10"] = KeyboardInterrupt()
    with pytest.raises(InterruptedScanError, match="scan_stopped") as error:
        scan(place)
    assert states(place) == [RunState.INTERRUPTED]
    with place.store() as store:
        (run,) = store.runs()
        assert error.value.values == {"run": run.id}
        assert len(list(store.observations(run.id, "batch|127.0.0.9"))) == 2
        assert [batch.ip for batch in store.unfinished_batches(run.id)] == ["127.0.0.10"]


def test_resuming_repeats_no_finished_batch_and_hands_on_what_was_stored(place: Bench, batches: Batches) -> None:
    batches.ends_with["127.0.0.10"] = KeyboardInterrupt()
    with pytest.raises(InterruptedScanError):
        scan(place)
    batches.ran.clear()
    result = resume(place)
    assert batches.ran == ["127.0.0.10"]
    assert batches.prior["127.0.0.10"] == 1
    assert states(place) == [RunState.FINISHED]
    assert result.run.options == OPTIONS


def test_a_permit_that_ended_meanwhile_stops_the_rest(place: Bench, batches: Batches) -> None:
    batches.ends_with["127.0.0.10"] = KeyboardInterrupt()
    with pytest.raises(InterruptedScanError):
        scan(place)
    batches.ran.clear()
    register = place.register()
    place.save(msgspec.structs.replace(register, permits=register.permits[:1]))
    resume(place)
    assert batches.ran == []
    with place.store() as store:
        (run,) = store.runs()
        refused = {one.app: one.reason for one in store.refusals(run.id)}
        assert refused["tutup"] is Reason.PERMIT
        assert store.latest_runs()[AppId("buka")][0].batches == ("batch|127.0.0.9",)


def test_a_fault_of_our_own_interrupts_the_run_and_is_not_hidden(place: Bench, batches: Batches) -> None:
    batches.ends_with["127.0.0.9"] = OSError(28, "No space left on device")
    with pytest.raises(OSError, match="No space"):
        scan(place)
    assert states(place) == [RunState.INTERRUPTED]


def test_a_batch_that_was_broken_off_is_taken_up_again(place: Bench, batches: Batches) -> None:
    """This machine slept, say: what was stored before is handed on, and the other addresses lose nothing."""
    batches.ends_with["127.0.0.9"] = Cancelled()
    result = scan(place)
    assert batches.ran == ["127.0.0.10", "127.0.0.9"]
    assert batches.prior["127.0.0.9"] == 2
    assert states(place) == [RunState.FINISHED]
    with place.store() as store:
        assert store.unfinished_batches(result.run.id) == ()
        assert AppId("buka") in store.latest_runs()


def test_a_scan_that_gets_nowhere_ends_resumable(place: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> Impact:
        raise Cancelled

    monkeypatch.setattr(scans, "run_batch", never)
    with pytest.raises(SecscanError, match="no_progress"):
        scan(place)
    assert states(place) == [RunState.INTERRUPTED]


class Watched(Silent):
    """Remembers the pauses; in each, `stop` may end the scan as Ctrl-C does."""

    def __init__(self, stop: bool = False) -> None:
        self.pauses: list[datetime | None] = []
        self.stop = stop

    def paused(self, until: datetime | None) -> None:
        self.pauses.append(until)
        if self.stop:
            raise KeyboardInterrupt


class Sleeping(FixedClock):
    """A clock that sleeping moves."""

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=self.elapsed)


@contextmanager
def night(place: Bench, watcher: Watched) -> Iterator[ScanDesk]:
    """A desk whose scans wait for 20:00-05:00; it is 00:30 WIB at first, and any look takes six hours."""
    with desk(place) as here:
        scan_settings = msgspec.structs.replace(here.settings.scan, hours=Hours(time(20), time(5)))
        settings = msgspec.structs.replace(here.settings, scan=scan_settings)
        yield replace(here, settings=settings, clock=Sleeping(place.clock.moment), watcher=watcher)


def test_outside_its_hours_a_scan_rests_and_goes_on_by_itself(
    place: Bench, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher, began = Watched(), []

    def slow(batch: HostBatch, sink: Sink, terms: object, tools: Tools, prior: tuple[Observation, ...]) -> Impact:
        began.append(f"{local_time(Settings(), tools.clock):%H:%M} {batch.ip}")
        tools.clock.sleep(6 * 3600)
        return batches(batch, sink, terms, tools, prior)

    monkeypatch.setattr(scans, "run_batch", slow)
    monkeypatch.setattr(Outages, "count", 0)
    with night(place, watcher) as here:
        start_scan(here, known_profile("quick"), OPTIONS)
    assert began == ["00:30 127.0.0.9", "20:00 127.0.0.10"]
    assert [f"{until:%H:%M %Z}" for until in watcher.pauses if until] == ["20:00 WIB"]
    assert states(place) == [RunState.FINISHED]


@pytest.mark.usefixtures("batches")
def test_ctrl_c_in_a_pause_leaves_the_scan_resumable(place: Bench) -> None:
    place.clock.moment += timedelta(hours=12)
    with night(place, Watched(stop=True)) as here, pytest.raises(InterruptedScanError, match="scan_stopped"):
        start_scan(here, known_profile("quick"), OPTIONS)
    assert states(place) == [RunState.INTERRUPTED]
    with place.store() as store:
        (run,) = store.runs()
        assert len(store.unfinished_batches(run.id)) == 2
        assert not list(store.observations(run.id, "batch|127.0.0.9"))


def test_a_permits_own_hours_are_waited_for(place: Bench, batches: Batches) -> None:
    """One letter is for the night, the other for any hour: at noon the one app is looked at, and the other waits."""
    place.clock.moment += timedelta(hours=12)
    day, dark = permit("127.0.0.9", letter="ST/9"), permit("127.0.0.10", letter="ST/10", hours=Hours(time(22), time(4)))
    place.save(msgspec.structs.replace(place.register(), permits=(day, dark)))
    watcher = Watched()
    any_time = Hours(time(0), time(0))
    with night(place, watcher) as here:
        scan_settings = msgspec.structs.replace(here.settings.scan, hours=any_time)
        here = replace(here, settings=msgspec.structs.replace(here.settings, scan=scan_settings))

        def guarded(batch: HostBatch, sink: Sink, terms: object, tools: Tools, prior: object) -> Impact:
            shut = letters_closed(batch.permits, local_time(Settings(), tools.clock))
            if shut:
                sink(skipped_for_hours(batch), {})
                return Impact(ip=batch.ip)
            return batches(batch, sink, terms, tools, tuple(prior))  # type: ignore[call-overload]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scans, "run_batch", guarded)
            patch.setattr(Outages, "count", 0)
            start_scan(here, known_profile("quick"), OPTIONS)
    assert batches.ran == ["127.0.0.9", "127.0.0.10"]
    assert [f"{until:%H:%M}" for until in watcher.pauses if until] == ["22:00"]
    assert states(place) == [RunState.FINISHED]


def test_what_was_refused_at_the_beginning_is_not_waited_for_after_a_pause(place: Bench, batches: Batches) -> None:
    """The machine slept in a scan by day: the app whose letter is for the night stays refused, and nobody waits."""
    place.clock.moment += timedelta(hours=12)
    dark = permit("127.0.0.10", letter="ST/10", hours=Hours(time(22), time(4)))
    place.save(msgspec.structs.replace(place.register(), permits=(permit("127.0.0.9", letter="ST/9"), dark)))
    batches.ends_with["127.0.0.9"] = Cancelled()
    watcher = Watched()
    with desk(place) as here:
        result = start_scan(replace(here, watcher=watcher), known_profile("quick"), OPTIONS)
    assert batches.ran == ["127.0.0.9"]
    assert watcher.pauses == [None]
    assert [one.reason for one in result.planned.plan.refusals if one.app == "tutup"] == [Reason.HOURS]


def skipped_for_hours(batch: HostBatch) -> Observation:
    return Observation(
        job_key=JobKey("http|GET|secscan|x"),
        subject=Host(batch.ip),
        taken_at=START,
        probe="guard",
        status=Status.SKIPPED,
        reason=Reason.HOURS,
    )


@pytest.mark.usefixtures("batches")
def test_nothing_to_resume(place: Bench) -> None:
    with pytest.raises(UsageError, match="nothing_to_resume"):
        resume(place)
    scan(place)
    with pytest.raises(UsageError, match="nothing_to_resume"):
        resume(place)


@pytest.mark.usefixtures("batches")
def test_tokens_and_ids_of_runs_differ(place: Bench) -> None:
    one, two = scan(place).run, scan(place).run
    assert one.id != two.id
    assert one.token != two.token
    assert len(one.token) >= 16
