"""One batch with invented probes: what it asks, stores, skips and repeats."""

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from datetime import time, timedelta
from typing import cast

import msgspec
import pytest

from secscan.model.checks import Ask
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.ids import AppId, CheckId, JobKey
from secscan.model.jobs import HostBatch, Job, Pace, PortScanJob, TlsJob, WebJob
from secscan.model.observations import Cost, Observation, PortScan, ServiceAnswer, TlsAssessment
from secscan.model.profile import ScanProfile
from secscan.model.register import Hours, Permit
from secscan.model.requests import Request
from secscan.model.runs import Bodies
from secscan.model.settings import Settings
from secscan.model.subjects import Endpoint, Host, Site
from secscan.net.budget import Budget, Cancelled, Stopped
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.outages import Outages
from secscan.probes.tls import TlsProbe
from secscan.probes.web import WebClient
from secscan.workflows import looking, port_looks
from secscan.workflows.batch import BatchTerms, Tools, run_batch
from secscan.workflows.third_parties import ThirdParties
from tests.unit.builders import Response, answer, context
from tests.unit.registers import FixedClock, permit

IP = "127.0.0.9"
NAME = "a.contoh.go.id"
SITE = Site("https", NAME, 443)
LETTER = "ST/1/2026"
WEB = WebJob(
    site=SITE,
    origins=(("https", 443), ("http", 80)),
    budget=20,
    intensity=Intensity.STANDARD,
    apps=(AppId("a"),),
    letter=LETTER,
)
PROFILE = ScanProfile(
    name="standard",
    title_id="",
    title_en="",
    intensity=Intensity.STANDARD,
    checks=(CheckId("hsts"),),
    request_budget=20,
    linked_pages=0,
)
ANSWERS: dict[str, Response] = {
    f"https://{NAME}/": "<a href='/x'>x</a>",
    f"http://{NAME}/": (301, {"Location": f"https://{NAME}/"}, ""),
}


class Web:
    """Answers from a table; everything else is a 404."""

    def __init__(
        self, table: dict[str, Response], clock: FixedClock, stop_at: str = "", fail_at: str = "", cancel_at: str = ""
    ) -> None:
        self.table, self.clock = table, clock
        self.stop_at, self.fail_at, self.cancel_at = stop_at, fail_at, cancel_at
        self.asked: list[str] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def fetch(
        self, request: Request, endpoint: AuthorisedEndpoint, budget: Budget, deadline: float
    ) -> tuple[Observation, Bodies]:
        assert endpoint.ip == IP
        if request.url == self.stop_at:
            raise Stopped(Reason.BLOCKED)
        self.asked.append(request.url)
        self.clock.elapsed += 1
        self.meanwhile()
        if request.url == self.fail_at:
            raise RecursionError
        if self.cancel_at:
            budget.request()
        if request.url == self.cancel_at:
            budget.cancel()
        seen = answer(request, self.table.get(request.url, (404, {}, "tidak ada")))
        return msgspec.structs.replace(seen, cost=Cost(requests=1)), {}

    def release(self, budget: Budget, host: str | None = None) -> None:
        pass


class Tls:
    """Assesses everything as an empty assessment, and remembers under which reference."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str, str | None]] = []

    def assess(
        self,
        endpoint: AuthorisedEndpoint,
        server_name: str,
        budget: Budget,
        deadline: float,
        reference: TlsAssessment | None = None,
        certificate_only: bool = False,
    ) -> Observation:
        self.asked.append((endpoint.port, server_name, reference.server_name if reference else None))
        return Observation(
            job_key=TlsJob(endpoint.port, server_name, LETTER).key(IP),
            subject=Endpoint(IP, endpoint.port),
            taken_at=FixedClock().now(),
            probe="tls",
            status=Status.OK,
            payload=TlsAssessment(server_name=server_name, certificate_only=certificate_only),
        )


def ask_env(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    yield site.request("/.env", value=5.0)


class Parties:
    """Remembers whose scripts it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def look_up(self, hosts: Collection[str]) -> None:
        self.asked += hosts


class Bench:
    """A batch with its surroundings."""

    def __init__(
        self,
        *jobs: Job,
        permits: tuple[Permit, ...] = (),
        deadline: float = 90,
        asks: tuple[Ask, ...] = (),
        connections: int = 1,
        **faults: str,
    ) -> None:
        self.clock = FixedClock()
        self.outages = Outages(self.clock)
        self.web, self.tls = Web(ANSWERS, self.clock, **faults), Tls()
        self.asks = asks or (ask_env,)
        self.stored: dict[JobKey, Observation] = {}
        self.parties = Parties()
        self.batch = HostBatch(
            ip=IP,
            jobs=jobs,
            names=(NAME,),
            apps=(AppId("a"),),
            pace=Pace(10, connections, 100),
            deadline=deadline,
            permits=permits or (permit("a", "127.0.0.0/8", letter=LETTER),),
        )

    def run(self, prior: tuple[Observation, ...] = (), waits: bool = False):  # type: ignore[no-untyped-def]
        tools = Tools(
            web=cast(WebClient, self.web),
            tls=cast(TlsProbe, self.tls),
            asks=self.asks,
            context=context(),
            clock=self.clock,
            budgets=lambda _budget: nullcontext(),
            outages=self.outages,
            parties=cast(ThirdParties, self.parties),
        )
        terms = BatchTerms(profile=PROFILE, settings=Settings(), token="t", registered=(SITE,), waits=waits)
        return run_batch(self.batch, self, terms, tools, prior)

    def __call__(self, seen: Observation, bodies: Bodies) -> None:
        """The sink."""
        assert seen.job_key not in self.stored
        self.stored[seen.job_key] = seen

    def settle(self) -> None:
        """All is stored at once."""

    def pass_time(self, seconds: int) -> None:
        """Time goes by, and the heart beats."""
        for _ in range(seconds // 5):
            self.clock.moment += timedelta(seconds=5)
            assert self.outages.count == 0

    def sleep_through(self, seconds: int) -> None:
        """The machine sleeps: the wall clock alone goes on."""
        self.clock.moment += timedelta(seconds=seconds)

    def reasons(self) -> dict[str, Reason | None]:
        return {key: seen.reason for key, seen in self.stored.items() if seen.status is Status.SKIPPED}


def test_the_entry_first_then_what_checks_ask_and_each_once() -> None:
    bench = Bench(WEB)
    bench.run()
    assert bench.web.asked == [f"https://{NAME}/", f"http://{NAME}/", f"https://{NAME}/.env"]
    assert len(bench.stored) == 3


def test_whose_scripts_the_pages_load_is_looked_up_at_the_end_also_of_pages_seen_before() -> None:
    home = {f"https://{NAME}/": "<script src='https://cdn.a.com/a.js'></script><script src='/b.js'></script>"}
    first = Bench(WEB)
    first.web.table = ANSWERS | home
    first.run()
    assert first.parties.asked == ["cdn.a.com"]
    again = Bench(WEB)
    again.run(prior=tuple(first.stored.values()))
    assert (again.web.asked, again.parties.asked) == ([], ["cdn.a.com"])
    broken_off = Bench(WEB, cancel_at=f"http://{NAME}/")
    broken_off.web.table = ANSWERS | home
    with pytest.raises(Cancelled):
        broken_off.run()
    assert broken_off.parties.asked == []


def test_what_was_stored_before_is_not_asked_again() -> None:
    first = Bench(WEB)
    first.run()
    again = Bench(WEB)
    earlier = tuple(first.stored.values())[:2]
    again.run(prior=earlier)
    assert again.web.asked == [f"https://{NAME}/.env"]
    assert set(again.stored).isdisjoint({seen.job_key for seen in earlier})


def test_the_receipt_of_a_resumed_batch_counts_what_was_sent_before() -> None:
    bench = Bench(WEB)
    bench.run()
    earlier = tuple(
        msgspec.structs.replace(
            seen, cost=Cost(requests=1, connections=2, bytes_received=10), taken_at=seen.taken_at - timedelta(hours=1)
        )
        for seen in bench.stored.values()
    )
    impact = Bench(WEB).run(prior=earlier)
    assert (impact.requests, impact.connections, impact.bytes) == (3, 6, 30)
    assert impact.started_at == earlier[0].taken_at


def test_when_the_time_is_over_the_rest_is_skipped_by_that_reason() -> None:
    bench = Bench(WEB, TlsJob(443, NAME, LETTER), deadline=2)
    bench.run()
    assert bench.web.asked == [f"https://{NAME}/", f"http://{NAME}/"]
    assert set(bench.reasons().values()) == {Reason.TIMEOUT}
    assert bench.tls.asked == []


def test_an_address_that_was_given_up_is_skipped_by_that_reason() -> None:
    bench = Bench(WEB, stop_at=f"https://{NAME}/.env")
    bench.run()
    assert list(bench.reasons().values()) == [Reason.BLOCKED]


def test_a_permit_that_no_longer_holds_sends_nothing() -> None:
    bench = Bench(WEB, TlsJob(443, NAME, LETTER), permits=(permit("b", letter=LETTER),))
    bench.run()
    assert bench.web.asked == []
    assert bench.tls.asked == []
    assert set(bench.reasons().values()) == {Reason.PERMIT}


def test_a_further_name_on_a_port_is_compared_with_the_first() -> None:
    bench = Bench(TlsJob(443, NAME, LETTER), TlsJob(443, "", LETTER), TlsJob(8443, NAME, LETTER))
    bench.run()
    assert bench.tls.asked == [(443, NAME, None), (443, "", NAME), (8443, NAME, None)]


def test_a_passive_permit_takes_certificates_and_compares_nothing_with_them() -> None:
    passive = TlsJob(443, NAME, LETTER, Intensity.PASSIVE)
    bench = Bench(passive, TlsJob(443, "", LETTER))
    bench.run()
    assert bench.tls.asked == [(443, NAME, None), (443, "", None)]
    payload = bench.stored[passive.key(IP)].payload
    assert isinstance(payload, TlsAssessment)
    assert payload.certificate_only


@pytest.fixture
def open_ports(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Open ports as a port scan would find them; the list returned is filled with those that were asked."""

    def prepare(*found: int, tls: tuple[int, ...] = ()) -> list[int]:
        asked: list[int] = []

        def scan_ports(job: PortScanJob, endpoint: AuthorisedEndpoint, *rest: object) -> Observation:
            payload = PortScan(method="plain", scanned=job.ports, open=found)
            return look(job.key(IP), Host(IP), payload)

        def ask_service(endpoint: AuthorisedEndpoint, *rest: object) -> Observation:
            asked.append(endpoint.port)
            payload = ServiceAnswer(service="", tls=endpoint.port in tls)
            return look(JobKey(f"service|{IP}|{endpoint.port}"), Endpoint(IP, endpoint.port), payload)

        def look(key: JobKey, subject: Host | Endpoint, payload: PortScan | ServiceAnswer) -> Observation:
            return Observation(
                job_key=key, subject=subject, taken_at=FixedClock().now(), probe="x", status=Status.OK, payload=payload
            )

        monkeypatch.setattr(port_looks, "scan_ports", scan_ports)
        monkeypatch.setattr(port_looks, "ask_service", ask_service)
        return asked

    return prepare


def test_open_ports_are_asked_unless_an_app_is_registered_there(open_ports: Callable[..., list[int]]) -> None:
    asked = open_ports(443, 6379, 9443, tls=(9443,))
    bench = Bench(WEB, PortScanJob(ports=(443, 6379, 9443), anchors=(443,), letter=LETTER))
    bench.run()
    assert asked == [6379, 9443]
    assert bench.tls.asked == [(9443, "", None)]


def test_a_trap_with_hundreds_of_open_ports_is_asked_a_few_questions(open_ports: Callable[..., list[int]]) -> None:
    asked = open_ports(*range(20000, 20400))
    Bench(PortScanJob(ports=tuple(range(20000, 20400)), anchors=(), letter=LETTER)).run()
    assert len(asked) == port_looks.MAX_SERVICES


def test_a_skipped_look_is_taken_when_the_batch_is_resumed() -> None:
    """A scan that ran out of its permit's hours goes on where it could not look, and repeats nothing that it saw."""
    first = Bench(WEB, deadline=1)
    first.run()
    assert Reason.TIMEOUT in first.reasons().values()
    again = Bench(WEB)
    again.run(prior=tuple(first.stored.values()))
    assert again.web.asked == [f"http://{NAME}/", f"https://{NAME}/.env"]


def test_a_slow_site_leaves_time_for_the_others_on_its_address() -> None:
    slow = msgspec.structs.replace(WEB, site=Site("https", NAME, 443, "/a/"))
    other = msgspec.structs.replace(WEB, site=Site("https", NAME, 443, "/b/"))
    bench = Bench(slow, other, TlsJob(443, NAME, LETTER), deadline=12, asks=(ask_much,))
    bench.run()
    assert sum("/a/" in url for url in bench.web.asked) <= 8
    assert sum("/b/" in url for url in bench.web.asked) >= 2
    assert bench.tls.asked


def test_a_fault_of_ours_costs_one_question_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(WEB, TlsJob(443, NAME, LETTER), asks=(ask_and_fail, ask_env), fail_at=f"http://{NAME}/")
    bench.run()
    assert bench.stored[JobKey(f"http|GET|secscan|http://{NAME}/")].status is Status.ERROR
    assert f"https://{NAME}/.env" in bench.web.asked
    assert f"https://{NAME}/first" in bench.web.asked
    assert bench.tls.asked
    assert "RecursionError" in caplog.text


def test_a_look_that_the_user_broke_off_is_not_stored_but_counted() -> None:
    bench = Bench(WEB, cancel_at=f"http://{NAME}/")
    with pytest.raises(Cancelled):
        bench.run()
    kept = list(bench.stored.values())
    assert kept[0].job_key == f"http|GET|secscan|https://{NAME}/"
    assert f"http|GET|secscan|http://{NAME}/" not in bench.stored
    assert (kept[-1].status, kept[-1].reason) == (Status.SKIPPED, Reason.INTERRUPTED)
    assert sum(seen.cost.requests for seen in kept) == 2


def test_hours_that_end_break_a_waiting_batch_off_and_store_no_refusals() -> None:
    """It is noon, and hours end a minute later: a look that lasts until then is discarded, and nothing else is sent."""
    bench = Bench(WEB, permits=(permit("a", "127.0.0.0/8", letter=LETTER, hours=ENDING),))
    bench.web.meanwhile = lambda: bench.pass_time(120)
    with pytest.raises(Cancelled):
        bench.run(waits=True)
    assert bench.web.asked == [f"https://{NAME}/"]
    assert bench.stored == {}


def test_without_waiting_what_hours_forbid_is_skipped() -> None:
    bench = Bench(WEB, permits=(permit("a", "127.0.0.0/8", letter=LETTER, hours=ENDING),))
    bench.web.meanwhile = lambda: bench.pass_time(70)
    bench.run()
    assert bench.web.asked == [f"https://{NAME}/"]
    assert set(bench.reasons().values()) == {Reason.HOURS}


def test_a_look_during_which_the_machine_slept_is_taken_again() -> None:
    bench = Bench(WEB)
    bench.web.meanwhile = lambda: bench.sleep_through(3 * 3600)
    with pytest.raises(Cancelled):
        bench.run()
    assert bench.stored == {}


def test_a_failure_without_a_network_is_ours_and_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "has_route", lambda _ip: False)
    bench = Bench(WEB, fail_at=f"https://{NAME}/")
    with pytest.raises(Cancelled):
        bench.run()
    assert bench.stored == {}
    assert bench.outages.network_lost


ENDING = Hours(time(8), time(12, 1))


def ask_much(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    for number in range(40):
        yield site.request(f"{number}", value=5.0)


def ask_and_fail(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    yield site.request("/first", value=9.0)
    raise RecursionError


def test_with_several_connections_too_ports_come_last(open_ports: Callable[..., list[int]]) -> None:
    open_ports(443)
    ports = PortScanJob(ports=(443,), anchors=(443,), letter=LETTER)
    bench = Bench(ports, WEB, TlsJob(443, NAME, LETTER), connections=4)
    bench.run()
    assert list(bench.stored)[-1] == ports.key(IP)
    assert TlsJob(443, NAME, LETTER).key(IP) in bench.stored
    assert bench.web.asked == [f"https://{NAME}/", f"http://{NAME}/", f"https://{NAME}/.env"]
