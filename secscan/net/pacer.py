"""Even spacing of events in time, with back-off. Not thread-safe: its owner holds the lock."""

MARGIN = 1.1
"""Windows are planned this many seconds long, so that delays on the way do not squeeze one more event into a second."""

CATCH_UP = 0.05
"""Seconds of turns that nobody was there to take in time and that may be made up for: half of what MARGIN leaves, so
that the other half is there for delays on the way."""

MAX_PAUSE = 30.0
"""The longest pause that one answer may ask for, in seconds."""

TOTAL_PAUSE = 120.0
"""The most that all pauses of an address may add up to, in seconds; then only the spacing grows."""

_SLOWEST = 16.0
_SLOWEST_BY_LATENCY = 4.0
_RECOVERY = 0.9


def spacing(rate: float) -> float:
    """Seconds between two events, so that no window of one second holds more than `rate` of them.

    A rate of 2.5 allows two in a second, never three; a rate below one means one event each 1/rate seconds.
    """
    if rate <= 0:
        raise ValueError("the rate must be above 0")
    return MARGIN / int(rate) if rate >= 1 else max(MARGIN, 1.0 / rate)


class Pacer:
    """When the next event may happen. All times are monotonic seconds."""

    def __init__(self, rate: float) -> None:
        self._base = spacing(rate)
        self._catch_up = CATCH_UP if rate >= 1 else 0.0
        self._factor = 1.0
        self._next = 0.0
        self._paused = 0.0
        self._typical: float | None = None
        self._latest = 0.0

    @property
    def interval(self) -> float:
        """The spacing in force, in seconds."""
        return self._base * self._factor

    def wait(self, now: float) -> float:
        """Seconds to wait before the next event; 0 when it may happen now."""
        return max(0.0, self._next - now)

    def take(self, now: float) -> None:
        """Note that an event happens now. One that is late, as threads are on a busy machine, costs none of those after
        it, unless the address has asked for rest."""
        late = self._catch_up if self._factor == 1.0 else 0.0
        self._next = max(now - late, self._next) + self.interval

    def back_off(self, now: float, seconds: float | None) -> None:
        """Double the spacing and pause, for `seconds` if the target named them."""
        self._factor = min(self._factor * 2, _SLOWEST)
        pause = min(seconds if seconds is not None else self.interval, MAX_PAUSE, TOTAL_PAUSE - self._paused)
        if pause > 0:
            self._paused += pause
            self._next = max(self._next, now + pause)

    def answered(self, seconds: float) -> bool:
        """Learn how long an answer took; True when answers have become so slow that the spacing was doubled."""
        if self._typical is None:
            self._typical = self._latest = seconds
        self._latest += 0.3 * (seconds - self._latest)
        slow = self._latest > max(3 * self._typical, self._typical + 0.5)
        # Slow to learn that answers take longer: a server that tires step by step must not pass for a slow one.
        self._typical += (0.02 if seconds > self._typical else 0.2) * (seconds - self._typical)
        if slow and self._factor < _SLOWEST_BY_LATENCY:
            self._factor = min(self._factor * 2, _SLOWEST_BY_LATENCY)
            self._latest = self._typical
            return True
        if not slow:
            self._factor = max(1.0, self._factor * _RECOVERY)
        return False
