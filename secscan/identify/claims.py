"""What the answers of a recognised product say of its version, each claim with its weight."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from secscan.base.versions import in_branch, is_version, newest, version_key
from secscan.identify.codeigniter import generations
from secscan.identify.signature import Place, Said, Signature
from secscan.identify.signatures import SIGNATURES
from secscan.identify.signs import Seen, answers_of, generator_claims, header_claims, local_paths, pages_of
from secscan.identify.version_files import ETAG_PATH, FILES, VersionFile, Weight
from secscan.model.evidence import SiteEvidence
from secscan.model.intel import Intel, ProductIntel
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """`versions` are all that the claim leaves possible."""

    versions: frozenset[str]
    weight: Weight
    source: str


_CORE_ASSET = re.compile(
    r"wp-(?:includes/(?:css/(?:dist/[\w-]+/|)[\w.-]+\.css|js/(?:wp-emoji-release|wp-embed|wp-util|comment-reply|admin-bar)"
    r"(?:\.min)?\.js)|admin/css/[\w.-]+\.css)\?(?:.*&)?ver=(\d+\.\d+(?:\.\d+)?(?:-[\w-]+)?)$"
)
_EMOJI = re.compile(r"wp-emoji-release\.min\.js\?ver=(\d+\.\d+(?:\.\d+)?(?:-[\w-]+)?)[\"'\\&]")
_FUTURE_PATCHES = 40
_FUTURE_MINORS = 12


def claims(site: SiteEvidence, seen: Seen, intel: Intel) -> tuple[Claim, ...]:
    """All that is said of the version of one product in one folder, strongest first."""
    product = intel.products.get(seen.product) or ProductIntel(key=seen.product, label=seen.product)
    made = [*_files(site, seen, product), *_named(site, seen, product), *_said(site, seen, product)]
    if seen.product == "wordpress":
        made += [*_etag(site, seen, intel, product), *_core_assets(site, seen, product)]
    elif seen.product == "codeigniter":
        told = generations(answers_of(site, seen))
        made += (Claim(versions=versions, weight=Weight.PLAIN, source=source) for versions, source in told)
    elif seen.product in _TRANSLATED:
        made += _translated(site, seen, product)
    return tuple(sorted(made, key=lambda claim: (-claim.weight, claim.source)))


def file_request(site: SiteEvidence, seen: Seen, path: str) -> Request:
    """The GET of a product's file, on the origin that the site works on."""
    home = site.home
    if (
        home is not None
        and (home.request.scheme, home.request.port) in site.origins
        and home.request.host == site.site.host
    ):
        return site.request(seen.base + path, scheme=home.request.scheme, port=home.request.port)
    return site.request(seen.base + path)


def _exact(text: str, weight: Weight, source: str) -> Iterator[Claim]:
    if is_version(text):
        yield Claim(versions=frozenset((text.strip(),)), weight=weight, source=source)


def _release(text: str, _product: ProductIntel, weight: Weight, source: str) -> Iterator[Claim]:
    """A claim of one release."""
    yield from _exact(text, weight, source)


def _branch(text: str, product: ProductIntel, weight: Weight, source: str) -> Iterator[Claim]:
    """A claim of all known releases of a branch, or of its bare name where none is known."""
    if is_version(text):
        known = frozenset(release for release in product.releases if is_version(release) and in_branch(release, text))
        yield Claim(versions=known or frozenset((text,)), weight=weight, source=source)


def _files(site: SiteEvidence, seen: Seen, product: ProductIntel) -> Iterator[Claim]:
    for file in FILES.get(seen.product, ()):
        exchange = site.exchange(file_request(site, seen, file.path))
        if exchange is None or exchange.status != 200:
            continue
        if exchange.file_kind is FileKind.HTML and not file.page:
            continue  # a page stands where the file should be
        match = file.pattern.search(exchange.excerpt)
        if match is None:
            continue
        make = _branch(match[1], product, file.weight, file.path) if _readable_branch(file, match[1]) else None
        yield from make or _exact(match[1], file.weight, file.path)


def _readable_branch(file: VersionFile, version: str) -> bool:
    return is_version(version) and file.names_branch(version)


def _named(site: SiteEvidence, seen: Seen, product: ProductIntel) -> Iterator[Claim]:
    """What generator metas and headers name: a branch where the product gives no more."""
    make = _branch if _signature(seen).branch else _release
    for text in dict.fromkeys(
        text
        for exchange in pages_of(site, seen)
        if exchange.page
        for text in generator_claims(seen.product, exchange.page)
    ):
        if text:
            yield from make(text, product, Weight.PLAIN, "generator")
    for name, text in dict.fromkeys(
        one for exchange in answers_of(site, seen) for one in header_claims(seen.product, exchange)
    ):
        if text:
            yield from make(text, product, Weight.PLAIN, f"header {name}")


def _said(site: SiteEvidence, seen: Seen, product: ProductIntel) -> Iterator[Claim]:
    """Versions in the product's own scripts, links and asset names; the first of each kind counts."""
    for rule in _signature(seen).said:
        make = _branch if rule.branch else _release
        text = next((text for page in pages_of(site, seen) for text in _texts(rule, page, seen)), "")
        if text:
            yield from make(text, product, rule.weight, rule.source)


def _signature(seen: Seen) -> Signature:
    return SIGNATURES.get(seen.product) or Signature(label=seen.product)


def _texts(rule: Said, exchange: Exchange, seen: Seen) -> Iterator[str]:
    """What one rule finds on one page."""
    page = exchange.page
    if page is None:
        return
    places: tuple[str, ...]
    match rule.place:
        case Place.ASSET:
            places = tuple(path for path in local_paths(exchange) if path.startswith(seen.base))
        case Place.SCRIPT:
            places = page.inline_scripts
        case Place.LINK:
            places = tuple(f"{link.url} {link.text}" for link in page.links)
        case Place.TITLE:
            places = (page.title,)
        case Place.TEXT:
            places = (page.text,)
    for place in places:
        found = rule.pattern.search(place)
        if found:
            yield found[1]


def _etag(site: SiteEvidence, seen: Seen, intel: Intel, product: ProductIntel) -> Iterator[Claim]:
    """The ETag of `load-styles.php` for a handle that doesn't exist: the version itself up to 6.5, since 6.6 an MD5
    over it, which can be looked up, and computed for releases that the data does not know yet."""
    exchange = site.exchange(file_request(site, seen, ETAG_PATH))
    if exchange is None or exchange.status not in (200, 304):
        return
    tag = (exchange.header("etag") or "").strip().removeprefix("W/").strip('"')
    tag = re.sub(r"(?:-gzip|-br|-df|;gzip)$", "", tag)
    if re.fullmatch(r"\d+\.\d+(?:\.\d+)?(?:-[\w-]+)?", tag):
        yield from _exact(tag, Weight.EXACT, "load-styles.php ETag")
    elif re.fullmatch(r"[0-9a-f]{32}", tag):
        known = intel.wordpress_etags.get(tag) or _unlisted(tag, product)
        if known:
            yield from _exact(known, Weight.EXACT, "load-styles.php ETag")


def _unlisted(tag: str, product: ProductIntel) -> str | None:
    """The version whose MD5 this is, among those that may have come out since the data was made."""
    top = newest(product.releases) or "6.6"
    numbers = (*version_key(top).numbers, 0, 0)
    branches = [(major, minor) for major in range(6, numbers[0] + 3) for minor in range(_FUTURE_MINORS)]
    for major, minor in branches:
        for patch in range(_FUTURE_PATCHES):
            version = f"{major}.{minor}.{patch}" if patch else f"{major}.{minor}"
            if hashlib.md5(f"WP:{version};".encode(), usedforsecurity=False).hexdigest() == tag:
                return version
    return None


def _core_assets(site: SiteEvidence, seen: Seen, product: ProductIntel) -> Iterator[Claim]:
    """The majority of `?ver=` on core files that carry the core's version; plugins rewrite some of them."""
    votes: Counter[str] = Counter()
    for exchange in pages_of(site, seen):
        page = exchange.page
        if page is None:
            continue
        own = (path for path in local_paths(exchange) if path.startswith(seen.base))
        said = {path: match[1] for path in own if (match := _CORE_ASSET.search(path))}
        said |= {match[0]: match[1] for script in page.inline_scripts for match in _EMOJI.finditer(script)}
        votes.update(said.values())
    plausible = Counter({version: count for version, count in votes.items() if _plausible(version, product)})
    if plausible:
        (version, count), *_ = plausible.most_common(1)
        if count * 2 > plausible.total():
            yield from _exact(version, Weight.PLAIN, "core asset ?ver=")


def _plausible(version: str, product: ProductIntel) -> bool:
    """A release that exists, or one newer than the data: themes write their own numbers there."""
    top = newest(product.releases)
    if top is None:
        return False
    key = version_key(version)
    return key > version_key(top) or any(version_key(known) == key for known in product.releases if is_version(known))


_TRANSLATED = {
    "roundcube": (Place.SCRIPT, re.compile(r'"rcversion":(\d)(\d\d)(\d\d)\b'), Weight.EXACT, "rcversion"),
    "moodle": (Place.LINK, re.compile(r"^https?://docs\.moodle\.org/(\d)(\d{1,2})/"), Weight.PLAIN, "docs.moodle.org"),
}
"""Numbers without points: 10611 is Roundcube 1.6.11, and 401 the branch 4.1 of Moodle."""


def _translated(site: SiteEvidence, seen: Seen, product: ProductIntel) -> Iterator[Claim]:
    place, pattern, weight, source = _TRANSLATED[seen.product]
    rule = Said(place, re.compile(f"({pattern.pattern})"), source, weight)
    for exchange in pages_of(site, seen):
        for text in _texts(rule, exchange, seen):
            match = pattern.search(text)
            if match:
                version = ".".join(str(int(part)) for part in match.groups())
                make = _release if weight is Weight.EXACT else _branch
                yield from make(version, product, weight, source)
                return
