"""Look-ups of the hosts that pages load scripts from: once a name over a whole run, at the resolver only.

They come when the pages of an address are known, before its batch counts as finished, so that a killed scan makes up
for what is missing. Nothing is ever sent to those hosts.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping

from secscan.analysis.thirdparty import TYPES, to_look_up
from secscan.base.clock import Clock
from secscan.checks import malicious_scripts
from secscan.model.enums import Status
from secscan.model.observations import Observation
from secscan.model.profile import ScanProfile
from secscan.model.runs import Run
from secscan.model.subjects import Domain
from secscan.net.resolver import Resolver
from secscan.probes.dns import look_up
from secscan.store.store import Store
from secscan.workflows.looks import DNS_BATCH

_MOST = 200
"""Look-ups for one batch, those of parent domains included."""

_SILENT = 3
"""So many names in a row without any answer: the resolver is asked no more in this run."""


class ThirdParties:
    """The look-ups of one run. `known` are those made before it began, or before it was interrupted; `keep` stores one.
    Any thread may use it."""

    def __init__(
        self,
        resolver: str,
        clock: Clock,
        known: Mapping[str, Observation],
        keep: Callable[[Observation], None],
    ) -> None:
        self._resolver = Resolver(resolver, clock)
        self._clock = clock
        self._keep = keep
        self._lock = threading.Lock()
        self._found = dict(known)
        self._taken = set(known)
        self._silent = 0

    def cancel(self) -> None:
        """End all look-ups, now and later."""
        self._silent = _SILENT
        self._resolver.cancel()

    def look_up(self, hosts: Collection[str]) -> None:
        """Look up the hosts that the pages of a batch load from, as far as no other batch has."""
        left = _MOST
        while left > 0 and self._silent < _SILENT:
            wanted = self._take(hosts, left)
            if not wanted:
                return
            left -= len(wanted)
            for name in wanted:
                self._ask(name)

    def _take(self, hosts: Iterable[str], limit: int) -> tuple[str, ...]:
        """The names to look up next that no other thread has taken."""
        with self._lock:
            names = tuple(dict.fromkeys(to_look_up(hosts, self._found)))
            wanted = tuple(name for name in names if name not in self._taken)[:limit]
            self._taken.update(wanted)
            return wanted

    def _ask(self, name: str) -> None:
        if self._silent >= _SILENT:
            return
        seen = look_up(name, TYPES, self._resolver, self._clock)
        with self._lock:
            self._silent = self._silent + 1 if seen.status is Status.TIMEOUT else 0
            self._found[name] = seen
        self._keep(seen)


def parties_of(store: Store, run: Run, profile: ScanProfile, resolver: str, clock: Clock) -> ThirdParties | None:
    """The look-ups of a run, with all that it has looked up so far; None where its profile asks for none."""
    if malicious_scripts.SPEC.id not in profile.checks:
        return None
    intake = store.intake(run.id, DNS_BATCH)
    stored = store.observations(run.id, DNS_BATCH)
    known = {seen.subject.name: seen for seen in stored if isinstance(seen.subject, Domain)}

    def keep(seen: Observation) -> None:
        intake(seen, {})
        intake.settle()

    return ThirdParties(resolver, clock, known, keep)
