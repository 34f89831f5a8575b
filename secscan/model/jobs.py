"""The plan: batches of jobs, one batch per address; what is refused, and why. Plain data, fit to be sent elsewhere."""

from datetime import datetime
from enum import StrEnum

import msgspec

from secscan.model.enums import Intensity, Reason
from secscan.model.ids import AppId, JobKey
from secscan.model.register import Permit
from secscan.model.subjects import Site

GUEST_PROTOCOLS = frozenset(("ftp", "smb", "rsync", "vnc", "snmp"))
"""Protocols with an anonymous mode of their own, which a permit can name in `izin_khusus`."""


def guest_key(ip: str, port: int, protocol: str) -> JobKey:
    """The job key of a look at a protocol's anonymous mode."""
    return JobKey(f"guest|{ip}|{port}|{protocol}")


class PortScanJob(msgspec.Struct, frozen=True, tag="ports"):
    """Find the open ports of the batch's address, and ask what listens on them.

    `anchors` are ports expected open, the likeliest first. `egress` are self-test addresses of the Pemda's own, which
    tell whether our own network filters (SS-NET-01). `guests` are the protocols whose anonymous mode a permit names
    (`ftp`, `smb`, `rsync`, `vnc`, `snmp`).
    """

    ports: tuple[int, ...]
    anchors: tuple[int, ...]
    letter: str
    egress: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()

    def key(self, ip: str) -> JobKey:
        return JobKey(f"ports|{ip}")


class TlsJob(msgspec.Struct, frozen=True, tag="tls"):
    """Assess TLS of one port under one server name ("" for none); a passive permit allows its certificate alone."""

    port: int
    server_name: str
    letter: str
    intensity: Intensity = Intensity.STANDARD

    def key(self, ip: str) -> JobKey:
        return JobKey(f"tls|{ip}|{self.port}|{self.server_name}")


class WebJob(msgspec.Struct, frozen=True, tag="web"):
    """Look at one registered site: its pages, and what checks ask for next.

    `documents` says that the permit names linked documents (`dokumen`).

    `origins` are the (scheme, port) pairs that may be asked under the site's host name: its own, and for default ports
    the other scheme's. `budget` is the number of requests, `apps` who registered the site, `intensity` what their
    permit and the profile allow.
    """

    site: Site
    origins: tuple[tuple[str, int], ...]
    budget: int
    intensity: Intensity
    apps: tuple[AppId, ...]
    letter: str
    documents: bool = False

    def key(self, ip: str) -> JobKey:
        return JobKey(f"web|{ip}|{self.site.url}")


Job = PortScanJob | TlsJob | WebJob


class Pace(msgspec.Struct, frozen=True):
    """The politeness of one address: requests + new connections per second, simultaneous connections, ports per
    second."""

    rate: float
    max_connections: int
    port_rate: float


class HostBatch(msgspec.Struct, frozen=True, kw_only=True):
    """All that is to be done against one address: the unit of work, politeness, resume and distribution.

    `names` are the host names that were resolved to this address and are pinned to it for this batch; `deadline` is in
    seconds from the batch's start; `permits` the letters that its jobs rest on, which the guard checks again.
    """

    ip: str
    jobs: tuple[Job, ...]
    names: tuple[str, ...]
    apps: tuple[AppId, ...]
    pace: Pace
    deadline: float
    permits: tuple[Permit, ...] = ()

    @property
    def key(self) -> str:
        return f"batch|{self.ip}"


class Lack(StrEnum):
    """What a refused target lacks; the sentence stands under the same code in `templates/translations/errors.*.yaml`.

    Behind each the values that its sentence names.
    """

    NO_PERMIT = "no_permit"  # target
    PERMIT_EXPIRED = "permit_expired"  # target, letter, day (its last)
    PERMIT_FUTURE = "permit_future"  # target, letter, day (its first)
    PERMIT_HOURS = "permit_hours"  # target, letter, hours
    PERMIT_PASSIVE = "permit_passive"  # target, letter
    INTERNAL_ADDRESS = "internal_address"  # target, address
    NO_CONSENT = "no_consent"  # target, kind
    FRONTED = "fronted"  # target, provider, kind
    PROPOSED = "proposed"  # target
    NOT_RESOLVED = "not_resolved"  # target
    ONLY_IPV6 = "only_ipv6"  # target
    NO_URL = "no_url"  # target
    NO_PORTS = "no_ports"  # target


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Something that will not be sent. `what` is `app`, `ports`, `address` or `name`; `values` are those of `lack`."""

    app: AppId | None
    target: str
    what: str
    reason: Reason
    lack: Lack
    values: dict[str, str] = {}

    @property
    def detail(self) -> str:
        """The letter, day, hours or address that the refusal is about, without words."""
        return ", ".join(value for name, value in self.values.items() if name != "target")


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan will do. `dns_names` are looked up besides the apps' own names (apexes and parents)."""

    profile: str
    made_at: datetime
    intensity: Intensity
    batches: tuple[HostBatch, ...]
    refusals: tuple[Refusal, ...]
    dns_names: tuple[str, ...] = ()
