"""The entries of each kind of pack, as they stand in the file."""

from datetime import date

import msgspec

from secscan.model.enums import HostKind, Severity
from secscan.model.intel import Cycle, Precision, Ranges


class ProductRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`products`, by product key. `support_known` False: no end-of-life dates are published."""

    label: str
    cycles: tuple[Cycle, ...] = ()
    releases: dict[str, date] = {}
    support_known: bool = True
    courtesy: bool = False
    cpe: tuple[str, ...] = ()


class HoleRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vulnerability in `vulns` (by product key) or `jslibs`. `wf` is Wordfence's record (a UUID)."""

    id: str
    affected: Ranges
    severity: Severity | None = None
    published: date | None = None
    source: str = ""
    cvss: float | None = None
    exploited: date | None = None
    wf: str = ""
    aliases: tuple[str, ...] = ()
    cwe: tuple[int, ...] = ()
    estimated: bool = False


class FloorRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`vuln_floor`, by product key: the versions with any published advisory."""

    package: str
    affected: Ranges


class KevRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`kev`, by CVE id: since when it is known to be exploited, and by when US agencies had to mend it."""

    added: date
    due: date | None = None
    ransomware: bool = False
    vendor: str = ""
    product: str = ""


class LibraryRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`jslibs`, by the library's name. `sha1` maps digests of released files to versions."""

    npm: str = ""
    holes: tuple[HoleRow, ...] = ()
    sha1: dict[str, str] = {}


class ExtensionRow(msgspec.Struct, frozen=True, array_like=True):
    """`wp_extensions`, by `plugin/slug` or `theme/slug`. `affected` is as `>=1.2,<1.4|=2.0`, `*` for all; `severity` is
    c, h, m or l, `exploited` is 1 where the record says so."""

    id: str
    affected: str
    severity: str
    published: date
    exploited: int = 0


class EndpointRow(msgspec.Struct, frozen=True, array_like=True):
    """`version_endpoints`, by product key."""

    path: str
    how: str
    argument: str
    precision: Precision
    trust: int
    note: str = ""


FileRow = tuple[float, dict[str, tuple[int, ...]]]
"""A file in `fingerprints/NAME`, by "/" and its path: its weight, and by digest the ranges of indices into the entry
`versions` (first, last, first ...)."""

ReleaseRow = tuple[str, date]
"""`wp_releases`, by version: WordPress' own word on it (latest, outdated, insecure), and when it was first seen."""

EpssRow = tuple[float, float]
"""`epss`, by CVE id: the chance of exploitation within 30 days, and the share of CVEs with a lower one."""


class FrontRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fronts`, by a provider's key. `networks` are CIDRs, `aliases` ends of names, `headers` names with beginnings."""

    label: str
    kind: HostKind
    networks: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
