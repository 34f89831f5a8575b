"""A disk that fills up in the middle of a scan: it ends and says so, and goes on where it was once there is room."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from secscan.model.enums import Status
from secscan.model.ids import JobKey
from secscan.model.observations import Observation
from secscan.model.runs import RunState
from secscan.store.store import Store
from tests.integration.test_failures import small_disk
from tests.lab.desk import Desk
from tests.lab.programs import wait_until
from tests.scan_support import GOOD, Counting, finish, html, listening, pages, small_profile, workspace

NETWORK = "127.61.5.0/24"
FILLING = "".join(f"<p>{number:x} {number * 7919:x}</p>" for number in range(4000))
"""Text that hardly packs, so that every page needs room of its own."""

SITE = {**GOOD, "/": html(f"{FILLING}<a href='/berita'>Berita</a> <a href='/kontak'>Kontak</a>")}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "cakram", "3m") as folder:
        yield folder


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room but what is free in blocks already taken."""
    filler = disk / "penuh"
    try:
        with filler.open("wb") as file:
            while (free := shutil.disk_usage(disk).free) > 0:
                file.write(b"\0" * free)
                file.flush()
        yield
    finally:
        filler.unlink(missing_ok=True)


def stored(desk: Desk) -> tuple[RunState, dict[JobKey, Observation]]:
    with Store.open(desk.folder / "secscan.db") as store:
        (run,) = store.runs()
        looks = [seen for seen in store.observations(run.id) if seen.status is not Status.SKIPPED]
        return run.state, {seen.job_key: seen for seen in looks}


def asked(servers: list[Counting]) -> list[str]:
    """All requests that arrived so far, as the job keys of a scan name them."""
    keys = []
    for server in servers:
        for what in server.requests:
            method, path, _, view = (*what.split(" "), "secscan")[:4]
            keys.append(f"http|{method}|{view}|http://{server.url}{path}")
    return keys


def test_a_disk_that_fills_up_costs_nothing_that_was_stored(tmp_path: Path, disk: Path) -> None:
    with (
        listening("127.61.5.1", 0, pages(SITE, pause=0.1)) as one,
        listening("127.61.5.2", 0, pages(SITE, pause=0.1)) as two,
    ):
        servers = [one, two]
        apps = {"satu": f"http://{one.url}/", "dua": f"http://{two.url}/"}
        desk = workspace(disk, apps, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path, ports=[]))
        wait_until(lambda: all(len(server.requests) > 6 for server in servers), "both apps were asked", 40)
        with full(disk):
            code, _, said = finish(process, 60)
        assert code == 1, said
        assert "Traceback" not in said
        assert "secscan.db" in said
        assert "->" in said
        state, before = stored(desk)
        assert state is not RunState.FINISHED
        assert len(before) > 4
        marks = [len(server.requests) for server in servers]
        desk.run("scan", "--resume")
        state, after = stored(desk)
        assert state is RunState.FINISHED
        assert {key: after[key].taken_at for key in before} == {key: seen.taken_at for key, seen in before.items()}
        assert not [seen for seen in after.values() if seen.status is not Status.OK]
        for server, mark in zip(servers, marks, strict=True):
            server.events = [event for event in server.events if event[1] != "connect"][mark:]
        assert set(asked(servers)) & before.keys() == set(), "what was stored is not asked again"
        assert asked(servers)
