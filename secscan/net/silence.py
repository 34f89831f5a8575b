"""Whose silence it is when an address stops answering: its own, or that of our network, of which nothing else tells.

A tunnel that is down, an uplink that is cut behind the next router, and a firewall that bans the scanner leave the
route in place. They show in one thing alone: addresses that had answered fall silent together, and nobody answers any
more. Not thread-safe: its owner holds the lock.
"""

from enum import Enum

from secscan.model.enums import Reason, Status
from secscan.model.observations import Observation

ENOUGH = 3
"""So many addresses that had answered must be silent together: of two, both may be down."""

QUIET_SECONDS = 5.0
"""For so long nobody may answer after the last of them fell silent: of many at work, some answer every second."""


class Whose(Enum):
    """Whose silence it is."""

    THEIRS = 1
    OURS = 2
    UNCLEAR = 3  # a moment later it may be clear


class Silence:
    """Which addresses are at work, which have answered in this scan, and which are silent. Moments are monotonic."""

    def __init__(self) -> None:
        self._at_work: set[str] = set()
        self._answered: set[str] = set()
        self._silent: dict[str, float] = {}
        self._proof = float("-inf")

    def begin(self, ip: str) -> None:
        """From now the address is asked, so that it could answer."""
        self._at_work.add(ip)

    def end(self, ip: str) -> None:
        """Nothing more is asked of the address."""
        self._at_work.discard(ip)
        self._silent.pop(ip, None)

    def answered(self, ip: str, asked_at: float) -> None:
        """The address answered a question put at that moment: the network was there after it."""
        self._answered.add(ip)
        self._silent.pop(ip, None)
        self._proof = max(self._proof, asked_at)

    def fell_silent(self, ip: str, at: float) -> None:
        """A question was not answered, as was clear at that moment."""
        self._silent.setdefault(ip, at)

    def settle(self, ip: str) -> None:
        """The silence is the address's own; it tells nothing more until it answers again."""
        self._silent.pop(ip, None)
        self._answered.discard(ip)

    def verdict(self, ip: str, now: float) -> Whose:
        """Whose the silence of an address is that fell silent.

        It is the address's own as soon as anybody has answered a question put later, and where too few are at work
        that could tell. It is ours when enough that had answered, and half of all that could answer, are silent.
        """
        at = self._silent.get(ip)
        telling = self._answered & self._at_work
        if at is None or self._proof > at or len(telling) < ENOUGH:
            return Whose.THEIRS
        since = sorted(moment for other, moment in self._silent.items() if other in telling and moment >= self._proof)
        wanted = max(ENOUGH, (len(telling) + 1) // 2)
        if len(since) >= wanted and now - since[wanted - 1] >= QUIET_SECONDS:
            return Whose.OURS
        return Whose.UNCLEAR


def is_answer(seen: Observation) -> bool:
    """Whether a look proves that the address was reached; what timed out half-way proves nothing of its end."""
    if seen.status is Status.REFUSED:
        return True
    return seen.cost.bytes_received > 0 and seen.status is not Status.TIMEOUT


def is_silence(seen: Observation) -> bool:
    """Whether something was asked and nothing at all came back. Of a port scan, silence is a result."""
    asked = seen.cost.connections + seen.cost.requests > 0
    lost = seen.status is Status.TIMEOUT or (seen.status is Status.ERROR and seen.reason is Reason.UNREACHABLE)
    return asked and lost and seen.cost.bytes_received == 0
