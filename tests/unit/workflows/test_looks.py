from collections.abc import Mapping

from secscan.analysis.assemble import RunLooks
from secscan.model.enums import Intensity
from secscan.model.ids import AppId
from secscan.model.jobs import HostBatch, Pace, WebJob
from secscan.model.requests import Request
from secscan.model.subjects import Site
from secscan.standards.load import load_profile
from secscan.workflows.context import checks_of
from secscan.workflows.looks import batch_looks, count_problems
from tests.unit.builders import NOW, TOKEN, Response, answer, context
from tests.unit.stored_runs import FRAMEABLE, GOOD, KOMINFO, SHARED, small_register

REGISTER = small_register()
SITE = Site("https", "portal.contoh.go.id", 443)
JOB = WebJob(SITE, (("https", 443), ("http", 80)), 12, Intensity.STANDARD, (AppId("portal"),), "ST/1/2026")
BATCH = HostBatch(
    ip=SHARED,
    jobs=(JOB,),
    names=("portal.contoh.go.id",),
    apps=(AppId("portal"),),
    pace=Pace(1.0, 1, 1.0),
    deadline=9.0,
)


def problems(responses: Mapping[str, Response]) -> int:
    looks = [
        answer(Request(scheme="https", host=SITE.host, port=443, path=path), response)
        for path, response in responses.items()
    ]
    run = RunLooks(
        token=TOKEN,
        taken_at=NOW,
        batches=(batch_looks(REGISTER, BATCH, looks),),
        dns={},
        refusals=(),
        sites=tuple(site for app in REGISTER.apps for site in app.sites),
    )
    return count_problems(REGISTER, run, checks_of(load_profile("quick")), context())


def test_an_address_knows_its_owner_and_what_may_be_open_there() -> None:
    looks = batch_looks(REGISTER, BATCH, ())
    assert looks.owner is not None
    assert looks.owner.owner == KOMINFO
    assert looks.approved_ports == {80, 443}


def test_problems_are_counted_and_what_could_not_be_seen_is_none() -> None:
    assert problems({"/": FRAMEABLE}) == problems({"/": GOOD}) + 1
    assert problems({}) == 0
