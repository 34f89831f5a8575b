"""The look-ups that tell how a domain itself is guarded: DNSSEC from the root down, and CAA."""

from collections.abc import Iterable

from secscan.analysis import dnssec
from secscan.base.clock import Clock
from secscan.model.observations import Observation
from secscan.model.settings import Settings
from secscan.probes.dns import look_up_all

ZONE_TYPES = (*dnssec.TYPES, "CAA")


def zone_look_ups(apexes: Iterable[str], settings: Settings, clock: Clock) -> dict[str, Observation]:
    """The records of every zone above these apexes, each once. Those of the apexes are asked for with their others."""
    wanted = tuple(apexes)
    above = dict.fromkeys(name for apex in wanted for name in dnssec.zones(apex) if name not in wanted)
    return look_up_all(above, ZONE_TYPES, settings.dns.resolver, clock)
