"""The politeness of one address: one budget, shared by all probes and threads that send anything there.

The rate covers HTTP requests and new TCP connections together; in no window of one second are there more than it
allows. Simultaneous connections are counted as long as they are open, idle ones included.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from secscan.base.clock import Clock
from secscan.model.enums import Reason
from secscan.model.impact import Impact
from secscan.model.jobs import Pace
from secscan.net.pacer import Pacer
from secscan.net.reachability import Reachability

_POLL = 0.1  # seconds between two looks at the cancel flag while waiting
_SETTLE = 0.05  # seconds until a closed connection's slot is free: the target has to see the end first


class Stopped(Exception):  # noqa: N818 - a decision, not a fault
    """The address (or one port of it) was given up; nothing more is sent there."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Cancelled(Exception):  # noqa: N818 - the user's wish, or the hour's, not a fault
    """The scan is being ended or paused; whoever waits has to stop waiting, and nothing more is sent."""


class TooLate(Exception):  # noqa: N818 - an outcome, not a fault
    """The caller's deadline passed while it waited for its turn."""


class Slot:
    """One open connection's place in a budget. Close it when the connection is really closed; twice does no harm."""

    def __init__(self, budget: "Budget") -> None:
        self._budget = budget
        self._open = True

    def close(self) -> None:
        if self._open:
            self._open = False
            self._budget._released()

    def park(self, closer: Callable[[], None]) -> None:
        """The connection idles: `closer` may be called, from any thread, when somebody else needs its place."""
        self._budget._park(self, closer)

    def claim(self) -> bool:
        """Take a parked connection into use again; False when it has been closed meanwhile."""
        return self._budget._claim(self)


def _never() -> bool:
    return False


def _nothing() -> None:
    pass


class Budget:
    """The budget of one address. Thread-safe. Once `over` says so, it is cancelled. Whoever has got a turn waits until
    `ready` returns before anything is sent: as a turn is waited for anyway, that is hardly ever long."""

    def __init__(
        self, pace: Pace, clock: Clock, over: Callable[[], bool] = _never, ready: Callable[[], None] = _nothing
    ) -> None:
        self.pace = pace
        self._over = over
        self._ready = ready
        self._clock = clock
        self._lock = threading.RLock()
        self._pacer = Pacer(pace.rate)
        self._reach = Reachability()
        self._open = 0
        self._closed_at: deque[float] = deque()
        self._waiting: list[object] = []  # for their turn, in the order in which they came
        self._parked: OrderedDict[Slot, Callable[[], None]] = OrderedDict()
        self._cancelled = threading.Event()
        self._stopped: Reason | None = None
        self._recent: deque[float] = deque()
        self._peak = self._requests = self._connections = self._port_probes = self._bytes = self._backoffs = (
            self._egress
        ) = 0
        self._first: tuple[float, datetime] | None = None
        self._last: tuple[float, datetime] | None = None

    # ---- asking ------------------------------------------------------------------------------------------------

    def request(self, deadline: float | None = None) -> None:
        """Wait until one more HTTP request may be sent, and count it.

        `deadline` is in the clock's monotonic seconds. Raises Stopped, Cancelled or TooLate.
        """
        self._take_turn(deadline)
        with self._lock:
            self._requests += 1

    @contextmanager
    def connection(self, deadline: float | None = None, port: int = 0) -> Iterator[None]:
        """Wait for a free place and for the rate, count one new TCP connection, and free the place at exit.

        With `port`, a port that was given up raises Stopped too. Raises as `request` does.
        """
        slot = self.open(deadline, port)
        try:
            yield
        finally:
            slot.close()

    def open(self, deadline: float | None = None, port: int = 0) -> Slot:
        """Like `connection`, for connections that outlive a block: the caller closes the slot."""
        with self._lock:
            reason = self._reach.given_up(port)
        if reason is not None:
            raise Stopped(reason)
        self._wait(self._place, deadline)
        slot = Slot(self)
        try:
            self._take_turn(deadline)
        except BaseException:
            slot.close()
            raise
        with self._lock:
            self._connections += 1
        return slot

    # ---- telling -----------------------------------------------------------------------------------------------

    def received(self, count: int) -> None:
        """Count bytes that came from the address."""
        with self._lock:
            self._bytes += count

    def sent(self, count: int) -> None:
        """Count bytes that went to the address."""
        with self._lock:
            self._bytes += count

    def port_probes(self, count: int) -> None:
        """Count probes of a port scan, which has its own rate."""
        with self._lock:
            self._port_probes += count
            self._touch()

    def egress_probes(self, count: int) -> None:
        """Count connections to the self-test host, made because of this address."""
        with self._lock:
            self._egress += count

    def answered(self, seconds: float) -> None:
        """An answer took that long: rising latency widens the spacing, ordinary latency narrows it slowly."""
        with self._lock:
            self._backoffs += self._pacer.answered(seconds)

    def back_off(self, seconds: float | None) -> None:
        """The address asked for rest (429, 503), for `seconds` if it said so, or reset a connection."""
        with self._lock:
            self._backoffs += 1
            self._pacer.back_off(self._clock.monotonic(), seconds)

    def connected(self, port: int) -> None:
        """The port answered."""
        with self._lock:
            self._reach.connected(port)

    def failed(self, port: int, reason: Reason) -> None:
        """The port did not answer: after some in a row it is given up, and after some more the whole address is."""
        with self._lock:
            verdict = self._reach.failed(port, reason)
            if verdict is not None:
                self.stop(verdict)

    def stop(self, reason: Reason) -> None:
        """Give the address up: the first reason stays."""
        with self._lock:
            self._stopped = self._stopped or reason

    def cancel(self) -> None:
        """End all waiting, now and later, with Cancelled."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set() or self._over()

    @property
    def stopped(self) -> Reason | None:
        return self._stopped

    def impact(self, ip: str) -> Impact:
        """What was sent so far, for the impact receipt."""
        with self._lock:
            return Impact(
                ip=ip,
                requests=self._requests,
                connections=self._connections,
                port_probes=self._port_probes,
                bytes=self._bytes,
                peak_per_second=self._peak,
                seconds=self._last[0] - self._first[0] if self._first and self._last else 0.0,
                backoffs=self._backoffs,
                egress_probes=self._egress,
                started_at=self._first[1] if self._first else None,
                ended_at=self._last[1] if self._last else None,
                stopped_because=self._stopped,
            )

    # ---- inside ------------------------------------------------------------------------------------------------

    def _wait(self, attempt: Callable[[float], float], deadline: float | None) -> None:
        """Call `attempt` under the lock until it returns 0; otherwise it returns the seconds to wait."""
        while True:
            if self.cancelled:
                raise Cancelled
            now = self._clock.monotonic()
            with self._lock:
                if self._stopped is not None:
                    raise Stopped(self._stopped)
                wait = attempt(now)
            if wait <= 0:
                return
            if deadline is not None and now >= deadline:
                raise TooLate
            self._clock.sleep(min(wait, _POLL))

    def _take_turn(self, deadline: float | None) -> None:
        """Wait for the next turn. Who has others before it sleeps on until they have had theirs, because to wake a
        thread in vain costs as much as a request does; but whoever is awake takes a turn that is free."""
        waiter = object()
        with self._lock:
            self._waiting.append(waiter)
        try:
            self._wait(lambda now: self._turn(now, self._waiting.index(waiter)), deadline)
        finally:
            with self._lock:
                self._waiting.remove(waiter)
        self._ready()

    def _turn(self, now: float, before: int) -> float:
        wait = self._pacer.wait(now)
        if wait > 0:
            return wait + before * self._pacer.interval
        self._pacer.take(now)
        self._recent.append(now)
        while self._recent[0] <= now - 1.0:
            self._recent.popleft()
        self._peak = max(self._peak, len(self._recent))
        self._touch()
        return 0.0

    def _place(self, now: float) -> float:
        while self._closed_at and self._closed_at[0] <= now - _SETTLE:
            self._closed_at.popleft()
        if self._open + len(self._closed_at) < max(1, self.pace.max_connections):
            self._open += 1
            return 0.0
        if self._parked and not self._closed_at:
            slot, closer = self._parked.popitem(last=False)
            closer()
            slot.close()
        return _SETTLE

    def _touch(self) -> None:
        self._last = (self._clock.monotonic(), self._clock.now())
        self._first = self._first or self._last

    def _released(self) -> None:
        with self._lock:
            self._open -= 1
            self._closed_at.append(self._clock.monotonic())

    def _park(self, slot: Slot, closer: Callable[[], None]) -> None:
        with self._lock:
            self._parked[slot] = closer

    def _claim(self, slot: Slot) -> bool:
        with self._lock:
            return self._parked.pop(slot, None) is not None
