"""Runs of the scanner: what was asked for, and how far it came."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.observations import Observation
from secscan.model.profile import ScanProfile
from secscan.model.register import Hours


class RunState(StrEnum):
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for; a resumed run takes its own again. Empty `apps` and `opds` mean the whole register."""

    profile: str
    apps: tuple[AppId, ...] = ()
    opds: tuple[OpdId, ...] = ()
    rate: float | None = None
    max_connections: int | None = None
    hours: Hours | None = None


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `token` is its unguessable word for paths that cannot exist; `version` is secscan's.

    `own_profile` is a scan profile that was no shipped one: its file may be changed or gone when the run is read.
    """

    id: RunId
    options: RunOptions
    state: RunState
    started_at: datetime
    finished_at: datetime | None = None
    version: str
    token: str
    vantage: str = "internet"
    own_profile: ScanProfile | None = None


Bodies = Mapping[str, bytes]
"""Masked bodies to keep, by the digest that their exchange names."""


class Sink(Protocol):
    """Takes observations, from any thread. Raises SecscanError when one cannot be stored."""

    def __call__(self, seen: Observation, bodies: Bodies, /) -> None:
        """Take one observation, which is on disk a moment later."""
        ...

    def settle(self) -> None:
        """Return once all that was taken is on disk."""
        ...
