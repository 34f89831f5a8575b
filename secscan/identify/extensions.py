"""Plugins and themes of WordPress that the site's own pages name, with what the pages and their files say of versions.

Nothing is guessed: a slug that no page, file or open finding names is never asked for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from secscan.base.urls import parse_url
from secscan.base.versions import is_version, version_key
from secscan.identify.extension_marks import CDN_PLUGIN, by_comment, by_generator
from secscan.identify.signs import own_exchanges, own_pages
from secscan.model.enums import Confidence
from secscan.model.evidence import SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.intel import ExtensionKind
from secscan.model.observations import Exchange, FileKind

MAX_EXTENSIONS = 60
_MAX_EVIDENCE = 4
_PATH = re.compile(
    r"^(?P<base>/(?:[^?#]{0,200}?/)??)wp-content/(?P<folder>plugins|themes)/"
    r"(?P<slug>[A-Za-z0-9][\w.-]{0,99})/(?P<rest>[^?#]{0,400})(?:\?(?P<query>.*))?$",
    re.ASCII,
)
_VER = re.compile(r"(?:^|&)ver=(\d{1,4}(?:\.\d{1,5}){1,3}(?:-?(?:alpha|beta|rc)[.-]?\d{0,3})?)(?:&|$)", re.ASCII)
_BORROWED = re.compile(
    r"(?:^|/)(?:libs?|librar(?:y|ies)|vendors?|third[-_]?party|3rd[-_]?party|externals?|node_modules|bower_components"
    r"|packages?|plugins|modules|framework|font-?awesome|fonts?|webfonts|uploads|cache|build|dist/vendor)/"
    r"|(?:^|[/._-])(?:jquery|bootstrap|swiper|slick|owl|carousel|font-?awesome|fa|select2|isotope|masonry|imagesloaded"
    r"|magnific|lightbox|lightgallery|fancybox|prettyphoto|photoswipe|flexslider|wow|animate|aos|moment|chart|lodash"
    r"|underscore|backbone|vue|react|angular|gsap|tweenmax|scrollmagic|parallax|popper|tippy|toastr|sweetalert|datatables"
    r"|cookie|waypoints?|countdown|counterup|typed|lottie|leaflet|mapbox|hammer|modernizr|respond|html5shiv|normalize"
    r"|reset|dashicons|genericons|icomoon|ionicons|simple-line-icons|line-?awesome|icons?|flatpickr|pikaday|dropzone"
    r"|cropper|plyr|video|mediaelement|superfish|slicknav|meanmenu|sticky|nice-select|axios|clipboard|intltelinput"
    r"|tooltipster|qtip|colorpicker|iris|validate|validation|inputmask|mask)(?=[._-]|$)[^/]*$",
    re.IGNORECASE,
)
"""Files of others that extensions bring along: their `?ver=` is that of the library, as often as not."""

_DEFAULTS = frozenset(version_key(version) for version in ("0.1", "1", "1.1", "1.2", "2", "3"))
"""Numbers that people write without meaning a release: they prove nothing alone."""

_README = re.compile(r"^=== ?\S.{0,200}===$")
_STABLE = re.compile(r"^stable tag:\s*v?(\d[\w.-]{0,30})\s*$", re.IGNORECASE)
_CHANGE = re.compile(r"^=+\s*(?:version\s+|v)?(\d+(?:\.\d+){1,3})\b.{0,60}=*$", re.IGNORECASE)
_THEME_HEAD = re.compile(r"\bTheme Name:\s")
_THEME_VERSION = re.compile(r"(?<!PHP )(?<!Template )(?<!WP )\bVersion:\s*v?(\d[\w.-]{0,30})(?=\s|$)")
FOLDERS = {ExtensionKind.PLUGIN: "plugins", ExtensionKind.THEME: "themes"}
FILES = {ExtensionKind.PLUGIN: "readme.txt", ExtensionKind.THEME: "style.css"}
"""The file of an extension that names its version, in every release of it."""


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """One extension. `base` is WordPress' folder; `path` the extension's own, ending in a slash. `versions` are all
    that its evidence leaves possible, none where it says nothing. `gone`: its file, seen before, is no longer there.
    `seen_in` are the looks that it rests on."""

    kind: ExtensionKind
    slug: str
    base: str
    versions: tuple[str, ...] = ()
    confidence: Confidence = Confidence.KUAT
    evidence: tuple[str, ...] = ()
    seen_in: tuple[JobKey, ...] = ()
    gone: bool = False

    @property
    def path(self) -> str:
        return f"{self.base}wp-content/{FOLDERS[self.kind]}/{self.slug}/"

    @property
    def key(self) -> tuple[ExtensionKind, str]:
        """How the data names it."""
        return (self.kind, self.slug.lower())


class _Told(msgspec.Struct):
    """What was gathered of one extension: versions by asset, versions told outright, and where."""

    by_asset: dict[str, str]
    outright: dict[str, None]
    evidence: dict[str, None]
    seen_in: dict[JobKey, None]
    named: bool = False
    file: str | None = None
    gone: bool = False


_Place = tuple[ExtensionKind, str, str]


def extensions(site: SiteEvidence, core: frozenset[str]) -> tuple[Extension, ...]:
    """The extensions of a site. `core` are the possible versions of WordPress itself, which `?ver=` names wherever an
    extension gives no version of its own."""
    told: dict[_Place, _Told] = {}
    shared = _shared_versions(site)
    for exchange in own_pages(site):
        _read_page(site, exchange, told, core | shared)
    for exchange in own_exchanges(site):
        _read_file(site, exchange, told)
    found = (_extension(place, one) for place, one in told.items() if one.named or one.file is not None or one.gone)
    return tuple(found)[:MAX_EXTENSIONS]


def of_path(target: str) -> _Place | None:
    """Kind, slug and WordPress' folder that a path belongs to."""
    match = _PATH.match(target)
    if match is None or match["slug"].endswith(".php"):
        return None
    kind = ExtensionKind.THEME if match["folder"] == "themes" else ExtensionKind.PLUGIN
    return (kind, match["slug"], match["base"])


def _read_page(site: SiteEvidence, exchange: Exchange, told: dict[_Place, _Told], others: frozenset[str]) -> None:
    """Scripts and styles that the page loads, and what well-known extensions write into it."""
    page = exchange.page
    if page is None:
        return
    base = site.site.path
    for resource in page.resources:
        if resource.tag not in ("script", "style"):
            continue  # pictures of an extension that was removed may stand in old articles
        try:
            url = parse_url(resource.url)
        except ValueError:
            continue
        carried = CDN_PLUGIN.match(f"{url.host}{url.path}")
        if carried:
            _outright(told, (ExtensionKind.PLUGIN, carried[1], base), carried[2], f"asset {url.host}", exchange)
        place = of_path(url.target) if url.host == site.site.host else None
        if place is None or not site.owns(url.path):
            continue
        base = place[2]
        one = _at(told, place, exchange, f"asset {url.target[:120]}")
        version = _asset_version(url.target, others)
        if version:
            one.by_asset[url.path] = version
    for place, version, what in (*_commented(exchange, base), *_generated(exchange, base)):
        _outright(told, place, version, what, exchange)


def _commented(exchange: Exchange, base: str) -> Iterator[tuple[_Place, str, str]]:
    for hidden in exchange.page.hidden if exchange.page else ():
        if hidden.how == "comment":
            for slug, version in by_comment(hidden.text):
                yield (ExtensionKind.PLUGIN, slug, base), version, f"comment {hidden.text[:80]}"


def _generated(exchange: Exchange, base: str) -> Iterator[tuple[_Place, str, str]]:
    for content in exchange.page.meta("generator") if exchange.page else ():
        for kind, slug, version in by_generator(content):
            yield (kind, slug, base), version, f"generator {content[:80]}"


def _asset_version(target: str, others: frozenset[str]) -> str:
    """The version that an asset's query may name: not the core's, no time stamp or hash, no other library's."""
    match = _PATH.match(target)
    ver = _VER.search(match["query"] or "") if match is not None else None
    if match is None or ver is None or ver[1] in others or not is_version(ver[1]):
        return ""
    return "" if _BORROWED.search(match["rest"]) else ver[1]


def _shared_versions(site: SiteEvidence) -> frozenset[str]:
    """Versions on assets of WordPress itself, and those that three extensions or more have in common: a site-wide
    number (the core's, where it is hidden, or a cache-buster)."""
    users: dict[str, set[_Place]] = {}
    core: Counter[str] = Counter()
    for exchange in own_pages(site):
        for resource in exchange.page.resources if exchange.page else ():
            ver = _VER.search(resource.url.partition("?")[2])
            if ver is None:
                continue
            path = resource.url.partition("?")[0]
            if "/wp-includes/css/" in path or "/wp-admin/" in path or "/wp-includes/blocks/" in path:
                core[ver[1]] += 1
            place = of_path("/" + path.partition("://")[2].partition("/")[2])
            if place is not None:
                users.setdefault(ver[1], set()).add(place)
    return frozenset(core) | frozenset(version for version, places in users.items() if len(places) >= 3)


def _read_file(site: SiteEvidence, exchange: Exchange, told: dict[_Place, _Told]) -> None:
    """The extension's own file, if it was asked for."""
    target = exchange.request.path.split("?", 1)[0]
    place = of_path(target)
    if place is None or target.rpartition("/")[2] != FILES[place[0]]:
        return
    if target != f"{place[2]}wp-content/{FOLDERS[place[0]]}/{place[1]}/{FILES[place[0]]}" or not site.owns(target):
        return
    version = _file_version(place[0], exchange)
    one = told.setdefault(place, _Told({}, {}, {}, {}))
    if version is not None:
        one.file = version
        one.evidence[f"{FILES[place[0]]}: {version or '-'}"] = None
        one.seen_in[exchange.request.key] = None
    elif exchange.status in (404, 410):
        one.gone = not one.named
        one.seen_in[exchange.request.key] = None


def _file_version(kind: ExtensionKind, exchange: Exchange) -> str | None:
    """What the file says: "" where it is the extension's but names no version, None where it is no such file."""
    if exchange.status != 200 or exchange.file_kind in (FileKind.HTML, FileKind.EMPTY):
        return None
    if kind is ExtensionKind.THEME:
        head = exchange.excerpt
        if not _THEME_HEAD.search(head):
            return None
        match = _THEME_VERSION.search(head)
        return match[1] if match and is_version(match[1]) else ""
    lines = [line.strip() for line in exchange.lines]
    if not any(_README.match(line) for line in lines[:5]):
        return None
    stable = next((match[1] for line in lines[:40] if (match := _STABLE.match(line))), "")
    if is_version(stable):
        return stable
    at = next((index for index, line in enumerate(lines) if line.lower().strip("= ") == "changelog"), len(lines))
    newest = next((match[1] for line in lines[at : at + 30] if (match := _CHANGE.match(line))), "")
    return newest if is_version(newest) else ""


def _at(told: dict[_Place, _Told], place: _Place, exchange: Exchange, what: str) -> _Told:
    one = told.setdefault(place, _Told({}, {}, {}, {}))
    one.named, one.gone = True, False
    one.evidence[what] = None
    one.seen_in[exchange.request.key] = None
    return one


def _outright(told: dict[_Place, _Told], place: _Place, version: str, what: str, exchange: Exchange) -> None:
    one = _at(told, place, exchange, what)
    if is_version(version):
        one.outright[version] = None


def _extension(place: _Place, one: _Told) -> Extension:
    """The versions that the claims leave possible. The extension's own file settles them where any other claim agrees
    with it; else what disagrees stands beside it, but for lower numbers on assets. Assets alone convince where at
    least two agree, none disagrees, and the number is none that people write without thinking."""
    assets = Counter(one.by_asset.values())
    outright = {version_key(version) for version in one.outright}
    claimed = list(one.outright)
    if one.file:
        file = version_key(one.file)
        agreed = file in outright or (not outright and file in {version_key(version) for version in assets})
        above = [] if outright else [version for version in assets if version_key(version) > file]
        claimed = [one.file] if agreed else [*claimed, one.file, *above]
    versions = _distinct(claimed or assets)
    by_assets = not claimed and bool(versions)
    agreeing = len(versions) == 1 and max(assets.values(), default=0) > 1 and version_key(versions[0]) not in _DEFAULTS
    return Extension(
        kind=place[0],
        slug=place[1],
        base=place[2],
        versions=versions,
        confidence=Confidence.INDIKASI if by_assets and not agreeing else Confidence.KUAT,
        evidence=tuple(one.evidence)[-_MAX_EVIDENCE:],
        seen_in=tuple(one.seen_in)[-_MAX_EVIDENCE:],
        gone=one.gone,
    )


def _distinct(versions: Iterable[str]) -> tuple[str, ...]:
    """The versions in ascending order; 6.0 and 6.0.0 are one."""
    by_key = {version_key(version): version for version in versions}
    return tuple(by_key[key] for key in sorted(by_key))
