"""When to give an address up: repeated failures to connect. Not thread-safe: its owner holds the lock."""

from collections import Counter

from secscan.model.enums import Reason

GIVE_UP_PORT = 3
"""Consecutive failures after which one port is left alone."""

GIVE_UP_ADDRESS = 5
"""Consecutive failures after which the whole address is left alone, unless one of its ports still answers."""


class Reachability:
    """What connecting to the ports of one address has come to."""

    def __init__(self) -> None:
        self._in_row = 0
        self._failures: Counter[int] = Counter()
        self._reasons: dict[int, Reason] = {}
        self._answering: set[int] = set()
        self._answered: set[int] = set()

    def connected(self, port: int) -> None:
        """The port answered."""
        self._in_row = 0
        self._failures.pop(port, None)
        self._answering.add(port)
        self._answered.add(port)

    def failed(self, port: int, reason: Reason) -> Reason | None:
        """The port did not answer; the reason to give the address up, when it has come to that.

        A refused connection is the answer of a living host, so it counts only on a port that answered before.
        """
        if reason is Reason.UNREACHABLE and port not in self._answered:
            return None
        self._answering.discard(port)
        self._in_row += 1
        self._failures[port] += 1
        self._reasons[port] = reason
        return reason if self._in_row >= GIVE_UP_ADDRESS and not self._answering else None

    def given_up(self, port: int) -> Reason | None:
        """Why this port is left alone, if it is."""
        return self._reasons[port] if self._failures[port] >= GIVE_UP_PORT else None
