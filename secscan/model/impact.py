"""The impact receipt: what a scan did to each address."""

from datetime import datetime

import msgspec

from secscan.model.enums import Reason


class Impact(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent to one address. `connections` include handshakes; `peak_per_second` is the highest number of
    requests and new connections in any window of 1 s; `stopped_because` is set when the scan gave up on the address;
    `egress_probes` are connections that the look at this address made to the Pemda's own self-test host."""

    ip: str
    requests: int = 0
    connections: int = 0
    port_probes: int = 0
    bytes: int = 0
    peak_per_second: int = 0
    seconds: float = 0.0
    backoffs: int = 0
    egress_probes: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    stopped_because: Reason | None = None
