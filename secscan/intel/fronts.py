"""The pack of CDNs, clouds and hosting platforms."""

from collections.abc import Mapping

import msgspec

from secscan.intel.rows import FrontRow
from secscan.model.fronts import Front, Fronts

_ROW = msgspec.json.Decoder(FrontRow)


def fronts_of(entries: Mapping[str, msgspec.Raw]) -> Fronts:
    """The providers of the pack `fronts`, with their networks taken apart."""
    return Fronts(_front(key, _ROW.decode(raw)) for key, raw in entries.items())


def _front(key: str, row: FrontRow) -> Front:
    return Front(
        key=key, label=row.label, kind=row.kind, networks=row.networks, aliases=row.aliases, headers=row.headers
    )
