"""What is known of software, as data: release cycles, end-of-life dates, vulnerable ranges."""

from datetime import date

import msgspec

from secscan.model.enums import Severity


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """One branch of a product. `eol` None with `ended` False: supported; `ended` True without date: ended, day
    unknown."""

    name: str
    released: date | None = None
    eol: date | None = None
    ended: bool = False
    latest: str = ""
    latest_date: date | None = None

    def over(self, day: date) -> bool:
        """Whether support had ended on that day."""
        return self.ended if self.eol is None else self.eol <= day


class Vulnerability(msgspec.Struct, frozen=True, kw_only=True):
    """One published vulnerability. `affected` is a list of alternatives, each a conjunction of (operator, version)."""

    id: str
    affected: tuple[tuple[tuple[str, str], ...], ...]
    severity: Severity | None = None
    published: date | None = None
    exploited: bool = False
    link: str = ""


class ProductIntel(msgspec.Struct, frozen=True, kw_only=True):
    """One product: `key` as in the data packs (`wordpress`), `releases` maps versions to release days.

    `support_known` False: releases are known, end-of-life dates are not. `courtesy`: the makers still fix holes in
    branches past their end, without promising it (WordPress).
    """

    key: str
    label: str
    cycles: tuple[Cycle, ...] = ()
    releases: dict[str, date] = {}
    vulnerabilities: tuple[Vulnerability, ...] = ()
    support_known: bool = True
    courtesy: bool = False


class FingerprintFile(msgspec.Struct, frozen=True):
    """One static file of a product. `weight` (0-1) is how likely a site serves it unchanged; `releases` maps digests
    (as `Exchange.digest`) to the set of releases whose file has it: bit n stands for `Fingerprints.versions[n]`."""

    weight: float
    releases: dict[str, int]


class Fingerprints(msgspec.Struct, frozen=True, kw_only=True):
    """The static files of a product's releases. `versions` ascend; `files` are by path below the product's folder, the
    most telling first; a file that a release lacks has no digest of it."""

    product: str
    versions: tuple[str, ...]
    files: dict[str, FingerprintFile]
    data_date: date


class Pack(msgspec.Struct, frozen=True):
    """One data pack: its name and the day its data is of."""

    name: str
    data_date: date
    source: str = ""


class Intel(msgspec.Struct, frozen=True):
    """All that the checks know of software. `admin_paths` maps product keys to the paths of their log-in pages."""

    products: dict[str, ProductIntel] = {}
    admin_paths: dict[str, tuple[str, ...]] = {}
    wordpress_etags: dict[str, str] = {}
    packs: tuple[Pack, ...] = ()
    fingerprints: dict[str, Fingerprints] = {}
