from typing import TypeVar

import msgspec

from secscan.model.enums import AppStatus, HostKind, Intensity, Reason
from secscan.model.fronts import Front, Fronts
from secscan.model.ids import CheckId
from secscan.model.jobs import HostBatch, Job, Lack, PortScanJob, TlsJob, WebJob
from secscan.model.observations import DnsAnswer
from secscan.model.profile import ScanProfile
from secscan.model.register import HostEntry, Register
from secscan.model.settings import ScanSettings, Settings
from secscan.model.subjects import Site
from secscan.planning.plan import Terms, make_plan, origins_of
from tests.unit.registers import NOON, permit, register, web_app

ONE, TWO, SIX = "93.184.216.34", "93.184.216.35", "2606:2800::1"
PROFILE = ScanProfile(
    name="standard",
    title_id="",
    title_en="",
    intensity=Intensity.STANDARD,
    checks=(CheckId("hsts"),),
    request_budget=60,
    ports=(22, 3306),
)
J = TypeVar("J", bound=Job)


def terms(answers: dict[str, tuple[str, ...]], *, settings: Settings | None = None, ipv6: bool = False) -> Terms:
    known = {
        name: DnsAnswer(
            name=name,
            records={
                "A": tuple(address for address in addresses if ":" not in address),
                "AAAA": tuple(address for address in addresses if ":" in address),
            },
        )
        for name, addresses in answers.items()
    }
    return Terms(profile=PROFILE, settings=settings or Settings(), answers=known, now=NOON, ipv6=ipv6)


def jobs(batch: HostBatch, kind: type[J]) -> list[J]:
    return [job for job in batch.jobs if isinstance(job, kind)]


def test_apps_on_one_address_share_one_batch_and_one_port_scan() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"), web_app("b", "https://b.contoh.go.id/"))
    known = register(apps, (permit("*.contoh.go.id", "93.184.216.0/24"),))
    plan = make_plan(known, apps, terms({"a.contoh.go.id": (ONE,), "b.contoh.go.id": (ONE,)}))
    (batch,) = plan.batches
    assert batch.apps == ("a", "b")
    assert len(jobs(batch, PortScanJob)) == 1
    assert [job.server_name for job in jobs(batch, TlsJob)] == ["a.contoh.go.id", "b.contoh.go.id"]
    assert batch.deadline == 180
    assert plan.refusals == ()


def test_the_same_site_of_two_apps_is_looked_at_once() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"), web_app("b", "https://A.contoh.go.id"))
    plan = make_plan(register(apps, (permit("*.contoh.go.id"),)), apps, terms({"a.contoh.go.id": (ONE,)}))
    (web,) = jobs(plan.batches[0], WebJob)
    assert web.apps == ("a", "b")


def test_ports_and_tls_on_each_address_pages_on_the_first() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    plan = make_plan(register(apps, (permit("app", "93.184.216.0/24"),)), apps, terms({"a.contoh.go.id": (ONE, TWO)}))
    assert [batch.ip for batch in plan.batches] == [ONE, TWO]
    assert [len(jobs(batch, WebJob)) for batch in plan.batches] == [1, 0]
    assert [len(jobs(batch, TlsJob)) for batch in plan.batches] == [1, 1]
    assert [len(jobs(batch, PortScanJob)) for batch in plan.batches] == [1, 1]


def test_at_most_four_addresses() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    many = tuple(f"93.184.216.{last}" for last in range(1, 9))
    plan = make_plan(register(apps, (permit("a"),)), apps, terms({"a.contoh.go.id": many}))
    assert len(plan.batches) == 4


def test_a_name_alone_allows_no_port_scan_and_the_refusal_says_so() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    plan = make_plan(register(apps, (permit("a"),)), apps, terms({"a.contoh.go.id": (ONE,)}))
    assert not jobs(plan.batches[0], PortScanJob)
    (refusal,) = plan.refusals
    assert (refusal.what, refusal.target, refusal.reason) == ("ports", ONE, Reason.PERMIT)


def test_a_cdn_needs_consent() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    known = register(apps, (permit(ONE),), hosts=(HostEntry(ONE, "CDN", HostKind.CDN),))
    plan = make_plan(known, apps, terms({"a.contoh.go.id": (ONE,)}))
    assert [refusal.reason for refusal in plan.refusals] == [Reason.CONSENT]


def test_ipv6_without_route_is_said_once_and_not_planned() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    known = register(apps, (permit("a"),))
    plan = make_plan(known, apps, terms({"a.contoh.go.id": (ONE, SIX)}))
    assert [batch.ip for batch in plan.batches] == [ONE]
    assert [r.reason for r in plan.refusals if r.what == "address"] == [Reason.NO_IPV6]
    with_route = make_plan(known, apps, terms({"a.contoh.go.id": (ONE, SIX)}, ipv6=True))
    assert [batch.ip for batch in with_route.batches] == [ONE, SIX]


def test_without_permit_name_or_url_nothing_is_planned() -> None:
    apps = (
        web_app("tanpa-izin", "https://x.contoh.go.id/"),
        web_app("tanpa-nama", "https://y.contoh.go.id/"),
        web_app("ponsel"),
    )
    plan = make_plan(register(apps, (permit("tanpa-nama"),)), apps, terms({"x.contoh.go.id": (ONE,)}))
    assert plan.batches == ()
    assert [refusal.reason for refusal in plan.refusals] == [Reason.PERMIT, Reason.DNS, Reason.NO_URL]


def test_a_lower_permit_lowers_the_look() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    known = register(apps, (permit("a", intensity=Intensity.PASSIVE),))
    batch = make_plan(known, apps, terms({"a.contoh.go.id": (ONE,)})).batches[0]
    assert [job.intensity for job in (*jobs(batch, WebJob), *jobs(batch, TlsJob))] == [Intensity.PASSIVE] * 2


def test_the_pace_is_the_users_then_the_profiles_and_a_slower_one_gets_more_time() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    known = register(apps, (permit("a"),))
    answers = {"a.contoh.go.id": (ONE,)}
    assert make_plan(known, apps, terms(answers)).batches[0].pace.rate == 10
    slow = terms(answers, settings=Settings(scan=ScanSettings(rate=2.5)))
    batch = make_plan(known, apps, slow).batches[0]
    assert (batch.pace.rate, batch.deadline) == (2.5, 360)


def test_addresses_need_no_look_up() -> None:
    apps = (web_app("a", "http://127.0.0.5:8080/x/"),)
    plan = make_plan(register(apps, (permit("127.0.0.5/32"),)), apps, terms({}))
    (batch,) = plan.batches
    assert (batch.ip, batch.names) == ("127.0.0.5", ("127.0.0.5",))
    (ports,) = jobs(batch, PortScanJob)
    assert 8080 in ports.ports
    assert ports.anchors == (8080,)


def test_only_default_ports_have_a_counterpart() -> None:
    assert origins_of(Site("https", "a", 443)) == (("https", 443), ("http", 80))
    assert origins_of(Site("http", "a", 80)) == (("http", 80), ("https", 443))
    assert origins_of(Site("https", "a", 8443)) == (("https", 8443),)


def test_an_empty_register_makes_an_empty_plan() -> None:
    assert make_plan(Register(), (), terms({})).batches == ()


def test_ports_of_a_cdn_are_left_to_it_and_the_plan_says_so() -> None:
    cdn = Front(key="cdn", label="CDN", kind=HostKind.CDN, networks=("93.184.216.0/24",))
    apps = (web_app("a", "https://a.contoh.go.id/"),)
    known = register(apps, (permit("*.contoh.go.id", "93.184.216.0/24"),))
    behind = msgspec.structs.replace(terms({"a.contoh.go.id": (ONE,)}), fronts=Fronts((cdn,)))
    plan = make_plan(known, apps, behind)
    assert jobs(plan.batches[0], PortScanJob) == []
    assert jobs(plan.batches[0], WebJob)
    (refusal,) = plan.refusals
    assert (refusal.reason, refusal.lack) == (Reason.SHARED_ADDRESS, Lack.FRONTED)
    assert refusal.values == {"target": ONE, "provider": "CDN", "kind": "cdn"}


def test_a_proposed_app_is_never_sent_anything() -> None:
    apps = (web_app("a", "https://a.contoh.go.id/", status=AppStatus.USULAN),)
    plan = make_plan(register(apps, (permit("*.contoh.go.id", "a"),)), apps, terms({"a.contoh.go.id": (ONE,)}))
    assert plan.batches == ()
    assert [(one.app, one.lack) for one in plan.refusals] == [("a", Lack.PROPOSED)]
