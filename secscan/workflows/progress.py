"""What a scan tells about its progress. The shell turns it into a live display or plain lines."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from secscan.model.jobs import HostBatch, Plan
from secscan.model.observations import Observation


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
