"""The settings of a workspace: `secscan.toml`, environment and command line, already joined."""

import msgspec

from secscan.model.enums import Vantage
from secscan.model.register import Hours


class Office(msgspec.Struct, frozen=True):
    """`timezone` is an IANA name; it governs dates, permit hours and reports."""

    name: str = ""
    timezone: str = "Asia/Jakarta"


class ScanSettings(msgspec.Struct, frozen=True, kw_only=True):
    """None means: as the scan profile says. `egress_check` is a host of the Pemda's own, "host" or "host:port,port";
    `blocklist` a file of names that no page should load scripts from.

    Outside `hours` (in the office's time zone; None is any hour) a scan waits.
    """

    rate: float | None = None
    max_connections: int | None = None
    port_rate: float | None = None
    vantage: Vantage = Vantage.INTERNET
    egress_check: str = ""
    contact: str = ""
    workers: int = 16
    hours: Hours | None = None
    blocklist: str = ""


class TlsSettings(msgspec.Struct, frozen=True):
    """`extra_ca` are PEM files whose certificates are trusted besides the public ones."""

    extra_ca: tuple[str, ...] = ()


class DnsSettings(msgspec.Struct, frozen=True):
    """`resolver` is "ip[:port]"; empty means the system's. `trust_anchors` are keys of the DNS root as DS records, such
    as `20326 8 2 E06D…`; empty means IANA's."""

    resolver: str = ""
    trust_anchors: tuple[str, ...] = ()


class Exemption(msgspec.Struct, frozen=True):
    name: str
    reason: str


class DomainSettings(msgspec.Struct, frozen=True):
    """`official` are the Pemda's own apexes; `exempt` names outside them that were approved, with the reason."""

    official: tuple[str, ...] = ()
    exempt: tuple[Exemption, ...] = ()


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """Days from one scan of an app to the next, for `scan --due`: by its rating, by its worst open finding, and for
    what is `dark`, `unrated`, or was `claimed` to be repaired. Of several the fewest days count.

    An app is due `slack_hours` early, so that a timer that fires at the same hour every night finds it.
    """

    a: float = 30.0
    b: float = 21.0
    c: float = 14.0
    d: float = 7.0
    e: float = 3.0
    kritis: float = 1.0
    tinggi: float = 3.0
    unrated: float = 7.0
    dark: float = 30.0
    claimed: float = 1.0
    slack_hours: float = 2.0


class IntelSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where data packs come from. The sources are URLs, "" for the public one; `proxy` is a URL, "" for none;
    `public_key` a PEM file with the Ed25519 key that bundles must be signed by, "" where signatures are not asked for;
    `networks` a file with a table of address ranges, "" for none.
    """

    endoflife: str = ""
    kev: str = ""
    retire: str = ""
    wordpress: str = ""
    proxy: str = ""
    public_key: str = ""
    networks: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    office: Office = Office()
    scan: ScanSettings = ScanSettings()
    tls: TlsSettings = TlsSettings()
    dns: DnsSettings = DnsSettings()
    domains: DomainSettings = DomainSettings()
    intel: IntelSettings = IntelSettings()
    schedule: Schedule = Schedule()
