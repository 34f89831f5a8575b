"""What is known of software, as data: release cycles, end-of-life dates, vulnerable ranges."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from secscan.model.enums import Severity
from secscan.model.fronts import Fronts
from secscan.model.networks import Networks, NoNetworks


class Cycle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One branch of a product. `eol` None with `ended` False: supported; `ended` True without date: ended, day
    unknown. Until `active_until` a branch gets more than security fixes. `extended` is the end of support beyond `eol`:
    long-term support of a distribution, or a paid one."""

    name: str
    released: date | None = None
    eol: date | None = None
    extended: date | None = None
    ended: bool = False
    latest: str = ""
    latest_date: date | None = None
    lts: bool = False
    active_until: date | None = None

    def over(self, day: date) -> bool:
        """Whether support had ended on that day."""
        return self.ended if self.eol is None else self.eol <= day


Ranges = tuple[tuple[tuple[str, str], ...], ...]
"""Alternatives, each a conjunction of (operator, version), as `base.versions.in_range` reads them."""

_ANY_VERSION = "999"  # how records write "no end": 999.999.999, 2.999.999


class Vulnerability(msgspec.Struct, frozen=True, kw_only=True):
    """One published vulnerability.

    `exploited` says that CISA's catalogue (KEV) lists it, since `exploited_since`; `ransomware` that campaigns use it.
    `cvss` is a base score (0-10). `epss` (0-1) is the chance of being exploited within 30 days, known where an EPSS
    file was imported. `aliases` are further ids of the same hole. `source` is who published the range ("Wordfence" asks
    for its notice beside the `link`). `estimated`: the range was read out of prose, and blames nobody.
    """

    id: str
    affected: Ranges
    severity: Severity | None = None
    published: date | None = None
    exploited: bool = False
    link: str = ""
    exploited_since: date | None = None
    ransomware: bool = False
    cvss: float | None = None
    epss: float | None = None
    source: str = ""
    aliases: tuple[str, ...] = ()
    cwe: tuple[int, ...] = ()
    estimated: bool = False

    @property
    def fixes(self) -> tuple[str, ...]:
        """The first releases without the hole, one for each range whose end is known."""
        ends = (bound for one in self.affected for sign, bound in one if sign == "<")
        return tuple(dict.fromkeys(end for end in ends if _ANY_VERSION not in end.split(".")))


class ProductIntel(msgspec.Struct, frozen=True, kw_only=True):
    """One product: `key` as in the data packs (`wordpress`), `releases` maps versions to release days.

    `support_known` False: releases are known, end-of-life dates are not. `courtesy`: the makers still fix holes in
    branches past their end, without promising it (WordPress). `floor` are versions with at least one published
    advisory, whose ids are not known: it may hold where no entry of `vulnerabilities` does.
    """

    key: str
    label: str
    cycles: tuple[Cycle, ...] = ()
    releases: dict[str, date] = {}
    vulnerabilities: tuple[Vulnerability, ...] = ()
    support_known: bool = True
    courtesy: bool = False
    floor: Ranges = ()


class ExtensionKind(StrEnum):
    PLUGIN = "plugin"
    THEME = "theme"


class JsLibrary(msgspec.Struct, frozen=True, kw_only=True):
    """One JavaScript library. `name` is that of the data pack (`jquery`, `moment.js`), `npm` its package, "" if none.

    `sha1` maps SHA-1 digests (40 hex digits) of released files to versions. A vulnerability with CWE-1104 is no hole
    but the end of maintenance.
    """

    name: str
    npm: str = ""
    vulnerabilities: tuple[Vulnerability, ...] = ()
    sha1: dict[str, str] = {}


class ScriptFile(msgspec.Struct, frozen=True):
    """A released file of a script library, known by its digest: `library` as in `Intel.js_libraries`, where it has
    vulnerabilities there."""

    library: str
    version: str


class Precision(StrEnum):
    """How much of the version an endpoint tells."""

    EXACT = "exact"
    BRANCH = "branch"
    HINT = "hint"


class VersionEndpoint(msgspec.Struct, frozen=True):
    """A place where a product names its version. `how` is the kind of reading (`re`, `json`, `xml`, `header`, `cookie`)
    with its `argument`; `trust` is 0-100."""

    path: str
    how: str
    argument: str
    precision: Precision
    trust: int
    note: str = ""


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


class Sign(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what a product is recognised that staff added themselves: any one of these.

    `assets` are beginnings of paths below the product's folder, `cookies` whole names, `generators` beginnings of
    generator metas. `paths` are files of the table: two of them on one page are a likeness, which digests must confirm.
    """

    label: str
    assets: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()
    generators: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class PackOrigin(StrEnum):
    """How a pack came to this machine: with the program, fetched by it, brought as a file, or made here."""

    SHIPPED = "shipped"
    UPDATED = "updated"
    IMPORTED = "imported"
    BUILT = "built"


class Pack(msgspec.Struct, frozen=True):
    """One data pack: its name, the day its data is of, where that is from, and under which licence.

    `sha256` is the digest of its content (64 hex digits), `entries` counts its records. `max_age` is the number of days
    after which it is stale, None for what does not age.
    """

    name: str
    data_date: date
    source: str = ""
    licence: str = ""
    sha256: str = ""
    entries: int = 0
    origin: PackOrigin = PackOrigin.SHIPPED
    max_age: int | None = 60

    def age(self, day: date) -> int:
        """Days since the data was made; 0 for data of a later day."""
        return max(0, (day - self.data_date).days)

    def stale(self, day: date) -> bool:
        """Whether the data is too old to be relied on that day."""
        return self.max_age is not None and self.age(day) > self.max_age


class Intel(msgspec.Struct, frozen=True):
    """All that the checks know of software. Tables may be read from disk entry by entry, when asked for.

    `admin_paths` maps product keys to the paths of their log-in pages. `extensions` maps WordPress plugins and themes,
    by kind and slug, to their vulnerabilities; a slug that is missing has none published. `scripts` maps digests of
    script files (as `Exchange.digest`) to what they are. `signs` are those of products that staff added.
    """

    products: Mapping[str, ProductIntel] = {}
    admin_paths: Mapping[str, tuple[str, ...]] = {}
    wordpress_etags: Mapping[str, str] = {}
    packs: tuple[Pack, ...] = ()
    fingerprints: Mapping[str, Fingerprints] = {}
    extensions: Mapping[tuple[ExtensionKind, str], tuple[Vulnerability, ...]] = {}
    js_libraries: Mapping[str, JsLibrary] = {}
    scripts: Mapping[str, ScriptFile] = {}
    version_endpoints: Mapping[str, tuple[VersionEndpoint, ...]] = {}
    signs: Mapping[str, Sign] = {}
    fronts: Fronts = Fronts()
    networks: Networks = NoNetworks()
