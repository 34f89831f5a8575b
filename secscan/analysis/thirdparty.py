"""Other parties whose code runs in a site's pages: their names, and what DNS says has become of them.

Whoever registers a lapsed domain decides what its scripts do (CWE-829). A resolver that is silent, fails or sees no
part of the public name space has said nothing of a name.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from secscan.analysis.gambling import registrable
from secscan.analysis.providers import PROVIDERS
from secscan.base.urls import is_ip_literal
from secscan.model.enums import Status
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.pages import PageFacts

TYPES = ("A", "AAAA")
"""What is looked up of each name; that a name does not exist holds for all types (RFC 8020)."""

MAX_HOSTS = 25
"""Names of one site that are looked up: hardly any site has more, and a hostile one could name thousands."""

_RUNS = ("script", "iframe", "object")
_SUFFIX_WORDS = frozenset(
    (
        "co",
        "com",
        "net",
        "org",
        "gov",
        "go",
        "ac",
        "edu",
        "or",
        "web",
        "my",
        "sch",
        "mil",
        "desa",
        "biz",
        "ponpes",
        "ne",
    )
)
# Loaded by so many sites that a page is not judged for them, and too well kept to lapse unseen.
_WELL_KNOWN = frozenset(
    (
        *("google.com", "gstatic.com", "googleapis.com", "googletagmanager.com", "google-analytics.com", "ggpht.com"),
        *("doubleclick.net", "googlesyndication.com", "googleadservices.com", "youtube.com", "youtube-nocookie.com"),
        *("facebook.com", "facebook.net", "fbcdn.net", "instagram.com", "twitter.com", "x.com", "twimg.com"),
        *("tiktok.com", "ttwstatic.com", "cloudflare.com", "cloudflareinsights.com", "jsdelivr.net", "unpkg.com"),
        *("bootstrapcdn.com", "fontawesome.com", "jquery.com", "hcaptcha.com", "recaptcha.net", "vimeo.com"),
        *("microsoft.com", "live.com", "office.com", "clarity.ms", "spotify.com", "openstreetmap.org", "arcgis.com"),
        *("histats.com", "statcounter.com", "addtoany.com", "sharethis.com", "tawk.to", "wp.com", "wordpress.com"),
        *("gravatar.com", "canva.com", "powerbi.com", "tableau.com", "linkedin.com", "adobe.com", "userway.org"),
    )
)


# Their scripts turned on visitors: a library whose owner changed in February 2024, and services for mining in browsers,
# whose names went to other hands when they were closed.
_HOSTILE = frozenset(
    (
        *("polyfill.io", "coinhive.com", "coin-hive.com", "authedmine.com", "crypto-loot.com", "cryptoloot.pro"),
        *("webminepool.com", "jsecoin.com", "coinimp.com", "deepminer.com", "minero.cc", "coin-have.com"),
    )
)


class Fate(StrEnum):
    """What has become of a name."""

    RESOLVES = "resolves"
    LAPSED = "lapsed"  # its domain is registered by nobody
    CLAIMABLE = "claimable"  # its provider gives the name to whoever asks
    MISSING = "missing"  # the domain is there, this name below it is not
    ADDRESSLESS = "addressless"  # the name is there, and leads nowhere
    UNKNOWN = "unknown"  # nobody could tell
    BLOCKED = "blocked"  # in the operator's own block list
    HOSTILE = "hostile"  # known to have turned on visitors


def is_well_known(host: str) -> bool:
    """Whether a host belongs to a provider that half of all sites load from."""
    return registrable(host) in _WELL_KNOWN


def hosts_of(page: PageFacts, own: str) -> Iterator[str]:
    """The hosts, other than `own` and addresses, whose scripts and frames a page runs."""
    for resource in page.resources:
        # Made canonical when the page was read: to parse each address again would take longer than all else.
        place = resource.url.partition("://")[2].partition("/")[0] if resource.tag in _RUNS else ""
        host = place.partition(":")[0]
        if "." in host and host != own and not is_ip_literal(host):
            yield host


def loaded_hosts(site: SiteEvidence) -> tuple[str, ...]:
    """The first names that the pages of a site load scripts and frames from, beside its own."""
    found: dict[str, None] = {}
    for exchange in site.exchanges():
        if exchange.page is not None and exchange.status == 200 and not exchange.challenge:
            found.update(dict.fromkeys(hosts_of(exchange.page, site.site.host)))
    return tuple(found)[:MAX_HOSTS]


def to_look_up(hosts: Iterable[str], looks: Mapping[str, Observation]) -> Iterator[str]:
    """The names to look up next: the hosts, and above each one that does not exist its parents, until one does. That
    tells a domain that lapsed from a name that was deleted."""
    for host in hosts:
        if is_well_known(host):
            continue
        for name in _upwards(host):
            seen = looks.get(name)
            if seen is None:
                yield name
                break
            if _exists(seen) is not False:
                break
        answer = _answer(looks.get(host))
        end = answer.cname_chain[-1] if answer is not None and answer.cname_chain else ""
        if end and end != host and _exists(looks.get(host)) is False:
            yield from to_look_up((end,), looks)


def concerning(hosts: Iterable[str], looks: Mapping[str, Observation]) -> dict[str, Observation]:
    """The look-ups that tell the fate of these hosts: of themselves, of their aliases, and of the names above."""
    found: dict[str, Observation] = {}
    for host in hosts:
        answer = _answer(looks.get(host))
        ends = (host, *(answer.cname_chain[-1:] if answer is not None else ()))
        found.update({name: looks[name] for end in ends for name in _upwards(end) if name in looks})
    return found


def fate(host: str, looks: Mapping[str, Observation]) -> Fate:
    """What the look-ups say of a host that a page loads from."""
    seen = looks.get(host)
    answer, exists = _answer(seen), _exists(seen)
    if answer is None or exists is None:
        return Fate.UNKNOWN
    if exists:
        if answer.addresses:
            return Fate.RESOLVES
        whole = all(answer.rcodes.get(kind) == "NOERROR" for kind in TYPES)
        return Fate.ADDRESSLESS if whole else Fate.UNKNOWN
    end = answer.cname_chain[-1] if answer.cname_chain else host
    if any(end.endswith(target) for one in PROVIDERS if one.freed for target in one.targets):
        return Fate.CLAIMABLE
    return _missing(end, looks)


def judged(host: str, looks: Mapping[str, Observation], blocked: frozenset[str]) -> Fate:
    """The fate of a host that code comes from: by the operator's block list, by what is known of it, by DNS."""
    above = _upwards(host)
    if not blocked.isdisjoint(above):
        return Fate.BLOCKED
    if not _HOSTILE.isdisjoint(above):
        return Fate.HOSTILE
    return Fate.RESOLVES if is_well_known(host) else fate(host, looks)


def _missing(host: str, looks: Mapping[str, Observation]) -> Fate:
    """A name that does not exist: by the nearest name above it that does, if the resolver sees any."""
    for name in _upwards(host)[1:]:
        exists = _exists(looks.get(name))
        if exists is None:
            return Fate.UNKNOWN
        if exists:
            return Fate.LAPSED if _is_suffix(name) else Fate.MISSING
    return Fate.UNKNOWN  # not even the top-level domain: this resolver does not see the public name space


def _is_suffix(name: str) -> bool:
    """Whether names directly below this one are registered by different people (`com`, `co.id`, `go.id`)."""
    labels = name.split(".")
    return len(labels) == 1 or (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SUFFIX_WORDS)


def _upwards(host: str) -> list[str]:
    labels = host.split(".")[-8:]
    return [".".join(labels[index:]) for index in range(len(labels))]


def _answer(seen: Observation | None) -> DnsAnswer | None:
    return seen.payload if seen is not None and isinstance(seen.payload, DnsAnswer) else None


def _exists(seen: Observation | None) -> bool | None:
    """Whether a name exists; None when no look-up says so. Silence and SERVFAIL say nothing."""
    answer = _answer(seen)
    if seen is None or answer is None or seen.status is not Status.OK:
        return None
    codes = set(answer.rcodes.values())
    if answer.addresses or "NOERROR" in codes:
        return True
    return False if codes == {"NXDOMAIN"} else None
