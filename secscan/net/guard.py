"""The guard: the only maker of `AuthorisedEndpoint`, and so the only way to a socket.

It knows one batch and the permits that the batch rests on, and asks again before every look whether they hold now. A
redirect, a link, a certificate's name or a changed DNS answer never reaches it as anything but a request to refuse.
"""

from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from secscan.analysis.documents import PURPOSE
from secscan.base.clock import Clock
from secscan.model.enums import Intensity, Reason
from secscan.model.jobs import HostBatch, Job, PortScanJob, TlsJob, WebJob
from secscan.model.register import Permit
from secscan.model.requests import Request
from secscan.planning.scope import covers_address, covers_site, guest_protocols, in_force, is_internal, reads_documents

J = TypeVar("J", bound=Job)
_SEAL = object()


@dataclass(frozen=True, slots=True)
class AuthorisedEndpoint:
    """One port of one pinned address that may be connected to, under which name, and by which letter.

    `host` is the registered name (or the address itself); it says nothing about where packets go: `ip` alone does.
    """

    ip: str
    port: int
    host: str
    letter: str
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only the guard authorises endpoints")


class Refused(Exception):  # noqa: N818 - a verdict of the guard, not a fault
    """The guard's no. `detail` names the target and, where there is one, the letter."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def zone_transfer(permits: Iterable[Permit], zone: str, ip: str, port: int, local: datetime) -> AuthorisedEndpoint:
    """The port of a name server for the transfer of one zone. Raises Refused.

    Permits in force must name both: the zone (exactly, or `*.zone`), and the server by its address or a CIDR; the one
    for the server must be of standard intensity, for a transfer is no look-up.
    """
    held = [permit for permit in permits if in_force(permit, local)]
    if not any(zone in permit.targets or f"*.{zone}" in permit.targets for permit in held):
        raise Refused(Reason.PERMIT, zone)
    for permit in held:
        if covers_address(permit, ip) and permit.intensity is not Intensity.PASSIVE:
            return AuthorisedEndpoint(ip, port, zone, permit.letter, _SEAL)
    raise Refused(Reason.PERMIT, ip)


class Guard:
    """The guard of one batch. `timezone` (IANA) is the office's, in which permits' days and hours are meant."""

    def __init__(self, batch: HostBatch, timezone: str, clock: Clock) -> None:
        self._batch = batch
        self._zone = ZoneInfo(timezone)
        self._clock = clock
        self._permits = {permit.letter: permit for permit in batch.permits}
        # What no clock changes is worked out once: a batch may hold a hundred sites, and each asks sixty times.
        self._internal = is_internal(batch.ip)
        self._of_address = tuple(permit for permit in batch.permits if covers_address(permit, batch.ip))
        self._sites: dict[tuple[str, str, int], WebJob] = {}
        for job in self._jobs(WebJob):
            for scheme, port in job.origins:
                self._sites.setdefault((job.site.host, scheme, port), job)

    def web(self, request: Request) -> AuthorisedEndpoint:
        """The endpoint for an HTTP request to a registered origin of this batch. Raises Refused."""
        job = self._sites.get((request.host, request.scheme, request.port))
        if job is None:
            raise Refused(Reason.SCOPE, request.url)
        self._need_site(job)
        if request.purpose == PURPOSE and not reads_documents(self._in_force(job.letter)):
            raise Refused(Reason.PERMIT, request.url)
        return self._endpoint(request.port, request.host, job.letter)

    def tls(self, job: TlsJob) -> AuthorisedEndpoint:
        """The endpoint for a TLS look that the plan holds, or that follows from an authorised port scan. Raises
        Refused."""
        planned = any(job == known for known in self._jobs(TlsJob))
        if not planned:
            return self._scanned(job.port)
        permit = self._in_force(job.letter)
        host = job.server_name or self._batch.ip
        if job.server_name and job.server_name not in self._batch.names:
            raise Refused(Reason.SCOPE, job.server_name)
        if not covers_site(permit, self._batch.apps, host, (self._batch.ip,)):
            raise Refused(Reason.PERMIT, f"{host}: {permit.letter}")
        self._need_internal(host)
        return self._endpoint(job.port, host, job.letter)

    def port_scan(self, job: PortScanJob) -> AuthorisedEndpoint:
        """The address for a port scan, as an endpoint with port 0. Raises Refused."""
        permit = self._in_force(job.letter)
        if job not in self._batch.jobs or not covers_address(permit, self._batch.ip):
            raise Refused(Reason.PERMIT, self._batch.ip)
        if permit.intensity is Intensity.PASSIVE:
            raise Refused(Reason.PERMIT, f"{self._batch.ip}: {permit.letter}: passive")
        return self._endpoint(0, self._batch.ip, job.letter)

    def service(self, port: int) -> AuthorisedEndpoint:
        """One port that a port scan found open, for a harmless question. Raises Refused."""
        return self._scanned(port)

    def guest(self, port: int, protocol: str) -> AuthorisedEndpoint:
        """One port whose anonymous mode a deep permit names in `izin_khusus`. Raises Refused."""
        planned = any(protocol in job.guests for job in self._jobs(PortScanJob))
        named = guest_protocols(self._batch.permits, self._batch.ip, Intensity.DEEP, self._local)
        if not planned or protocol not in named:
            raise Refused(Reason.PERMIT, f"{self._batch.ip}:{port}: {protocol}")
        self._scanned(port)
        return self._endpoint(port, self._batch.ip, named[protocol].letter)

    def egress(self, address: str, port: int) -> AuthorisedEndpoint:
        """One port of the Pemda's own self-test host, which needs a permit that names it. Raises Refused."""
        for permit in self._batch.permits:
            if covers_address(permit, address) and in_force(permit, self._local):
                return AuthorisedEndpoint(address, port, address, permit.letter, _SEAL)
        raise Refused(Reason.PERMIT, f"egress_check {address}")

    @property
    def _local(self) -> datetime:
        return self._clock.now().astimezone(self._zone)

    def _jobs(self, kind: type[J]) -> list[J]:
        return [job for job in self._batch.jobs if isinstance(job, kind)]

    def _endpoint(self, port: int, host: str, letter: str) -> AuthorisedEndpoint:
        return AuthorisedEndpoint(self._batch.ip, port, host, letter, _SEAL)

    def _in_force(self, letter: str) -> Permit:
        permit = self._permits.get(letter)
        if permit is None:
            raise Refused(Reason.PERMIT, letter)
        if not permit.valid_on(self._local.date()):
            raise Refused(Reason.PERMIT, f"{letter} ({permit.valid_from} .. {permit.valid_until})")
        if not in_force(permit, self._local):
            raise Refused(Reason.HOURS, letter)
        return permit

    def _need_site(self, job: WebJob) -> None:
        permit = self._in_force(job.letter)
        if job.site.host not in self._batch.names and job.site.host != self._batch.ip:
            raise Refused(Reason.SCOPE, job.site.host)
        if not covers_site(permit, job.apps, job.site.host, (self._batch.ip,)):
            raise Refused(Reason.PERMIT, f"{job.site.host}: {permit.letter}")
        self._need_internal(job.site.host)

    def _need_internal(self, host: str) -> None:
        """An internal address needs a CIDR that holds it, whatever name led here."""
        if not self._internal:
            return
        if not any(in_force(permit, self._local) for permit in self._of_address):
            raise Refused(Reason.SCOPE, f"{host} -> {self._batch.ip}")

    def _scanned(self, port: int) -> AuthorisedEndpoint:
        """A port beside the registered ones: only where a port scan of the address is allowed."""
        for job in self._jobs(PortScanJob):
            self.port_scan(job)
            return self._endpoint(port, self._batch.ip, job.letter)
        raise Refused(Reason.PERMIT, f"{self._batch.ip}:{port}")
