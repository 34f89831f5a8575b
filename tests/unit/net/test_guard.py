from collections.abc import Callable
from datetime import UTC, date, datetime, time

import msgspec
import pytest

from secscan.base.urls import parse_url
from secscan.model.enums import Intensity, Reason
from secscan.model.ids import AppId
from secscan.model.jobs import HostBatch, Job, Pace, PortScanJob, TlsJob, WebJob
from secscan.model.register import Hours, Permit
from secscan.model.requests import Request
from secscan.model.subjects import Site
from secscan.net.guard import AuthorisedEndpoint, Guard, Refused
from tests.unit.registers import FixedClock, permit

IP = "127.0.0.9"
NAME = "a.contoh.go.id"
WEB = WebJob(
    site=Site("https", NAME, 443),
    origins=(("https", 443), ("http", 80)),
    budget=60,
    intensity=Intensity.STANDARD,
    apps=(AppId("app-1"),),
    letter="ST/1/2026",
)
TLS = TlsJob(443, NAME, "ST/1/2026")
PORTS = PortScanJob(ports=(80, 443, 6379), anchors=(443,), letter="ST/1/2026")


def guard(*permits: Permit, jobs: tuple[Job, ...] = (WEB, TLS), clock: FixedClock | None = None) -> Guard:
    batch = HostBatch(
        ip=IP,
        jobs=jobs,
        names=(NAME,),
        apps=(AppId("app-1"),),
        pace=Pace(10, 4, 100),
        deadline=90,
        permits=permits,
    )
    return Guard(batch, "Asia/Jakarta", clock or FixedClock())


def request(url: str) -> Request:
    return Request.to(parse_url(url))


def refusal(call: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def test_nobody_else_makes_endpoints() -> None:
    with pytest.raises(TypeError):
        AuthorisedEndpoint(IP, 443, NAME, "ST/1/2026", object())


def test_registered_origins_are_authorised_at_the_pinned_address() -> None:
    holds = guard(permit("app-1", "127.0.0.0/8"))
    endpoint = holds.web(request(f"https://{NAME}/x"))
    assert (endpoint.ip, endpoint.port, endpoint.host, endpoint.letter) == (IP, 443, NAME, "ST/1/2026")
    assert holds.web(request(f"http://{NAME}/")).port == 80


@pytest.mark.parametrize(
    "url",
    ["https://b.contoh.go.id/", f"https://{NAME}:8443/", "http://127.0.0.1/", "https://evil.example/", "http://[::1]/"],
)
def test_nothing_else_is(url: str) -> None:
    assert refusal(lambda: guard(permit("app-1", "127.0.0.0/8")).web(request(url))) is Reason.SCOPE


def test_an_internal_address_needs_its_network_in_a_permit() -> None:
    assert refusal(lambda: guard(permit("app-1")).web(request(f"https://{NAME}/"))) is Reason.SCOPE
    assert refusal(lambda: guard(permit("app-1")).tls(TLS)) is Reason.SCOPE


def test_a_permit_that_ends_while_the_scan_runs_stops_it() -> None:
    clock = FixedClock(datetime(2026, 10, 1, 16, 59, 59, tzinfo=UTC))  # 23:59:59 WIB on the last day
    holds = guard(permit(NAME, "127.0.0.0/8", until=date(2026, 10, 1)), clock=clock)
    holds.web(request(f"https://{NAME}/"))
    clock.moment = datetime(2026, 10, 1, 17, 0, 0, tzinfo=UTC)
    assert refusal(lambda: holds.web(request(f"https://{NAME}/"))) is Reason.PERMIT


def test_hours_that_end_while_the_scan_runs_stop_it() -> None:
    clock = FixedClock(datetime(2026, 10, 1, 21, 59, tzinfo=UTC))  # 04:59 WIB
    holds = guard(permit(NAME, "127.0.0.0/8", hours=Hours(time(20), time(5))), clock=clock)
    holds.tls(TLS)
    clock.moment = datetime(2026, 10, 1, 22, 0, tzinfo=UTC)
    assert refusal(lambda: holds.tls(TLS)) is Reason.HOURS


def test_a_plan_that_names_a_letter_which_is_not_there_is_refused() -> None:
    forged = msgspec.structs.replace(WEB, letter="ST/9/2026")
    holds = guard(permit("app-1", "127.0.0.0/8"), jobs=(forged,))
    assert refusal(lambda: holds.web(request(f"https://{NAME}/"))) is Reason.PERMIT


def test_a_letter_that_covers_something_else_is_refused() -> None:
    assert refusal(lambda: guard(permit("b.contoh.go.id")).web(request(f"https://{NAME}/"))) is Reason.PERMIT


def test_ports_beside_the_apps_own_need_a_port_scan_that_is_allowed() -> None:
    holds = guard(permit("app-1", "127.0.0.0/8"))
    assert refusal(lambda: holds.service(6379)) is Reason.PERMIT
    assert refusal(lambda: holds.tls(TlsJob(8443, "", "ST/1/2026"))) is Reason.PERMIT
    scanning = guard(permit("app-1", "127.0.0.0/8"), jobs=(WEB, TLS, PORTS))
    assert scanning.port_scan(PORTS).port == 0
    assert scanning.service(6379).port == 6379
    assert scanning.tls(TlsJob(8443, "", "ST/1/2026")).port == 8443


def test_a_name_alone_allows_no_port_scan_and_passive_none_either() -> None:
    jobs = (WEB, PORTS)
    assert refusal(lambda: guard(permit("app-1"), jobs=jobs).port_scan(PORTS)) is Reason.PERMIT
    passive = permit("127.0.0.0/8", intensity=Intensity.PASSIVE)
    assert refusal(lambda: guard(passive, jobs=jobs).port_scan(PORTS)) is Reason.PERMIT


def test_the_self_test_host_needs_a_permit_that_names_it() -> None:
    holds = guard(permit("app-1", "127.0.0.0/16"), jobs=(WEB, PORTS))
    assert holds.egress("127.0.5.5", 3306).ip == "127.0.5.5"
    assert refusal(lambda: holds.egress("127.9.0.1", 3306)) is Reason.PERMIT


def test_an_anonymous_mode_needs_plan_and_deep_permit() -> None:
    deep = permit("app-1", "127.0.0.0/8", intensity=Intensity.DEEP, extras=("ftp",))
    planned = msgspec.structs.replace(PORTS, guests=("ftp", "smb"))
    assert guard(deep, jobs=(planned,)).guest(21, "ftp").port == 21
    assert refusal(lambda: guard(deep, jobs=(PORTS,)).guest(21, "ftp")) is Reason.PERMIT
    assert refusal(lambda: guard(deep, jobs=(planned,)).guest(445, "smb")) is Reason.PERMIT
    shallow = permit("app-1", "127.0.0.0/8", extras=("ftp",))
    assert refusal(lambda: guard(shallow, jobs=(planned,)).guest(21, "ftp")) is Reason.PERMIT


def test_documents_need_a_deep_permit_that_names_them() -> None:
    wanted = msgspec.structs.replace(request(f"https://{NAME}/daftar.xlsx"), purpose="document")
    deep = permit("app-1", "127.0.0.0/8", intensity=Intensity.DEEP, extras=("dokumen",))
    assert guard(deep).web(wanted).ip == IP
    for lesser in (
        permit("app-1", "127.0.0.0/8", intensity=Intensity.DEEP),
        permit("app-1", "127.0.0.0/8", extras=("dokumen",)),
    ):
        assert refusal(lambda lesser=lesser: guard(lesser).web(wanted)) is Reason.PERMIT  # type: ignore[misc]
