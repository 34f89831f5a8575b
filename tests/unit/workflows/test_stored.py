"""Reading back what a run stored, as evidence of one app."""

from pathlib import Path

import pytest

from secscan.model.enums import Reason
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.register import App
from secscan.workflows.stored import StoredEvidence
from tests.unit.stored_runs import GOOD, KOMINFO, OTHER, SHARED, Bench, bench


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    made = bench(tmp_path)
    made.run(
        "r1", {"portal": {"/": GOOD, "/login": GOOD}, "arsip": {"/": GOOD}}, ports={SHARED: {443: "http", 22: "ssh"}}
    )
    return made


def app(place: Bench, name: str) -> App:
    found = place.register().app(AppId(name))
    assert found is not None
    return found


def test_an_app_gets_its_own_looks_and_those_of_its_address(place: Bench) -> None:
    with place.desk() as desk:
        evidence = StoredEvidence(desk)
        (part,) = desk.store.latest_runs()[AppId("portal")]
        seen, batches = evidence.of(app(place, "portal"), part)
    (site,) = seen.sites
    assert {look.job_key.split("://")[1] for look in site.looks.values()} == {
        "portal.contoh.go.id/",
        "portal.contoh.go.id/login",
    }
    assert site.token == "q7xk2m9tzw4v"
    (host,) = seen.hosts
    assert (host.ip, set(host.services), set(host.apps)) == (SHARED, {443, 22}, {"portal", "arsip"})
    assert [batch.ip for batch in batches] == [SHARED]
    assert {"portal.contoh.go.id"} <= set(seen.dns)
    assert "arsip.contoh.go.id" not in seen.dns


def test_a_host_knows_its_owner_and_the_ports_that_may_be_open(place: Bench) -> None:
    with place.desk() as desk:
        evidence = StoredEvidence(desk)
        (part,) = desk.store.latest_runs()[AppId("arsip")]
        (host,) = evidence.of(app(place, "arsip"), part)[0].hosts
        owners = evidence.owners()
    assert host.owner is not None
    assert host.owner.owner == KOMINFO
    assert host.approved_ports >= {80, 443}
    assert owners == {SHARED: OpdId("kominfo")}


def test_an_address_that_nobody_registered_has_no_owner(place: Bench) -> None:
    place.run("r2", {"berita": {"/": GOOD}}, days=0.3)
    with place.desk() as desk:
        evidence = StoredEvidence(desk)
        evidence.of(app(place, "berita"), desk.store.latest_runs()[AppId("berita")][0])
        assert evidence.owners() == {OTHER: None}


def test_a_refused_app_has_evidence_of_nothing_but_the_refusal(place: Bench) -> None:
    with place.desk() as desk:
        evidence = StoredEvidence(desk)
        (part,) = desk.store.latest_runs(run_id=RunId("r1"))[AppId("baru")]
        seen, batches = evidence.of(app(place, "baru"), part)
    assert (seen.refused, seen.hosts, batches) == (Reason.PERMIT, (), ())
    assert all(not site.looks for site in seen.sites)
