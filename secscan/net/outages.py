"""What befalls the scanner's own machine while a scan runs: it sleeps, or loses its network.

Neither says anything of a target. Looks that are in flight then are broken off and taken again, instead of being
stored as failures of whoever was being looked at.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from secscan.base.clock import Clock
from secscan.model.observations import Observation
from secscan.net.silence import Silence, Whose, is_answer, is_silence

SLEPT_SECONDS = 10.0
"""A longer gap between two heartbeats means that the machine slept, or that the process was stopped: connections are
dead by then, and deadlines have passed that nobody could keep."""

DOUBT_SECONDS = 30.0
"""For so long a failure is held back while it is unclear whose it is; a look in flight ends within 20 s."""

_BEAT = 0.5
_TICK = 0.1


class Outages:
    """Counts what happened to this machine. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = self._now()
        self._count = 0
        self._silence = Silence()
        self.network_lost = False
        self.all_silent = False
        self.silences = 0
        """How often in a row all addresses fell silent, with no answer in between."""

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
        """Note that there is a way again, or that a rest after a silence is over."""
        self.network_lost = self.all_silent = False

    @contextmanager
    def at_work(self, ip: str) -> Iterator[None]:
        """Within the block the address is asked, so that its answers, and its silence, tell of the network."""
        with self._lock:
            self._silence.begin(ip)
        try:
            yield
        finally:
            with self._lock:
                self._silence.end(ip)

    def learn(self, ip: str, seen: Observation, until: float, cancelled: Callable[[], bool]) -> None:
        """What a look tells of the network, before it is stored.

        One that met silence is held back until it is clear whose it is, but not beyond `until` (monotonic). If it is
        ours, that counts as an outage, and the look is not to be stored.
        """
        now = self._clock.monotonic()
        if is_answer(seen):
            with self._lock:
                self._silence.answered(ip, now - seen.cost.seconds)
                self.silences = 0
        elif is_silence(seen):
            with self._lock:
                self._silence.fell_silent(ip, now)
            self._doubt(ip, min(until, now + DOUBT_SECONDS), cancelled)

    def _doubt(self, ip: str, until: float, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            with self._lock:
                now = self._clock.monotonic()
                whose = self._silence.verdict(ip, now)
                if whose is Whose.THEIRS or (whose is Whose.UNCLEAR and now >= until):
                    self._silence.settle(ip)
                    return
                if whose is Whose.OURS:
                    self._fall_silent()
                    return
            self._clock.sleep(_TICK)

    def _fall_silent(self) -> None:
        if not self.all_silent:
            self.all_silent = True
            self.silences += 1
            self._count += 1

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
