import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from secscan.base.errors import SecscanError
from secscan.model.enums import Status
from secscan.model.ids import RunId
from secscan.store.store import Store
from tests.unit.store.records import keep, look, plan, run

R1 = RunId("r1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "secscan.db") as opened:
        opened.create_run(run(), plan(), {})
        yield opened


def test_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    path.touch(0o644)
    with Store.open(path) as store:
        store.create_run(run(), plan(), {})
        modes = {entry.name: entry.stat().st_mode & 0o777 for entry in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("secscan.db", "secscan.db-wal", "secscan.db-shm"), 0o600)


def test_what_was_stored_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    with Store.open(path) as store:
        store.create_run(run(), plan(), {})
        keep(store.intake(R1, "batch|127.0.0.2"), look(1, digest="d1"), {"d1": b"<p>isi</p>" * 50})
    with Store.open(path) as store:
        assert list(store.observations(R1)) == [look(1, digest="d1")]
        assert store.body("d1") == b"<p>isi</p>" * 50
        assert store.body("d2") is None
        assert store.run(R1) == run()


def test_observations_come_in_the_order_they_were_stored(store: Store) -> None:
    sink = store.intake(R1, "batch|127.0.0.2")
    for number in range(600):  # more than two pages
        sink(look(number), {})
    sink.settle()
    assert [seen.payload.request.path for seen in store.observations(R1)] == [f"/{n}" for n in range(600)]  # type: ignore[union-attr]


def test_batches_and_runs_are_kept_apart(store: Store) -> None:
    store.create_run(run("r2", hours=1), plan(), {})
    keep(store.intake(R1, "batch|127.0.0.2"), look(1), {})
    keep(store.intake(R1, "batch|127.0.0.3"), look(1), {})
    keep(store.intake(RunId("r2"), "batch|127.0.0.2"), look(2), {})
    assert list(store.observations(R1, "batch|127.0.0.3")) == [look(1)]
    assert len(list(store.observations(R1))) == 2
    assert list(store.observations(RunId("r2"))) == [look(2)]


def test_a_later_look_replaces_an_earlier_one_but_a_failure_never_a_success(store: Store) -> None:
    sink = store.intake(R1, "batch|127.0.0.2")
    sink(look(1, status=Status.TIMEOUT), {})
    sink(look(1), {})
    sink(look(1, status=Status.BLOCKED), {})
    sink.settle()
    assert list(store.observations(R1)) == [look(1)]


def test_many_threads_write_at_once(store: Store) -> None:
    def write(thread: int) -> None:
        sink = store.intake(R1, f"batch|127.0.0.{thread}")
        for number in range(25):
            sink(look(number, digest=f"d{number}"), {f"d{number}": b"x"})
        sink.settle()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(store.observations(R1))) == 200
    assert list(store.observations(R1, "batch|127.0.0.5")) == [look(n, digest=f"d{n}") for n in range(25)]


def test_reading_goes_on_while_another_thread_writes(store: Store) -> None:
    sink = store.intake(R1, "batch|127.0.0.2")
    for number in range(300):
        sink(look(number), {})
    sink.settle()
    reading = store.observations(R1)
    next(reading)
    keep(sink, look(300), {})
    assert len(list(reading)) == 300


def test_an_observation_of_an_unknown_run_is_refused_and_others_are_kept(store: Store) -> None:
    with pytest.raises(SecscanError):
        keep(store.intake(RunId("nobody"), "batch|127.0.0.2"), look(1), {})
    keep(store.intake(R1, "batch|127.0.0.2"), look(1), {})
    assert list(store.observations(R1)) == [look(1)]


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "secscan.db")
    store.close()
    store.close()
    with pytest.raises(SecscanError, match="closed_database"):
        store.create_run(run(), plan(), {})


def test_time_of_other_zones_is_kept_as_the_same_moment(store: Store) -> None:
    from zoneinfo import ZoneInfo

    jakarta = look(1).taken_at.astimezone(ZoneInfo("Asia/Jakarta")) + timedelta(minutes=5)
    import msgspec

    keep(store.intake(R1, "b"), msgspec.structs.replace(look(1), taken_at=jakarta), {})
    assert next(store.observations(R1)).taken_at == jakarta
