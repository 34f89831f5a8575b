"""Addresses with ports and services, as a port scan and the service probe would have seen them."""

from secscan.model.enums import Reason, Status
from secscan.model.evidence import AppEvidence, HostLook
from secscan.model.ids import JobKey
from secscan.model.observations import Observation, PortScan, ServiceAnswer
from secscan.model.subjects import Endpoint, Host
from tests.unit.builders import NOW, app, site
from tests.unit.checks.rounds import HOME

IP = "127.0.0.2"
ASKED = (
    *(21, 22, 23, 80, 110, 143, 443, 445, 1433, 1521, 2049, 2083, 2087, 2375, 3306, 3389, 5432, 5900, 5984, 5985, 5986),
    *(6379, 6443, 8080, 8291, 8443, 9042, 9200, 10000, 10250, 11211, 27017),
)


def host(
    opened: dict[int, ServiceAnswer | None],
    *,
    filtered: tuple[int, ...] = (),
    egress: tuple[int, ...] = (),
    anchors: tuple[bool, bool] = (True, True),
    scanned: tuple[int, ...] = ASKED,
    approved: tuple[int, ...] = (80, 443),
    reason: Reason | None = None,
) -> HostLook:
    """An address of which these ports are open; None where nothing was learnt of the service."""
    scan = PortScan(
        method="syn",
        scanned=tuple(sorted({*scanned, *opened})),
        open=tuple(sorted(opened)),
        filtered=filtered,
        anchor=443,
        anchor_before=anchors[0],
        anchor_after=anchors[1],
        egress_open=egress,
    )
    return HostLook(
        ip=IP,
        ports=Observation(
            job_key=JobKey(f"ports|{IP}"),
            subject=Host(IP),
            taken_at=NOW,
            probe="ports",
            status=Status.OK if reason is None else Status.TIMEOUT,
            reason=reason,
            payload=scan,
        ),
        services={port: _service(port, answer) for port, answer in opened.items() if answer is not None},
        approved_ports=frozenset(approved),
    )


def refused(reason: Reason) -> HostLook:
    """An address whose ports may not be asked."""
    return HostLook(ip=IP, ports_refused=reason)


def evidence(*hosts: HostLook) -> AppEvidence:
    return app(site("https://simpeg.contoh.go.id/", {"/": HOME}), hosts=hosts)


def _service(port: int, answer: ServiceAnswer) -> Observation:
    return Observation(
        job_key=JobKey(f"service|{IP}|{port}"),
        subject=Endpoint(IP, port),
        taken_at=NOW,
        probe="services",
        status=Status.OK,
        payload=answer,
    )
