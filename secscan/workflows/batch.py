"""One batch: everything that is done against one address, from the first request to the impact receipt.

Self-contained: it takes plain data and a sink, and every observation is handed over as it is made.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

import msgspec

from secscan.analysis.assemble import site_evidence
from secscan.base.clock import Clock
from secscan.model.checks import Ask
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.evidence import Context
from secscan.model.ids import JobKey
from secscan.model.impact import Impact
from secscan.model.jobs import HostBatch, PortScanJob, TlsJob, WebJob
from secscan.model.observations import Cost, Observation, PortScan, ServiceAnswer, TlsAssessment
from secscan.model.profile import ScanProfile
from secscan.model.requests import Request
from secscan.model.runs import Bodies, Sink
from secscan.model.settings import Settings
from secscan.model.subjects import Endpoint, Host, Site, Subject
from secscan.net.budget import Budget, Cancelled, Stopped, TooLate
from secscan.net.guard import AuthorisedEndpoint, Guard, Refused
from secscan.net.outages import Outages, has_route
from secscan.planning.hours import closing
from secscan.planning.requests import next_requests
from secscan.probes.ports import scan_ports
from secscan.probes.services import ask_service
from secscan.probes.tls import TlsProbe
from secscan.probes.web import WebClient
from secscan.workflows.context import careful
from secscan.workflows.pausing import local_time
from secscan.workflows.receipt import not_told, together, with_earlier, with_state
from secscan.workflows.third_parties import ThirdParties

log = logging.getLogger(__name__)

MAX_ROUNDS = 60
MAX_SERVICES = 40
"""Open ports of one address that are asked what listens there; a machine with more is a trap or a firewall's game."""

RESERVE = 0.5
"""The part of an equal share of the batch's time that is kept for each job to come, so that no slow site takes all."""


_LIKE_AN_OUTAGE = frozenset({Reason.TIMEOUT, Reason.UNREACHABLE, Reason.ERROR})
"""What a look seems to have ended with when our own network is gone."""


class BatchTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch is run under. `registered` are all sites of the register, for who owns which path.

    A scan that `waits` breaks a batch off at the minute at which hours end, to go on with it when they come again.
    """

    profile: ScanProfile
    settings: Settings
    token: str
    registered: tuple[Site, ...]
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Tools:
    """What a process keeps open between batches. `budgets` announces a batch's budget, so that it can be cancelled;
    `parties` looks up whose scripts the pages load, where the profile asks for it."""

    web: WebClient
    tls: TlsProbe
    asks: tuple[Ask, ...]
    context: Context
    clock: Clock
    budgets: Callable[[Budget], AbstractContextManager[None]]
    outages: Outages
    parties: ThirdParties | None = None


def run_batch(
    batch: HostBatch, sink: Sink, terms: BatchTerms, tools: Tools, prior: Iterable[Observation] = ()
) -> Impact:
    """Do all jobs of a batch that `prior`, its observations stored earlier, does not answer; return the receipt.

    Raises Cancelled when the user stops the scan, hours end, or this machine slept or lost its network: what was seen
    until then has been handed to the sink.
    """
    budget = Budget(batch.pace, tools.clock, _ending(batch, terms, tools))
    earlier = tuple(prior)
    with tools.budgets(budget), _released(tools, budget):
        run = _BatchRun(batch, sink, terms, tools, budget, earlier)
        try:
            run.do_all()
        except Cancelled:
            run.account_for_the_rest()
            raise
    return with_earlier(budget.impact(batch.ip), earlier)


def _ending(batch: HostBatch, terms: BatchTerms, tools: Tools) -> Callable[[], bool]:
    """What ends a batch before its time."""
    outages = tools.outages.count
    local = local_time(terms.settings, tools.clock)
    closes = closing(batch, terms.settings.scan.hours, local) if terms.waits else None
    return lambda: tools.outages.count != outages or (closes is not None and tools.clock.now() >= closes)


@contextmanager
def _released(tools: Tools, budget: Budget) -> Iterator[None]:
    """Close the batch's idle connections at its end."""
    try:
        yield
    finally:
        tools.web.release(budget)


class _BatchRun:
    """The state of one batch while it runs: what was seen, and how much time is left."""

    def __init__(
        self,
        batch: HostBatch,
        sink: Sink,
        terms: BatchTerms,
        tools: Tools,
        budget: Budget,
        prior: Iterable[Observation],
    ) -> None:
        self.batch, self.sink, self.terms, self.tools, self.budget = batch, sink, terms, tools, budget
        # What was skipped was not looked at: hours, permits and time may allow it now.
        self.looks: dict[JobKey, Observation] = {
            seen.job_key: seen for seen in prior if seen.status is not Status.SKIPPED
        }
        self.guard = Guard(batch, terms.settings.office.timezone, tools.clock)
        self.end = tools.clock.monotonic() + batch.deadline
        self.deadline = self.end
        self.asks = tuple(careful(ask) for ask in tools.asks)
        self.told = Cost()

    def do_all(self) -> None:
        """The jobs in their order, each with a deadline that leaves time for those behind it."""
        reserve = RESERVE * self.batch.deadline / max(1, len(self.batch.jobs))
        for left, job in zip(range(len(self.batch.jobs) - 1, -1, -1), self.batch.jobs, strict=True):
            self.deadline = self.end - left * reserve
            if isinstance(job, WebJob):
                self.look_at_site(job)
            elif isinstance(job, TlsJob):
                self.look_at_tls(job)
            else:
                self.look_at_ports(job)

    def account_for_the_rest(self) -> None:
        """Hand over what was sent for the look that was broken off: a resumed batch's receipt counts it."""
        sent, told = self.budget.impact(self.batch.ip), self.told
        cost = not_told(sent, told)
        if cost == Cost():
            return
        now = self.tools.clock.now()
        key = JobKey(f"interrupted|{self.batch.ip}|{now.isoformat()}")
        self.sink(_skipped(key, Host(self.batch.ip), now, Reason.INTERRUPTED, cost=cost), {})

    def look_at_site(self, job: WebJob) -> None:
        """Rounds of requests, each decided from what is known by then, until none is left."""
        for _ in range(MAX_ROUNDS):
            site = site_evidence(job, self.batch.ip, self.looks.values(), self.terms.token, self.terms.registered)
            late = self._late()
            step = next_requests(
                site,
                self.asks,
                self.tools.context,
                budget=0 if late else job.budget,
                linked_pages=self.terms.profile.linked_pages,
            )
            for request, reason in step.cut:
                self._skip_request(request, late if late and reason is Reason.BUDGET else reason)
            if not step.send:
                break
            for request in step.send:
                self._fetch(request)
        self.tools.web.release(self.budget)  # the next site uses others, and there are few places

    def look_at_tls(self, job: TlsJob) -> None:
        """TLS of one port under one name; a further name on the port is compared with what is known of it."""
        key = job.key(self.batch.ip)
        subject = Endpoint(self.batch.ip, job.port)
        if key in self.looks:
            return
        endpoint = self._authorised(key, subject, lambda: self.guard.tls(job))
        if endpoint is None:
            return
        reference = self._reference(job.port)
        self._keep(
            key,
            subject,
            lambda: self.tools.tls.assess(
                endpoint,
                job.server_name,
                self.budget,
                self.deadline,
                reference=reference,
                certificate_only=job.intensity is Intensity.PASSIVE,
            ),
        )

    def look_at_ports(self, job: PortScanJob) -> None:
        """Open ports, what listens on each that no app is registered on, and TLS wherever it is spoken."""
        key = job.key(self.batch.ip)
        if key not in self.looks:
            endpoint = self._authorised(key, Host(self.batch.ip), lambda: self.guard.port_scan(job))
            if endpoint is None:
                return
            self._keep(
                key,
                Host(self.batch.ip),
                lambda: scan_ports(job, endpoint, self.budget, self.tools.clock, self.deadline, self._egress(job)),
            )
        payload = self.looks[key].payload
        if isinstance(payload, PortScan):
            known = {port for web in self.batch.jobs if isinstance(web, WebJob) for _, port in web.origins}
            for port in [port for port in payload.open if port not in known][:MAX_SERVICES]:
                self._look_at_service(port, job.letter)

    def _look_at_service(self, port: int, letter: str) -> None:
        key = JobKey(f"service|{self.batch.ip}|{port}")
        subject = Endpoint(self.batch.ip, port)
        if key not in self.looks:
            endpoint = self._authorised(key, subject, lambda: self.guard.service(port))
            if endpoint is None:
                return
            self._keep(key, subject, lambda: ask_service(endpoint, self.budget, self.tools.clock, self.deadline))
        payload = self.looks[key].payload
        if isinstance(payload, ServiceAnswer) and payload.tls:
            self.look_at_tls(TlsJob(port, "", letter))

    def _fetch(self, request: Request) -> None:
        if request.key in self.looks:
            return
        late = self._late()
        if late:
            self._skip_request(request, late)
            return
        subject = Site(request.scheme, request.host, request.port)
        endpoint = self._authorised(request.key, subject, lambda: self.guard.web(request))
        if endpoint is None:
            return
        try:
            seen, bodies = self.tools.web.fetch(request, endpoint, self.budget, self.deadline)
        except Stopped as stopped:
            self._skip_request(request, stopped.reason)
            return
        except Cancelled:
            raise
        except Exception as error:
            self._record(self._fault(request.key, subject, error), {})
            return
        self._record(seen, bodies)

    def _egress(self, job: PortScanJob) -> Callable[[int], AuthorisedEndpoint | None]:
        """How the port probe gets an endpoint of the self-test host for a port; None where no permit names it."""

        def endpoint(port: int) -> AuthorisedEndpoint | None:
            for address in job.egress:
                try:
                    return self.guard.egress(address, port)
                except Refused:
                    continue
            return None

        return endpoint

    def _reference(self, port: int) -> TlsAssessment | None:
        """The first whole assessment of a port in this batch."""
        for seen in self.looks.values():
            payload = seen.payload
            if not isinstance(payload, TlsAssessment) or payload.certificate_only:
                continue
            if seen.subject == Endpoint(self.batch.ip, port):
                return payload
        return None

    def _late(self) -> Reason | None:
        return Reason.TIMEOUT if self.tools.clock.monotonic() >= self.deadline else None

    def _authorised(
        self, key: JobKey, subject: Subject, ask: Callable[[], AuthorisedEndpoint]
    ) -> AuthorisedEndpoint | None:
        late = self._late()
        if late:
            self._skip(key, subject, late)
            return None
        try:
            return ask()
        except Refused as refused:
            self._skip(key, subject, refused.reason, refused.detail)
            return None

    def _keep(self, key: JobKey, subject: Subject, look: Callable[[], Observation]) -> None:
        """Take a look and store it, or why it ended without one."""
        try:
            seen = look()
        except Stopped as stopped:
            self._skip(key, subject, stopped.reason)
        except TooLate:
            self._skip(key, subject, Reason.TIMEOUT)
        except Cancelled:
            raise
        except Exception as error:
            self._record(self._fault(key, subject, error), {})
        else:
            self._record(seen, {})

    def _fault(self, key: JobKey, subject: Subject, error: Exception) -> Observation:
        """A fault of our own, brought out by what a target sent: it costs this look, and never the scan."""
        log.error("look %s failed", key, exc_info=error)
        detail = f"fault of secscan: {type(error).__name__}"
        seen = _skipped(key, subject, self.tools.clock.now(), Reason.ERROR, detail)
        return msgspec.structs.replace(seen, status=Status.ERROR)

    def _skip_request(self, request: Request, reason: Reason) -> None:
        self._skip(request.key, Site(request.scheme, request.host, request.port), reason)

    def _skip(self, key: JobKey, subject: Subject, reason: Reason, detail: str = "") -> None:
        self._record(_skipped(key, subject, self.tools.clock.now(), reason, detail), {})

    def _record(self, seen: Observation, bodies: Bodies) -> None:
        """Store a look; one that the end of the scan cut short says nothing of the target."""
        if seen.reason in _LIKE_AN_OUTAGE and seen.status is not Status.SKIPPED and not has_route(self.batch.ip):
            self.tools.outages.lose_network()
        if self.budget.cancelled:
            raise Cancelled
        cost = with_state(seen.cost, self.budget.impact(self.batch.ip), self.told)
        seen = msgspec.structs.replace(seen, cost=cost)
        self.sink(seen, bodies)
        self.looks[seen.job_key] = seen
        self.told = together(self.told, seen.cost)


def _skipped(
    key: JobKey, subject: Subject, now: datetime, reason: Reason, detail: str = "", cost: Cost | None = None
) -> Observation:
    return Observation(
        job_key=key,
        subject=subject,
        taken_at=now,
        probe="guard",
        status=Status.SKIPPED,
        reason=reason,
        detail=detail,
        cost=cost or Cost(),
    )
