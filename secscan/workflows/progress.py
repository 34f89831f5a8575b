"""What a scan tells about its progress. The shell turns it into a live display or plain lines."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from secscan.model.enums import Reason, Status
from secscan.model.jobs import HostBatch, Plan
from secscan.model.observations import Observation
from secscan.model.runs import Bodies, Sink


class Watcher(Protocol):
    """Told of each step, from several threads. Must return quickly and never raise."""

    def planned(self, plan: Plan, to_do: int) -> None:
        """The plan stands; `to_do` of its batches will be run."""
        ...

    def started(self, batch: HostBatch) -> None: ...

    def seen(self, batch: HostBatch, observation: Observation) -> None:
        """One observation was stored."""
        ...

    def finished(self, batch: HostBatch, problems: Callable[[], int]) -> None:
        """A batch is done; `problems` makes a first count of what is wrong there, which takes its time."""
        ...

    def paused(self, until: datetime | None) -> None:
        """The scan rests until that moment (in the office's time zone), or, without one, goes on in a moment."""
        ...


class Silent:
    """A watcher that says nothing."""

    def planned(self, plan: Plan, to_do: int) -> None:
        pass

    def started(self, batch: HostBatch) -> None:
        pass

    def seen(self, batch: HostBatch, observation: Observation) -> None:
        pass

    def finished(self, batch: HostBatch, problems: Callable[[], int]) -> None:
        pass

    def paused(self, until: datetime | None) -> None:
        pass


class Watched:
    """A batch's sink that tells the watcher. `looked`: something was looked at; `closed`: hours forbade something."""

    def __init__(self, store: Sink, batch: HostBatch, watcher: Watcher) -> None:
        self._store, self._batch, self._watcher = store, batch, watcher
        self.looked = self.closed = False

    def __call__(self, seen: Observation, bodies: Bodies, /) -> None:
        self._store(seen, bodies)
        skipped = seen.status is Status.SKIPPED
        self.looked = self.looked or not skipped
        self.closed = self.closed or (skipped and seen.reason is Reason.HOURS)
        self._watcher.seen(self._batch, seen)

    def settle(self) -> None:
        self._store.settle()
