"""Scan profiles: what is asked for, how much of it, and how fast."""

import msgspec

from secscan.model.enums import Intensity
from secscan.model.ids import CheckId


class ScanProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One scan profile, from `profiles/scans/`.

    `request_budget` is in requests per app; `rate` and `port_rate` per second and address; `app_deadline` in seconds
    for a batch of one app (each further app adds to it); `ports` are the TCP ports asked for, empty for none.
    """

    name: str
    title_id: str
    title_en: str
    intensity: Intensity
    checks: tuple[CheckId, ...]
    request_budget: int
    rate: float = 10.0
    max_connections: int = 4
    port_rate: float = 100.0
    app_deadline: float = 90.0
    linked_pages: int = 5
    ports: tuple[int, ...] = ()
