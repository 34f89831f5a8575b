"""The ports of a batch with invented probes: what is asked as a guest, and under which permits."""

import pytest

from secscan.model.enums import Intensity, Reason, Status
from secscan.model.ids import JobKey
from secscan.model.jobs import PortScanJob
from secscan.model.observations import Observation, PortScan, ServiceAnswer
from secscan.model.register import Permit
from secscan.model.subjects import Endpoint, Host
from secscan.net.guard import AuthorisedEndpoint
from secscan.workflows import port_looks
from tests.unit.registers import FixedClock, permit
from tests.unit.workflows.test_batch import IP, LETTER, Bench

OPEN = (21, 873, 5901)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was asked as a guest, of an address with FTP, rsync on another port than its own, and a silent 5901."""
    found: list[tuple[str, int]] = []

    def observed(key: str, subject: Host | Endpoint, payload: PortScan | ServiceAnswer) -> Observation:
        return Observation(
            job_key=JobKey(key),
            subject=subject,
            taken_at=FixedClock().now(),
            probe="x",
            status=Status.OK,
            payload=payload,
        )

    def scan_ports(job: PortScanJob, *rest: object) -> Observation:
        return observed(job.key(IP), Host(IP), PortScan(method="plain", scanned=job.ports, open=OPEN))

    def ask_service(endpoint: AuthorisedEndpoint, *rest: object) -> Observation:
        answer = ServiceAnswer(service={21: "ftp", 873: "http"}.get(endpoint.port, ""))
        return observed(f"service|{IP}|{endpoint.port}", Endpoint(IP, endpoint.port), answer)

    def ask_as_guest(endpoint: AuthorisedEndpoint, protocol: str, *rest: object) -> Observation:
        found.append((protocol, endpoint.port))
        answer = ServiceAnswer(service=protocol)
        return observed(f"guest|{IP}|{endpoint.port}|{protocol}", Endpoint(IP, endpoint.port), answer)

    monkeypatch.setattr(port_looks, "scan_ports", scan_ports)
    monkeypatch.setattr(port_looks, "ask_service", ask_service)
    monkeypatch.setattr(port_looks, "ask_as_guest", ask_as_guest)
    return found


def bench(*guests: str, permits: tuple[Permit, ...]) -> Bench:
    return Bench(PortScanJob(ports=OPEN, anchors=(), letter=LETTER, guests=guests), permits=permits)


def letter(*extras: str, intensity: Intensity = Intensity.DEEP) -> Permit:
    return permit("127.0.0.0/8", letter=LETTER, intensity=intensity, extras=extras)


def test_what_the_plan_and_the_permit_name_is_asked_where_it_answers(asked: list[tuple[str, int]]) -> None:
    bench("ftp", "rsync", "snmp", "vnc", permits=(letter("ftp", "rsync", "snmp", "vnc"),)).run()
    # 873 speaks HTTP, so that it is no rsync; the silent 5901 may be VNC
    assert asked == [("ftp", 21), ("snmp", 161), ("vnc", 5901)]


@pytest.mark.parametrize(
    "permits",
    [
        (letter("persetujuan-pemilik"),),
        (letter("ftp", intensity=Intensity.STANDARD),),
        (letter(), permit("10.0.0.0/8", letter="ST/2/2026", intensity=Intensity.DEEP, extras=("ftp",))),
    ],
)
def test_the_guard_asks_for_the_permit_again(permits: tuple[Permit, ...], asked: list[tuple[str, int]]) -> None:
    made = bench("ftp", permits=permits)
    made.run()
    assert asked == []
    assert made.reasons()[f"guest|{IP}|21|ftp"] is Reason.PERMIT


def test_what_was_asked_before_is_not_asked_again(asked: list[tuple[str, int]]) -> None:
    first = bench("ftp", permits=(letter("ftp"),))
    first.run()
    bench("ftp", permits=(letter("ftp"),)).run(prior=tuple(first.stored.values()))
    assert asked == [("ftp", 21)]
