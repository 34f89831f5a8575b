"""When a scan rests and for how long: until hours come, until the network is back; Ctrl-C ends any pause at once."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from secscan.base.clock import Clock
from secscan.base.errors import SecscanError
from secscan.model.jobs import HostBatch
from secscan.model.settings import Settings
from secscan.net.outages import Outages, has_route
from secscan.planning.hours import reopening

NETWORK_PATIENCE = 120.0
"""Seconds for which a scan waits for its network, before it ends, resumable."""

FRUITLESS = 5
"""So many pauses in a row that brought nothing end a scan: its windows are too short for what is left."""

_LOOK = 1.0


class Pause(msgspec.Struct, frozen=True):
    """A rest of the scan. `until` is a moment in the office's time zone, or None: until the network is there."""

    until: datetime | None


def local_time(settings: Settings, clock: Clock) -> datetime:
    """Now, in the office's time zone."""
    return clock.now().astimezone(ZoneInfo(settings.office.timezone))


def pause_for(left: Iterable[HostBatch], settings: Settings, clock: Clock) -> Pause:
    """The pause before unfinished batches go on: until the soonest of their hours, or none where hours are open."""
    local = local_time(settings, clock)
    moments = [reopening(batch, settings.scan.hours, local) for batch in left]
    return Pause(min((moment for moment in moments if moment is not None), default=None))


def wait_out(pause: Pause, address: str, outages: Outages, clock: Clock) -> None:
    """Rest until the pause is over and there is a way to `address`. Raises SecscanError when the network stays away."""
    while pause.until is not None and (left := (pause.until - clock.now()).total_seconds()) > 0:
        clock.sleep(min(left, _LOOK))
    patience = NETWORK_PATIENCE
    while not has_route(address):
        if patience <= 0:
            raise SecscanError("network_lost", values={"seconds": f"{NETWORK_PATIENCE:g}"})
        clock.sleep(_LOOK)
        patience -= _LOOK
    outages.find_network()
