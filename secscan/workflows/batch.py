"""One batch: everything that is done against one address, from the first request to the impact receipt.

Self-contained: it takes plain data and a sink, and every observation is handed over as it is made.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial

import msgspec

from secscan.analysis.assemble import site_evidence
from secscan.analysis.thirdparty import loaded_hosts
from secscan.base.clock import Clock
from secscan.model.checks import Ask
from secscan.model.enums import Intensity, Reason
from secscan.model.evidence import Context
from secscan.model.impact import Impact
from secscan.model.jobs import HostBatch, PortScanJob, TlsJob, WebJob
from secscan.model.observations import Observation, TlsAssessment
from secscan.model.profile import ScanProfile
from secscan.model.requests import Request
from secscan.model.runs import Sink
from secscan.model.settings import Settings
from secscan.model.subjects import Endpoint, Site
from secscan.net.budget import Budget, Cancelled
from secscan.net.guard import Guard
from secscan.net.outages import Outages
from secscan.planning.hours import closing
from secscan.planning.requests import next_requests
from secscan.probes.tls import TlsProbe
from secscan.probes.web import WebClient
from secscan.workflows.context import careful
from secscan.workflows.lanes import Task, lanes_of, tasks_of, work_off
from secscan.workflows.looking import Looking
from secscan.workflows.pausing import local_time
from secscan.workflows.port_looks import look_at_ports
from secscan.workflows.receipt import with_earlier
from secscan.workflows.third_parties import ThirdParties

MAX_ROUNDS = 60
RESERVE = 0.5
"""The part of an equal share of the batch's time that is kept for each job to come, so that no slow site takes all."""


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
    budget = Budget(batch.pace, tools.clock, _ending(batch, terms, tools), sink.settle)
    earlier = tuple(prior)
    with tools.budgets(budget), _released(tools, budget):
        guard = Guard(batch, terms.settings.office.timezone, tools.clock)
        looking = Looking(batch, sink, budget, guard, tools.clock, tools.outages, earlier)
        try:
            _BatchRun(looking, terms, tools).do_all()
        except Cancelled:
            looking.account_for_the_rest()
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
    """The jobs of one batch."""

    def __init__(self, looking: Looking, terms: BatchTerms, tools: Tools) -> None:
        self.looking, self.terms, self.tools = looking, terms, tools
        self.batch = looking.batch
        self.asks = tuple(careful(ask) for ask in tools.asks)
        names = set(self.batch.names)
        self.registered = tuple(site for site in terms.registered if site.host in names)
        self._loaded: dict[str, None] = {}  # hosts that pages load scripts from, in their order
        self._begun = itertools.count(1)  # jobs, counted from several lanes
        self._reserve = RESERVE * self.batch.deadline / max(1, len(self.batch.jobs))

    def do_all(self) -> None:
        """Sites and TLS in a few lanes, so that one waits while another is asked; then, alone, the ports: a port scan
        is the likeliest to get the scanner banned."""
        lanes = lanes_of(self.batch.pace.max_connections)
        work_off(tasks_of(self.batch.jobs, tls_first=lanes > 1), lanes, self._do, self.looking.budget.cancel)
        for job in self.batch.jobs:
            if isinstance(job, PortScanJob):
                self._do((job,))
        if self.tools.parties is not None:
            self.tools.parties.look_up(self._loaded)

    def _do(self, task: Task) -> None:
        """The jobs of a task in their order, each with a deadline that leaves time for those not yet begun."""
        for job in task:
            left = len(self.batch.jobs) - next(self._begun)
            looking = self.looking.until(self.looking.deadline - left * self._reserve)
            if isinstance(job, WebJob):
                self.look_at_site(job, looking)
            elif isinstance(job, TlsJob):
                self.look_at_tls(job, looking)
            else:
                look_at_ports(job, looking, partial(self.look_at_tls, looking=looking))
        for job in task:
            if isinstance(job, WebJob):
                self.looking.forget(job.site.host)

    def look_at_site(self, job: WebJob, looking: Looking) -> None:
        """Rounds of requests, each decided from what is known by then, until none is left."""
        looks = looking.of_name(job.site.host)
        for _ in range(MAX_ROUNDS):
            site = site_evidence(job, self.batch.ip, looks.values(), self.terms.token, self.registered)
            late = looking.late()
            step = next_requests(
                site,
                self.asks,
                self.tools.context,
                budget=0 if late else job.budget,
                linked_pages=self.terms.profile.linked_pages,
            )
            for request, reason in step.cut:
                why = late if late and reason is Reason.BUDGET else reason
                looking.skip(request.key, _origin(request), why)
            if not step.send:
                break
            for request in step.send:
                self._fetch(request, looking)
        self._loaded.update(dict.fromkeys(loaded_hosts(site)))
        self.tools.web.release(looking.budget, job.site.host)  # the next site uses others, and there are few places

    def look_at_tls(self, job: TlsJob, looking: Looking) -> None:
        """TLS of one port under one name; a further name on the port is compared with what is known of it."""
        key = job.key(self.batch.ip)
        subject = Endpoint(self.batch.ip, job.port)
        if key in looking.looks:
            return
        endpoint = looking.authorised(key, subject, lambda: looking.guard.tls(job))
        if endpoint is None:
            return
        reference = self._reference(job.port)
        looking.take(
            key,
            subject,
            lambda: self.tools.tls.assess(
                endpoint,
                job.server_name,
                looking.budget,
                looking.deadline,
                reference=reference,
                certificate_only=job.intensity is Intensity.PASSIVE,
            ),
        )

    def _fetch(self, request: Request, looking: Looking) -> None:
        subject = _origin(request)
        if request.key in looking.of_name(request.host):
            return
        endpoint = looking.authorised(request.key, subject, lambda: looking.guard.web(request))
        if endpoint is not None:
            looking.take_with_bodies(
                request.key,
                subject,
                lambda: self.tools.web.fetch(request, endpoint, looking.budget, looking.deadline),
            )

    def _reference(self, port: int) -> TlsAssessment | None:
        """The first whole assessment of a port in this batch."""
        for seen in tuple(self.looking.looks.values()):
            payload = seen.payload
            if not isinstance(payload, TlsAssessment) or payload.certificate_only:
                continue
            if seen.subject == Endpoint(self.batch.ip, port):
                return payload
        return None


def _origin(request: Request) -> Site:
    return Site(request.scheme, request.host, request.port)
