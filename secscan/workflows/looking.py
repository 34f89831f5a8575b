"""The looks of one batch: each authorised by the guard, taken within the deadline, stored as it comes."""

import copy
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Self

import msgspec

from secscan.base.clock import Clock
from secscan.base.errors import SecscanError
from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.jobs import HostBatch
from secscan.model.observations import Cost, Observation
from secscan.model.runs import Bodies, Sink
from secscan.model.subjects import Host, Site, Subject
from secscan.net.budget import Budget, Cancelled, Stopped, TooLate
from secscan.net.guard import AuthorisedEndpoint, Guard, Refused
from secscan.net.outages import Outages, has_route
from secscan.workflows.receipt import not_told, together, with_state

log = logging.getLogger(__name__)

_LIKE_AN_OUTAGE = frozenset({Reason.TIMEOUT, Reason.UNREACHABLE, Reason.ERROR})
"""What a look seems to have ended with when our own network is gone."""


class _Told:
    """What the stored looks of a batch tell of its costs, together."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.cost = Cost()


class Looking:
    """What was seen of a batch, and how a further look is taken. `looks` are those at the address and its ports;
    `prior` are the batch's observations of an earlier part of the run; `deadline` is in monotonic seconds.

    Any thread may use it; what was asked of one name is one thread's at a time."""

    def __init__(
        self,
        batch: HostBatch,
        sink: Sink,
        budget: Budget,
        guard: Guard,
        clock: Clock,
        outages: Outages,
        prior: Iterable[Observation],
    ) -> None:
        self.batch, self.budget, self.guard, self.clock = batch, budget, guard, clock
        self._sink, self._outages = sink, outages
        self.looks: dict[JobKey, Observation] = {}
        self._of_names: dict[str, dict[JobKey, Observation]] = {}
        for seen in prior:
            # What was skipped was not looked at: hours, permits and time may allow it now.
            if seen.status is not Status.SKIPPED:
                self._keep(seen)
        self.deadline = clock.monotonic() + batch.deadline
        self._told = _Told()

    def until(self, deadline: float) -> Self:
        """The same looks, with another deadline: each job has its own."""
        other = copy.copy(self)
        other.deadline = deadline
        return other

    def of_name(self, host: str) -> dict[JobKey, Observation]:
        """What was asked of the sites of one name; all else stands in `looks`."""
        return self._of_names.setdefault(host, {})

    def forget(self, host: str) -> None:
        """Keep nothing more of a name that is done with: a batch may hold hundreds, and each has its pages."""
        self._of_names.pop(host, None)

    def late(self) -> Reason | None:
        return Reason.TIMEOUT if self.clock.monotonic() >= self.deadline else None

    def authorised(
        self, key: JobKey, subject: Subject, ask: Callable[[], AuthorisedEndpoint]
    ) -> AuthorisedEndpoint | None:
        """The endpoint that the guard allows; None where it is too late or refused, which is stored."""
        late = self.late()
        if late:
            self.skip(key, subject, late)
            return None
        try:
            return ask()
        except Refused as refused:
            self.skip(key, subject, refused.reason, refused.detail)
            return None

    def take(self, key: JobKey, subject: Subject, look: Callable[[], Observation]) -> None:
        """Take a look without bodies, as `take_with_bodies`."""
        self.take_with_bodies(key, subject, lambda: (look(), {}))

    def take_with_bodies(self, key: JobKey, subject: Subject, look: Callable[[], tuple[Observation, Bodies]]) -> None:
        """Take a look and store it, or why it ended without one. Nothing is sent for it before what was seen is on disk
        (the budget sees to that): however the scan ends, only looks that were underway are taken again."""
        try:
            seen, bodies = look()
        except Stopped as stopped:
            self.skip(key, subject, stopped.reason)
        except TooLate:
            self.skip(key, subject, Reason.TIMEOUT)
        except (Cancelled, SecscanError):
            raise
        except Exception as error:
            self._store(self._fault(key, subject, error), {})
        else:
            self._store(seen, bodies)

    def settle(self) -> None:
        """Return once all that was seen is on disk: for what is sent by another program."""
        self._sink.settle()

    def skip(self, key: JobKey, subject: Subject, reason: Reason, detail: str = "") -> None:
        """Store that a look was not taken, and why."""
        self._store(self._skipped(key, subject, reason, detail), {})

    def account_for_the_rest(self) -> None:
        """Hand over what was sent for the look that was broken off: a resumed batch's receipt counts it."""
        cost = not_told(self.budget.impact(self.batch.ip), self._told.cost)
        if cost == Cost():
            return
        key = JobKey(f"interrupted|{self.batch.ip}|{self._now().isoformat()}")
        seen = self._skipped(key, Host(self.batch.ip), Reason.INTERRUPTED)
        self._sink(msgspec.structs.replace(seen, cost=cost), {})

    def _now(self) -> datetime:
        return self.clock.now()

    def _fault(self, key: JobKey, subject: Subject, error: Exception) -> Observation:
        """A fault of our own, brought out by what a target sent: it costs this look, and never the scan."""
        log.error("look %s failed", key, exc_info=error)
        seen = self._skipped(key, subject, Reason.ERROR, f"fault of secscan: {type(error).__name__}")
        return msgspec.structs.replace(seen, status=Status.ERROR)

    def _skipped(self, key: JobKey, subject: Subject, reason: Reason, detail: str = "") -> Observation:
        return Observation(
            job_key=key,
            subject=subject,
            taken_at=self._now(),
            probe="guard",
            status=Status.SKIPPED,
            reason=reason,
            detail=detail,
        )

    def _store(self, seen: Observation, bodies: Bodies) -> None:
        """Store a look; one that the end of the scan cut short says nothing of the target."""
        if seen.reason in _LIKE_AN_OUTAGE and seen.status is not Status.SKIPPED and not has_route(self.batch.ip):
            self._outages.lose_network()
        if self.budget.cancelled:
            raise Cancelled
        with self._told.lock:
            cost = with_state(seen.cost, self.budget.impact(self.batch.ip), self._told.cost)
            seen = msgspec.structs.replace(seen, cost=cost)
            self._sink(seen, bodies)
            self._told.cost = together(self._told.cost, cost)
        self._keep(seen)

    def _keep(self, seen: Observation) -> None:
        looks = self.of_name(seen.subject.host) if isinstance(seen.subject, Site) else self.looks
        looks[seen.job_key] = seen
