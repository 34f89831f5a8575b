"""Whose turn it is, from what stored runs say."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from secscan.model.enums import AppStatus
from secscan.model.ids import AppId
from secscan.planning.schedule import Turn, Why
from secscan.tracking.review import claim
from secscan.workflows.due import due_apps, turns
from secscan.workflows.evaluate import evaluate
from tests.unit.stored_runs import FRAMEABLE, GOOD, INJECTED, SHARED, Bench, bench


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    """Half a day ago: portal may be framed, arsip has gambling links, berita is good, uji did not answer; baru has no
    permit, and the phone app no address."""
    made = bench(tmp_path)
    pages = {"portal": {"/": FRAMEABLE}, "arsip": {"/": INJECTED}, "berita": {"/": GOOD}}
    made.run("r1", pages, ports={SHARED: {443: "http", 3306: "mysql"}})
    return made


def told(place: Bench, days: float = 0.0) -> dict[str, Turn]:
    place.clock.moment += timedelta(days=days)
    with place.desk() as desk:
        return {one.app: one for one in turns(desk, desk.register.apps)}


def test_a_fresh_scan_leaves_nothing_due(place: Bench) -> None:
    found = told(place)
    assert "ponsel" not in found, "what has no address has no turn"
    assert due_apps(found.values()) == ("uji",), "the scan did not get round to it"
    assert found["arsip"].why is Why.OPEN_KRITIS
    assert found["baru"].why is Why.NO_PERMIT
    assert found["uji"].why is Why.NEVER
    assert (found["baru"].due, found["baru"].days) == (False, 7)


def test_after_a_day_the_worst_is_due_and_after_a_month_all(place: Bench) -> None:
    soon = told(place, days=1)
    assert "arsip" in due_apps(soon.values())
    assert "berita" not in due_apps(soon.values())
    late = told(place, days=31)
    assert due_apps(late.values()) == ("uji", "arsip", "portal", "berita", "baru"), "the most urgent first"


def test_what_was_never_scanned_comes_first(place: Bench) -> None:
    register = place.register()
    fresh = msgspec.structs.replace(register.apps[0], id="segar", name="Segar")  # type: ignore[call-arg]
    permits = tuple(
        msgspec.structs.replace(permit, targets=(*permit.targets, "segar")) for permit in register.permits[:1]
    )
    place.save(
        msgspec.structs.replace(register, apps=(*register.apps, fresh), permits=(*permits, *register.permits[1:]))
    )
    found = told(place, days=31)
    assert "segar" in due_apps(found.values())[:2]
    assert found["segar"].why is Why.NEVER


def test_a_reported_repair_brings_an_app_forward(place: Bench) -> None:
    with place.desk() as desk:
        assessment = evaluate(desk)
        mine = next(finding for finding in assessment.findings_of(AppId("portal")) if finding.is_open)
        app = mine.apps[0]
        desk.store.save_findings([claim(mine, "Dinas", "sudah ditambal", desk.clock.now())])
    found = told(place)
    assert found[app].why is Why.CLAIMED
    assert not found[app].due
    assert told(place, days=1)[app].due


def test_a_dead_app_is_tried_rarely(place: Bench) -> None:
    register = place.register()
    dead = tuple(msgspec.structs.replace(app, status=AppStatus.MATI) for app in register.apps)
    place.save(msgspec.structs.replace(register, apps=dead))
    assert {one.why for one in told(place, days=5).values()} == {Why.DARK, Why.NEVER, Why.NO_PERMIT}


def test_asking_stores_nothing(place: Bench) -> None:
    told(place)
    with place.store() as store:
        assert store.findings() == {}
