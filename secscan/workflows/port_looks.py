"""The ports of a batch's address: which are open, what listens there, and whether it lets guests in."""

from collections.abc import Callable

from secscan.analysis.exposure import guest_ports
from secscan.model.ids import JobKey
from secscan.model.jobs import PortScanJob, TlsJob, WebJob, guest_key
from secscan.model.observations import PortScan, ServiceAnswer
from secscan.model.subjects import Endpoint, Host
from secscan.net.guard import AuthorisedEndpoint, Refused
from secscan.probes.guests import ask_as_guest
from secscan.probes.ports import scan_ports
from secscan.probes.services import ask_service
from secscan.workflows.looking import Looking

MAX_SERVICES = 40
"""Open ports of one address that are asked what listens there; a machine with more is a trap or a firewall's game."""


def look_at_ports(job: PortScanJob, looking: Looking, look_at_tls: Callable[[TlsJob], None]) -> None:
    """Open ports, what listens on each that no app is registered on, TLS wherever it is spoken, and the anonymous modes
    that a permit names."""
    ip = looking.batch.ip
    key = job.key(ip)
    if key not in looking.looks:
        endpoint = looking.authorised(key, Host(ip), lambda: looking.guard.port_scan(job))
        if endpoint is None:
            return
        egress = _egress(job, looking)
        looking.settle()
        looking.take(
            key,
            Host(ip),
            lambda: scan_ports(job, endpoint, looking.budget, looking.clock, looking.deadline, egress),
        )
    scan = looking.looks[key].payload
    if not isinstance(scan, PortScan):
        return
    known = {port for web in looking.batch.jobs if isinstance(web, WebJob) for _, port in web.origins}
    for port in [port for port in scan.open if port not in known][:MAX_SERVICES]:
        answer = _service(port, looking)
        if answer is not None and answer.tls:
            look_at_tls(TlsJob(port, "", job.letter))
    for protocol, port in guest_ports(job.guests, scan, _services(looking)):
        _guest(port, protocol, looking)


def _service(port: int, looking: Looking) -> ServiceAnswer | None:
    key = JobKey(f"service|{looking.batch.ip}|{port}")
    subject = Endpoint(looking.batch.ip, port)
    if key not in looking.looks:
        endpoint = looking.authorised(key, subject, lambda: looking.guard.service(port))
        if endpoint is not None:
            looking.take(key, subject, lambda: ask_service(endpoint, looking.budget, looking.clock, looking.deadline))
    seen = looking.looks.get(key)
    return seen.payload if seen is not None and isinstance(seen.payload, ServiceAnswer) else None


def _services(looking: Looking) -> dict[int, str]:
    """What answered on each port that was asked."""
    answers = (seen for seen in looking.looks.values() if seen.job_key.startswith("service|"))
    return {
        seen.subject.port: seen.payload.service
        for seen in answers
        if isinstance(seen.subject, Endpoint) and isinstance(seen.payload, ServiceAnswer)
    }


def _guest(port: int, protocol: str, looking: Looking) -> None:
    key = guest_key(looking.batch.ip, port, protocol)
    subject = Endpoint(looking.batch.ip, port)
    if key in looking.looks:
        return
    endpoint = looking.authorised(key, subject, lambda: looking.guard.guest(port, protocol))
    if endpoint is not None:
        looking.take(
            key,
            subject,
            lambda: ask_as_guest(endpoint, protocol, looking.budget, looking.clock, looking.deadline),
        )


def _egress(job: PortScanJob, looking: Looking) -> Callable[[int], AuthorisedEndpoint | None]:
    """How the port probe gets an endpoint of the self-test host for a port; None where no permit names it."""

    def endpoint(port: int) -> AuthorisedEndpoint | None:
        for address in job.egress:
            try:
                return looking.guard.egress(address, port)
            except Refused:
                continue
        return None

    return endpoint
