"""The impact receipt of a batch that was interrupted and went on: what each look tells of it, and how it adds up."""

from collections.abc import Iterable

import msgspec

from secscan.model.impact import Impact
from secscan.model.observations import Cost, Observation

_COUNTS = (
    "requests",
    "connections",
    "port_probes",
    "bytes_received",
    "bytes_sent",
    "seconds",
    "egress_probes",
    "backoffs",
)


def together(one: Cost, other: Cost) -> Cost:
    """Two costs as one: counts add up, of peaks the higher one stays."""
    counts = {name: getattr(one, name) + getattr(other, name) for name in _COUNTS}
    return Cost(**counts, peak_per_second=max(one.peak_per_second, other.peak_per_second))


def with_state(cost: Cost, sent: Impact, told: Cost) -> Cost:
    """The cost of a look with what its address's budget knows by then, beyond what earlier looks have `told`.

    It is stored with the look, in one commit, so that the receipt of a killed scan loses neither.
    """
    return msgspec.structs.replace(
        cost, backoffs=max(0, sent.backoffs - told.backoffs), peak_per_second=sent.peak_per_second
    )


def not_told(sent: Impact, told: Cost) -> Cost:
    """What was sent that no stored look tells of: for the look that was broken off."""
    cost = Cost(
        requests=max(0, sent.requests - told.requests),
        connections=max(0, sent.connections - told.connections),
        port_probes=max(0, sent.port_probes - told.port_probes),
        egress_probes=max(0, sent.egress_probes - told.egress_probes),
        bytes_received=max(0, sent.bytes - told.bytes_received - told.bytes_sent),
    )
    return cost if cost == Cost() else with_state(cost, sent, told)


def with_earlier(impact: Impact, earlier: Iterable[Observation]) -> Impact:
    """The receipt of a resumed batch: what was sent before the interruption counts too."""
    looks = tuple(earlier)
    if not looks:
        return impact
    before = Cost()
    for seen in looks:
        before = together(before, seen.cost)
    return msgspec.structs.replace(
        impact,
        requests=impact.requests + before.requests,
        connections=impact.connections + before.connections,
        port_probes=impact.port_probes + before.port_probes,
        bytes=impact.bytes + before.bytes_received + before.bytes_sent,
        seconds=impact.seconds + before.seconds,
        egress_probes=impact.egress_probes + before.egress_probes,
        backoffs=impact.backoffs + before.backoffs,
        peak_per_second=max(impact.peak_per_second, before.peak_per_second),
        started_at=min(seen.taken_at for seen in looks),
        ended_at=impact.ended_at or max(seen.taken_at for seen in looks),
    )
