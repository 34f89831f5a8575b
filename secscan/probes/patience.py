"""When a site is left alone: after failures in a row, and after a firewall has answered in its place too often."""

import threading

from secscan.model.enums import Intensity, Reason, Status
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import Request, View
from secscan.net.kept import Place
from secscan.net.sockets import LookFailed

FAILURES = 3
"""Consecutive failures of one name on one port after which it is left alone."""

CHALLENGES = 8
"""Answers of a firewall in a row, in place of the site's own, after which no path is guessed there any more, and
nothing asked in another's name. Pages that anybody may read are asked until three more were challenged."""


class Patience:
    """What each name on a port has cost in patience. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[Place, tuple[int, LookFailed]] = {}
        self._challenges: dict[Place, int] = {}
        self._guarded: set[Place] = set()

    def check(self, place: Place, request: Request) -> None:
        """Raises LookFailed where a request is not worth sending any more."""
        with self._lock:
            count, failure = self._failures.get(place, (0, None))
            challenges, guarded = self._challenges.get(place, 0), place in self._guarded
        if failure is not None and count >= FAILURES:
            raise LookFailed(failure.status, failure.reason, f"left alone after {count} failures: {failure.detail}")
        public = request.intensity is Intensity.PASSIVE and request.view is View.SECSCAN
        if guarded and (not public or challenges >= CHALLENGES + FAILURES):
            raise LookFailed(Status.BLOCKED, Reason.BLOCKED, f"left alone after {CHALLENGES} challenges")

    def is_tried(self, place: Place) -> bool:
        """Whether the last request failed."""
        return place in self._failures

    def failed(self, place: Place, failure: LookFailed) -> None:
        """Note a failure."""
        with self._lock:
            count = self._failures.get(place, (0, failure))[0]
            if count < FAILURES:
                self._failures[place] = (count + 1, failure)

    def forgive(self, place: Place) -> None:
        """Note that the server answered."""
        with self._lock:
            self._failures.pop(place, None)

    def answered(self, place: Place, seen: Observation) -> None:
        """Note who answered: the site, or something before it."""
        challenged = isinstance(seen.payload, Exchange) and bool(seen.payload.challenge)
        with self._lock:
            count = self._challenges[place] = self._challenges.get(place, 0) + 1 if challenged else 0
            if count >= CHALLENGES:
                self._guarded.add(place)
