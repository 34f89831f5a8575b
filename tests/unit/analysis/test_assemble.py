import msgspec

from secscan.analysis.assemble import BatchLooks, RunLooks, assemble
from secscan.base.urls import parse_url
from secscan.model.enums import HostKind, Intensity, Reason, Status
from secscan.model.ids import AppId, JobKey
from secscan.model.jobs import HostBatch, Lack, Pace, Refusal, TlsJob, WebJob
from secscan.model.observations import DnsAnswer, Observation, PortScan, ServiceAnswer, TlsAssessment
from secscan.model.register import App, HostEntry
from secscan.model.requests import Request
from secscan.model.subjects import Domain, Endpoint, Host, Site
from tests.unit.builders import NOW, answer
from tests.unit.registers import web_app

IP = "127.0.0.2"


def web_job(app: str, url: str) -> WebJob:
    site = Site.of(parse_url(url))
    return WebJob(
        site=site,
        origins=(("https", 443), ("http", 80)),
        budget=60,
        intensity=Intensity.STANDARD,
        apps=(AppId(app),),
        letter="ST/1",
    )


def tls_look(name: str) -> Observation:
    return Observation(
        job_key=TlsJob(443, name, "ST/1").key(IP),
        subject=Endpoint(IP, 443),
        taken_at=NOW,
        probe="tls",
        status=Status.OK,
        payload=TlsAssessment(server_name=name),
    )


def run(
    apps: tuple[App, ...], jobs: tuple[WebJob | TlsJob, ...], looks: list[Observation], *refusals: Refusal
) -> RunLooks:
    batch = HostBatch(
        ip=IP,
        jobs=jobs,
        names=tuple({site.host for app in apps for site in app.sites}),
        apps=tuple(app.id for app in apps),
        pace=Pace(10, 4, 100),
        deadline=90,
    )
    return RunLooks(
        token="t",
        taken_at=NOW,
        batches=(BatchLooks(batch=batch, looks={seen.job_key: seen for seen in looks}),) if jobs else (),
        dns={},
        refusals=refusals,
        sites=tuple(site for app in apps for site in app.sites),
    )


def get(url: str, body: str = "<p>x</p>") -> Observation:
    return answer(Request.to(parse_url(url)), body)


def test_the_longest_path_prefix_owns_the_evidence() -> None:
    root, blog = web_app("root", "https://a.go.id/"), web_app("blog", "https://a.go.id/blog/")
    looks = [
        get("https://a.go.id/"),
        get("https://a.go.id/x"),
        get("https://a.go.id/blog/"),
        get("https://a.go.id/blog/x"),
    ]
    seen = run((root, blog), (web_job("root", "https://a.go.id/"), web_job("blog", "https://a.go.id/blog/")), looks)
    paths = {
        app.id: [exchange.request.path for exchange in assemble(app, seen).sites[0].exchanges()] for app in (root, blog)
    }
    assert paths == {"root": ["/", "/x"], "blog": ["/blog/", "/blog/x"]}


def test_a_redirect_out_of_the_base_path_still_leads_to_the_home_page() -> None:
    blog = web_app("blog", "https://a.go.id/blog/")
    moved = answer(Request.to(parse_url("https://a.go.id/blog/")), (302, {"Location": "/masuk"}, ""))
    seen = run(
        (blog,),
        (web_job("blog", "https://a.go.id/blog/"),),
        [moved, get("https://a.go.id/masuk", "<title>Masuk</title>")],
    )
    home = assemble(blog, seen).sites[0].home
    assert home is not None
    assert home.page is not None
    assert home.page.title == "Masuk"


def test_a_redirect_to_another_registered_name_of_the_app_is_its_home() -> None:
    app = web_app("a", "https://a.go.id/", "https://www.a.go.id/")
    moved = answer(Request.to(parse_url("https://a.go.id/")), (301, {"Location": "https://www.a.go.id/"}, ""))
    jobs = (web_job("a", "https://a.go.id/"), web_job("a", "https://www.a.go.id/"))
    first, second = assemble(app, run((app,), jobs, [moved, get("https://www.a.go.id/")])).sites
    assert first.home is not None
    assert second.home is not None
    assert first.home.request.host == second.home.request.host == "www.a.go.id"


def test_names_do_not_share_pages_or_tls() -> None:
    one, two = web_app("one", "https://a.go.id/"), web_app("two", "https://b.go.id/")
    jobs = (
        web_job("one", "https://a.go.id/"),
        web_job("two", "https://b.go.id/"),
        TlsJob(443, "a.go.id", "ST/1"),
        TlsJob(443, "b.go.id", "ST/1"),
    )
    looks = [get("https://a.go.id/"), get("https://b.go.id/"), tls_look("a.go.id"), tls_look("b.go.id")]
    evidence = assemble(one, run((one, two), jobs, looks))
    assert [exchange.request.host for exchange in evidence.sites[0].exchanges()] == ["a.go.id"]
    assert list(evidence.hosts[0].tls) == [(443, "a.go.id")]
    assert [seen.job_key for _, seen, _ in evidence.tls_of(one.sites[0])] == [JobKey(f"tls|{IP}|443|a.go.id")]


def test_what_was_refused_is_known_by_its_reason() -> None:
    app = web_app("a", "https://a.go.id/")
    refusal = Refusal(app=app.id, target="https://a.go.id/", what="app", reason=Reason.PERMIT, lack=Lack.NO_PERMIT)
    evidence = assemble(app, run((app,), (), [], refusal))
    assert evidence.refused is Reason.PERMIT
    assert evidence.sites[0].unreachable is Reason.PERMIT


def test_a_site_that_was_never_reached_is_interrupted() -> None:
    app = web_app("a", "https://a.go.id/")
    evidence = assemble(app, run((app,), (web_job("a", "https://a.go.id/"),), []))
    assert evidence.sites[0].unreachable is Reason.INTERRUPTED


def test_a_refused_port_scan_says_why() -> None:
    app = web_app("a", "https://a.go.id/")
    refusal = Refusal(app=None, target=IP, what="ports", reason=Reason.CONSENT, lack=Lack.NO_CONSENT)
    evidence = assemble(app, run((app,), (web_job("a", "https://a.go.id/"),), [get("https://a.go.id/")], refusal))
    assert (evidence.hosts[0].ports, evidence.hosts[0].ports_refused) == (None, Reason.CONSENT)


def test_evidence_is_plain_data() -> None:
    app = web_app("a", "https://a.go.id/")
    evidence = assemble(app, run((app,), (web_job("a", "https://a.go.id/"),), [get("https://a.go.id/")]))
    assert msgspec.json.decode(msgspec.json.encode(evidence), type=type(evidence)) == evidence


def look_up(name: str, *texts: str) -> Observation:
    return Observation(
        job_key=JobKey(f"dns|{name}|TXT"),
        subject=Domain(name),
        taken_at=NOW,
        probe="dns",
        status=Status.OK,
        payload=DnsAnswer(name=name, records={"TXT": tuple(f'"{text}"' for text in texts)}),
    )


def test_an_app_has_the_look_ups_of_its_names_and_of_what_their_mail_policies_mention() -> None:
    app = web_app("a", "https://a.go.id/")
    names = {
        "a.go.id": look_up("a.go.id", "v=spf1 include:spf.penyedia.id -all"),
        "_dmarc.a.go.id": look_up("_dmarc.a.go.id"),
        "spf.penyedia.id": look_up("spf.penyedia.id", "v=spf1 -all"),
        "b.go.id": look_up("b.go.id", "v=spf1 include:lain.id -all"),
        "_dmarc.b.go.id": look_up("_dmarc.b.go.id"),
        "lain.id": look_up("lain.id"),
    }
    seen = msgspec.structs.replace(run((app,), (web_job("a", "https://a.go.id/"),), []), dns=names)
    assert set(assemble(app, seen).dns) == {"a.go.id", "_dmarc.a.go.id", "spf.penyedia.id"}


def test_of_a_cdns_machine_nothing_is_seen_but_the_apps_own_tls() -> None:
    ip, name = "198.51.100.7", "a.contoh.go.id"
    own, beside = TlsJob(443, name, "ST/1"), TlsJob(8443, "", "ST/1")
    scan = PortScan(method="syn", scanned=(443, 8443, 2083), open=(443, 8443, 2083))
    service = ServiceAnswer(service="cpanel")
    looks = [
        _endpoint_look(f"ports|{ip}", Host(ip), scan),
        _endpoint_look(f"service|{ip}|2083", Endpoint(ip, 2083), service),
        _endpoint_look(own.key(ip), Endpoint(ip, 443), TlsAssessment(server_name=name)),
        _endpoint_look(beside.key(ip), Endpoint(ip, 8443), TlsAssessment(server_name="")),
    ]
    app = web_app("a", f"https://{name}/")
    batch = HostBatch(ip=ip, jobs=(own,), names=(name,), apps=(app.id,), pace=Pace(10, 4, 100), deadline=60)
    for kind, ports in ((HostKind.CDN, {443}), (HostKind.PEMDA, {443, 8443})):
        seen = BatchLooks(batch=batch, looks={one.job_key: one for one in looks}, owner=HostEntry(ip, "X", kind))
        run = RunLooks(token="t", taken_at=NOW, batches=(seen,), dns={}, refusals=(), sites=app.sites)
        (host,) = assemble(app, run).hosts
        assert {port for port, _ in host.tls} == ports
        assert bool(host.services) is (kind is HostKind.PEMDA)
        assert host.ports_refused is (Reason.SHARED_ADDRESS if kind is HostKind.CDN else None)


def _endpoint_look(
    key: str, subject: Host | Endpoint, payload: PortScan | ServiceAnswer | TlsAssessment
) -> Observation:
    return Observation(
        job_key=JobKey(key), subject=subject, taken_at=NOW, probe="test", status=Status.OK, payload=payload
    )
