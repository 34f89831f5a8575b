import tracemalloc
from pathlib import Path

import msgspec
import pytest

from secscan.base.errors import SecscanError
from secscan.model.ids import RunId
from secscan.store.store import Store
from tests.unit.store.records import keep, look, plan, run


def test_reading_needs_memory_for_a_page_only(tmp_path: Path) -> None:
    with Store.open(tmp_path / "secscan.db") as store:
        store.create_run(run(), plan(), {})
        big = "x" * 20_000
        for number in range(1500):
            seen = look(number)
            payload = msgspec.structs.replace(seen.payload, excerpt=f"{number}{big}")  # type: ignore[type-var]
            keep(store.intake(RunId("r1"), "b"), msgspec.structs.replace(seen, payload=payload), {})
        tracemalloc.start()
        count = sum(1 for _ in store.observations(RunId("r1")))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 1500
    assert peak < 10_000_000  # all together are 30 MB


def test_a_body_is_kept_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "secscan.db") as store:
        store.create_run(run(), plan(), {})
        for number in range(3):
            keep(store.intake(RunId("r1"), "b"), look(number, digest="same"), {"same": b"isi"})
        one_intake = store.intake(RunId("r1"), "b")
        for number in range(3):
            keep(one_intake, look(number, digest="other"), {"other": b"lain"})
        assert (store.body("same"), store.body("other")) == (b"isi", b"lain")


def test_a_body_that_could_not_be_stored_is_stored_with_the_next_look(tmp_path: Path) -> None:
    with Store.open(tmp_path / "secscan.db") as store:
        store.create_run(run(), plan(), {})
        intake = store.intake(RunId("later"), "b")
        with pytest.raises(SecscanError):
            keep(intake, look(1, digest="d"), {"d": b"isi"})
        assert store.body("d") is None
        store.create_run(msgspec.structs.replace(run(), id=RunId("later")), plan(), {})
        intake(look(2, digest="d"), {"d": b"isi"})
        keep(store.intake(RunId("r1"), "b"), look(3), {})  # what was handed in before is on disk, too
        assert store.body("d") == b"isi"


def test_what_an_intake_took_is_there_when_it_has_settled(tmp_path: Path) -> None:
    with Store.open(tmp_path / "secscan.db") as store:
        store.create_run(run(), plan(), {})
        intake = store.intake(RunId("r1"), "b")
        for number in range(20):
            intake(look(number), {})
        intake.settle()
        assert len(list(store.observations(RunId("r1")))) == 20


def test_what_could_not_be_stored_is_told_whenever_it_settles(tmp_path: Path) -> None:
    """So a batch that lost a look can never be finished."""
    with Store.open(tmp_path / "secscan.db") as store:
        store.create_run(run(), plan(), {})
        lost = store.intake(RunId("nobody"), "b")
        lost(look(1), {})
        for _ in range(2):
            with pytest.raises(SecscanError):
                lost.settle()
