"""The impact receipt of a batch that was interrupted and went on."""

import msgspec

from secscan.model.impact import Impact
from secscan.model.observations import Observation


def with_earlier(impact: Impact, earlier: tuple[Observation, ...]) -> Impact:
    """The receipt of a resumed batch: what was sent before the interruption counts too."""
    costs = [seen.cost for seen in earlier]
    if not costs:
        return impact
    return msgspec.structs.replace(
        impact,
        requests=impact.requests + sum(cost.requests for cost in costs),
        connections=impact.connections + sum(cost.connections for cost in costs),
        port_probes=impact.port_probes + sum(cost.port_probes for cost in costs),
        bytes=impact.bytes + sum(cost.bytes_received + cost.bytes_sent for cost in costs),
        seconds=impact.seconds + sum(cost.seconds for cost in costs),
        started_at=min(seen.taken_at for seen in earlier),
    )
