"""The TLS probe: assessments by child programs, under the parent's budget and deadline.

The TLS libraries run in child programs, because they meet hostile peers in native code: a crash or a hang there costs
one look, never the scan. A child makes no connection that the budget of its address has not allowed.
"""

import queue
from dataclasses import dataclass, field

from secscan.base.clock import Clock
from secscan.model.enums import Reason, Status
from secscan.model.jobs import TlsJob
from secscan.model.observations import Cost, Observation, TlsAssessment
from secscan.model.subjects import Endpoint
from secscan.net.budget import Budget, Cancelled, Slot, Stopped, TooLate
from secscan.net.guard import AuthorisedEndpoint
from secscan.probes.nursery import Nursery
from secscan.probes.tls_process import Child, ChildEnded
from secscan.probes.tls_worker.messages import Ask, Closed, Done, Go, Halt, Job

_TICK = 0.1  # seconds between two looks at deadline and cancellation
_HUNG = 25.0  # seconds after which a child that neither asks nor answers is taken for hung


class TlsProbe:
    """Assesses TLS, from any number of threads, with `workers` child programs of that nursery."""

    def __init__(self, workers: int, nursery: Nursery, clock: Clock) -> None:
        self._clock = clock
        self._children = tuple(Child(nursery) for _ in range(max(1, workers)))
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()
        for child in self._children:
            self._free.put(child)

    def assess(
        self,
        endpoint: AuthorisedEndpoint,
        server_name: str,
        budget: Budget,
        deadline: float,
        reference: TlsAssessment | None = None,
        *,
        certificate_only: bool = False,
    ) -> Observation:
        """TLS of an endpoint as that server name ("" for none) sees it; `deadline` in the clock's monotonic seconds.

        With `reference`, the assessment of another name on the same endpoint, versions and certificate are looked at,
        and the rest only where they differ; `certificate_only` makes one ordinary handshake. Raises Cancelled, and
        Stopped when the budget allowed no connection at all.
        """
        talk = _Talk(endpoint, server_name, budget, deadline, self._clock, reference, certificate_only)
        try:
            child = self._take(budget, deadline)
        except TooLate:
            return talk.observation(Done(status=Status.TIMEOUT, reason=Reason.TIMEOUT, detail="no time left"))
        try:
            done = talk.hold(child)
        except BaseException:
            child.end()
            raise
        finally:
            talk.free()
            self._free.put(child)
        return talk.observation(done)

    def close(self) -> None:
        """End the child programs."""
        for child in self._children:
            child.end()

    def _take(self, budget: Budget, deadline: float) -> Child:
        """The next free child. Raises Cancelled, Stopped and TooLate."""
        while True:
            if budget.cancelled:
                raise Cancelled
            if budget.stopped is not None:
                raise Stopped(budget.stopped)
            if self._clock.monotonic() >= deadline:
                raise TooLate
            try:
                return self._free.get(timeout=_TICK)
            except queue.Empty:
                continue


@dataclass(slots=True)
class _Talk:
    """The conversation with a child about one job."""

    endpoint: AuthorisedEndpoint
    server_name: str
    budget: Budget
    deadline: float
    clock: Clock
    reference: TlsAssessment | None
    certificate_only: bool = False
    slot: Slot | None = None
    refusal: Exception | None = None
    connections: int = 0
    sent: int = 0
    received: int = 0
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock.monotonic()

    def hold(self, child: Child) -> Done:
        """Talk until the job is done, the deadline passes, or the child fails. Raises Cancelled and Stopped."""
        try:
            done = self._persist(child)
        except ChildEnded as ended:
            child.end()
            if self.budget.cancelled:  # the children are ended with the scan
                raise Cancelled from None
            return Done(status=Status.ERROR, reason=Reason.ERROR, detail=str(ended))
        except TooLate:
            child.end()
            return Done(status=Status.TIMEOUT, reason=Reason.TIMEOUT, detail="the deadline passed")
        if self.refusal is not None and done.assessment is None:
            if isinstance(self.refusal, TooLate):
                return Done(status=Status.TIMEOUT, reason=Reason.TIMEOUT, detail="the deadline passed")
            raise self.refusal
        return done

    def _persist(self, child: Child) -> Done:
        """The look, once more if the child was killed from outside in the middle of it."""
        try:
            return self._look(child)
        except ChildEnded as ended:
            if not ended.killed or self.budget.cancelled:
                raise
            child.end()
            self.free()
            return self._look(child)

    def _look(self, child: Child) -> Done:
        job = Job(
            ip=self.endpoint.ip,
            port=self.endpoint.port,
            server_name=self.server_name,
            seconds=self.deadline - self.clock.monotonic(),
            reference=self.reference,
            certificate_only=self.certificate_only,
        )
        child.begin(job)
        return self._listen(child)

    def free(self) -> None:
        """Give the place of an open connection back."""
        if self.slot is not None:
            self.slot.close()
            self.slot = None

    def observation(self, done: Done) -> Observation:
        subject = Endpoint(self.endpoint.ip, self.endpoint.port)
        return Observation(
            job_key=TlsJob(self.endpoint.port, self.server_name, self.endpoint.letter).key(self.endpoint.ip),
            subject=subject,
            via=subject,
            taken_at=self.clock.now(),
            probe="tls",
            status=done.status,
            reason=done.reason,
            detail=done.detail,
            payload=done.assessment,
            cost=Cost(
                connections=self.connections,
                bytes_received=self.received,
                bytes_sent=self.sent,
                seconds=self.clock.monotonic() - self.started,
            ),
        )

    def _listen(self, child: Child) -> Done:
        heard = self.clock.monotonic()
        while True:
            message = child.receive(_TICK)
            now = self.clock.monotonic()
            if self.budget.cancelled:
                raise Cancelled
            if now >= self.deadline:
                raise TooLate
            if message is None:
                if now - heard > _HUNG:
                    raise ChildEnded("the TLS worker hung")
                continue
            if isinstance(message, Done):
                return message
            if isinstance(message, Ask):
                self._grant(child)
            else:
                self._account(message)
            heard = self.clock.monotonic()

    def _grant(self, child: Child) -> None:
        try:
            self.free()
            self.slot = self.budget.open(self.deadline, self.endpoint.port)
        except (Stopped, TooLate) as refusal:
            self.refusal = refusal
            child.send(Halt())
            return
        self.connections += 1
        child.send(Go())

    def _account(self, closed: Closed) -> None:
        self.free()
        self.sent += closed.sent
        self.received += closed.received
        self.budget.sent(closed.sent)
        self.budget.received(closed.received)
        if closed.connected:
            self.budget.connected(self.endpoint.port)
        else:
            self.budget.failed(self.endpoint.port, Reason.UNREACHABLE if closed.refused else Reason.TIMEOUT)
