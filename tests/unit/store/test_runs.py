import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from secscan.base.errors import SecscanError
from secscan.model.enums import Reason
from secscan.model.ids import AppId, RunId
from secscan.model.impact import Impact
from secscan.model.runs import RunState
from secscan.store.runs import AppRun
from secscan.store.store import Store
from tests.unit.store.records import START, batch, plan, refused, run

R1, R2, R3 = RunId("r1"), RunId("r2"), RunId("r3")
A, B, C = AppId("app-1"), AppId("app-2"), AppId("app-3")
ONE, TWO = batch("127.0.0.2", "app-1", "app-2"), batch("127.0.0.3", "app-2")
LINKS = {A: (ONE.key,), B: (ONE.key, TWO.key), C: ()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "secscan.db") as opened:
        yield opened


def test_a_plan_comes_back_as_it_was(store: Store) -> None:
    made = plan([ONE, TWO], [refused("app-3")])
    store.create_run(run(), made, LINKS)
    assert store.plan(R1) == made
    assert store.batches(R1) == (ONE, TWO)
    assert store.refusals(R1) == (refused("app-3"),)
    assert store.plan(R2) is None


def test_only_unfinished_batches_are_left_to_do(store: Store) -> None:
    store.create_run(run(), plan([ONE, TWO]), LINKS)
    store.finish_batch(R1, ONE.key, Impact(ip=ONE.ip, requests=7))
    assert store.unfinished_batches(R1) == (TWO,)
    assert store.impacts(R1) == (Impact(ip=ONE.ip, requests=7),)


def test_states_and_the_newest_interrupted_run(store: Store) -> None:
    for name, hours in (("r1", 0), ("r2", 1), ("r3", 2)):
        store.create_run(run(name, hours=hours), plan(), {})
    end = START + timedelta(hours=3)
    store.set_state(R3, RunState.FINISHED, end)
    store.set_state(R2, RunState.INTERRUPTED, end)
    assert [one.id for one in store.runs()] == [R3, R2, R1]
    newest = store.newest_interrupted()
    assert newest == msgspec.structs.replace(run("r2", hours=1), state=RunState.INTERRUPTED)
    finished = store.run(R3)
    assert finished is not None
    assert finished.finished_at == end
    store.set_state(R2, RunState.FINISHED, end)
    killed = store.newest_interrupted()  # a killed run could not say that it ended
    assert killed is not None
    assert killed.id == R1
    store.set_state(R1, RunState.FINISHED, end)
    assert store.newest_interrupted() is None


def test_the_state_of_an_unknown_run_cannot_be_set(store: Store) -> None:
    with pytest.raises(SecscanError, match="no_such_run"):
        store.set_state(R1, RunState.FINISHED, START)


def test_refusals_do_not_push_out_what_was_seen(store: Store) -> None:
    store.create_run(run(), plan([ONE]), {A: (ONE.key,)})
    store.finish_batch(R1, ONE.key, None)
    for number in range(6):  # six nights at the wrong hour
        late = RunId(f"r{number + 3}")
        store.create_run(run(late, hours=number + 1), plan([], [refused("app-1", Reason.HOURS)]), {A: ()})
    latest = store.latest_runs(limit=2)[A]
    assert [one.run for one in latest if one.refused is None] == [R1]
    assert len(latest) == 3


def test_latest_runs_wait_for_all_batches_of_an_app(store: Store) -> None:
    store.create_run(run(), plan([ONE, TWO], [refused("app-3", Reason.DNS)]), LINKS)
    assert store.latest_runs() == {C: (AppRun(run=R1, refused=Reason.DNS),)}
    store.finish_batch(R1, ONE.key, None)
    assert store.latest_runs()[A] == (AppRun(run=R1, batches=(ONE.key,)),)
    assert B not in store.latest_runs()
    store.finish_batch(R1, TWO.key, None)
    assert store.latest_runs()[B] == (AppRun(run=R1, batches=(ONE.key, TWO.key)),)


def test_latest_runs_are_newest_first_and_limited(store: Store) -> None:
    for name, hours in (("r1", 0), ("r3", 2), ("r2", 1)):
        store.create_run(run(name, hours=hours), plan([ONE]), {A: (ONE.key,)})
    for name in (R1, R2):
        store.finish_batch(name, ONE.key, None)
    assert [one.run for one in store.latest_runs()[A]] == [R2, R1]
    assert [one.run for one in store.latest_runs(limit=1)[A]] == [R2]


def test_many_quick_runs_do_not_hide_a_standard_one(store: Store) -> None:
    for hours in range(8):
        name, profile = f"r{hours}", "quick" if hours else "standard"
        store.create_run(run(name, hours=hours, profile=profile), plan([ONE]), {A: (ONE.key,)})
        store.finish_batch(RunId(name), ONE.key, None)
    assert [one.run for one in store.latest_runs(limit=2)[A]] == ["r7", "r6", "r0"]


def test_one_run_can_be_asked_for_however_old(store: Store) -> None:
    for hours in range(8):
        store.create_run(run(f"r{hours}", hours=hours), plan([ONE]), {A: (ONE.key,)})
        store.finish_batch(RunId(f"r{hours}"), ONE.key, None)
    assert [one.run for one in store.latest_runs(run_id=R1)[A]] == ["r1"]
    assert store.latest_runs(run_id=RunId("nobody")) == {}


def test_a_changed_address_is_a_new_batch(store: Store) -> None:
    store.create_run(run(), plan([ONE, TWO]), LINKS)
    store.finish_batch(R1, ONE.key, None)
    moved = batch("127.0.0.9", "app-2")
    store.replan(R1, plan([ONE, moved], [refused("app-3")]), {A: (ONE.key,), B: (ONE.key, moved.key), C: ()})
    assert store.unfinished_batches(R1) == (moved,)
    assert store.batches(R1) == (ONE, moved)
    assert A in store.latest_runs()
    assert B not in store.latest_runs()
    store.finish_batch(R1, moved.key, None)
    assert store.latest_runs()[B] == (AppRun(run=R1, batches=(ONE.key, moved.key)),)
    assert store.latest_runs()[C] == (AppRun(run=R1, refused=Reason.PERMIT),)


def test_a_dropped_batch_comes_back_when_a_later_plan_has_it(store: Store) -> None:
    store.create_run(run(), plan([ONE, TWO]), LINKS)
    store.replan(R1, plan([ONE]), {A: (ONE.key,), B: (ONE.key,)})
    assert store.unfinished_batches(R1) == (ONE,)
    store.replan(R1, plan([ONE, TWO]), LINKS)
    assert store.unfinished_batches(R1) == (ONE, TWO)


def test_a_permit_that_ended_meanwhile_refuses_what_is_not_done_and_keeps_what_is(store: Store) -> None:
    store.create_run(run(), plan([ONE, TWO]), LINKS)
    store.finish_batch(R1, ONE.key, None)
    store.replan(R1, plan([], [refused("app-1"), refused("app-2")]), {A: (), B: (), C: ()})
    assert store.unfinished_batches(R1) == ()
    latest = store.latest_runs()
    assert latest[A] == (AppRun(run=R1, batches=(ONE.key,)),)
    assert latest[B] == (AppRun(run=R1, refused=Reason.PERMIT),)


def test_latest_runs_of_a_thousand_apps_take_well_under_two_seconds(store: Store) -> None:
    batches = [batch(f"127.0.{number // 250}.{number % 250 + 1}", f"app-{number}") for number in range(1000)]
    links = {one.apps[0]: (one.key,) for one in batches}
    for hours in range(5):
        name = RunId(f"r{hours}")
        store.create_run(run(name, hours=hours), plan(batches), links)
        store._write(lambda connection, name=name: _finish_all(connection, name))
    began = time.monotonic()
    latest = store.latest_runs()
    assert time.monotonic() - began < 2
    assert len(latest) == 1000
    assert all(len(runs) == 5 and runs[0].run == "r4" for runs in latest.values())


def _finish_all(connection, name) -> None:  # type: ignore[no-untyped-def]
    from secscan.store.schema import BATCHES, BatchState

    connection.execute(BATCHES.update().where(BATCHES.c.run_id == name).values(state=BatchState.FINISHED))
