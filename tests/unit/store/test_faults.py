import random
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from secscan.base.errors import SecscanError
from secscan.model.ids import RunId
from secscan.store import engine as engines
from secscan.store.store import Store
from tests.unit.store.records import keep, look, plan, run

R1 = RunId("r1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "secscan.db"
    with Store.open(place) as store:
        store.create_run(run(), plan(), {})
        for number in range(30):
            keep(store.intake(R1, "b"), look(number, digest=f"d{number}"), {f"d{number}": bytes(range(256)) * 40})
    return place


def error_of(opened: Path) -> SecscanError:
    with pytest.raises(SecscanError) as error:
        Store.open(opened)
    assert error.value.where == str(opened)
    return error.value


def test_a_second_secscan_that_writes_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    with Store.open(path) as store, sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SecscanError, match="db_busy") as error:
            keep(store.intake(R1, "b"), look(99), {})
        assert error.value.where == str(path)
        other.execute("ROLLBACK")
        keep(store.intake(R1, "b"), look(99), {})
        assert len(list(store.observations(R1))) == 31


def fill(store: Store, heard: list[int]) -> None:
    """Store until it fails; `heard` takes what was acknowledged."""
    chance = random.Random(1)
    for number in range(100, 400):
        keep(store.intake(R1, "b"), look(number, digest=f"x{number}"), {f"x{number}": chance.randbytes(2000)})
        heard.append(number)


def test_a_full_disk_loses_nothing_that_was_stored(path: Path) -> None:
    heard: list[int] = []
    with Store.open(path) as store:
        store._writer.run(lambda connection: connection.execute(text("PRAGMA max_page_count = 1")))
        with pytest.raises(SecscanError, match="db_full") as error:
            fill(store, heard)
        stored = 30 + len(heard)
        assert error.value.where == str(path)
        assert len(list(store.observations(R1))) == stored
    with Store.open(path) as store:
        assert len(list(store.observations(R1))) == stored
        keep(store.intake(R1, "b"), look(500), {})


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    path.write_text("surat tugas nomor 12\n" * 400)
    error = error_of(path)
    assert error.code == "db_foreign"
    assert path.read_text().startswith("surat tugas")


def test_a_damaged_file(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xa5" * (len(raw) - 4096)
    path.write_bytes(raw)
    with pytest.raises(SecscanError, match="db_corrupt"), Store.open(path) as store:
        list(store.observations(R1))


def test_a_damaged_record(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE observations SET blob = x'00' WHERE seq = 3")
    with Store.open(path) as store, pytest.raises(SecscanError, match="db_record"):
        list(store.observations(R1))


def test_a_file_that_may_not_be_written(path: Path) -> None:
    with Store.open(path) as store:
        store._writer.run(lambda connection: connection.execute(text("PRAGMA query_only = 1")))
        with pytest.raises(SecscanError, match="db_read_only"):
            keep(store.intake(R1, "b"), look(99), {})


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    error = error_of(tmp_path / "nowhere" / "secscan.db")
    assert error.code == "db_closed"


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    assert error_of(tmp_path).code == "db_closed"
