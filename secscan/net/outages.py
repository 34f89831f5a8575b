"""What befalls the scanner's own machine while a scan runs: it sleeps, or loses its network.

Neither says anything of a target. Looks that are in flight then are broken off and taken again, instead of being
stored as failures of whoever was being looked at.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from secscan.base.clock import Clock

SLEPT_SECONDS = 10.0
"""A longer gap between two heartbeats means that the machine slept, or that the process was stopped: connections are
dead by then, and deadlines have passed that nobody could keep."""

_BEAT = 0.5


class Outages:
    """Counts what happened to this machine. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = self._now()
        self._count = 0
        self.network_lost = False

    @property
    def count(self) -> int:
        """How often this machine slept or lost its network so far; each call is a heartbeat, too."""
        now, last = self._now(), self._last
        # On most systems one of the two clocks stands still in sleep, and which one depends on the system.
        gap = max(now[0] - last[0], (now[1] - last[1]).total_seconds())
        if gap <= SLEPT_SECONDS:  # without the lock: every look asks, a hundred times a second
            self._last = now
            return self._count
        with self._lock:
            if self._last is last:  # no other thread has noticed
                self._last = now
                self._count += 1
            return self._count

    def lose_network(self) -> None:
        """Note that there is no way out of this machine any more."""
        with self._lock:
            if not self.network_lost:
                self.network_lost = True
                self._count += 1

    def find_network(self) -> None:
        """Note that there is a way again."""
        self.network_lost = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Within the block, a thread keeps the heart beating."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(_BEAT):
                _ = self.count

        threading.Thread(target=beat, name="secscan-heartbeat", daemon=True).start()
        try:
            yield
        finally:
            done.set()

    def _now(self) -> tuple[float, datetime]:
        return self._clock.monotonic(), self._clock.now()


def has_route(ip: str) -> bool:
    """Whether this machine has a way to the address. Nothing is sent: a datagram socket only looks it up."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((ip, 9))
    except OSError:
        return False
    return True
