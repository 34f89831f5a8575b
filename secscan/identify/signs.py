"""By what products are recognised: structure of their own pages and answers, never words that anybody may write."""

import re
from collections.abc import Iterator

import msgspec

from secscan.base.once import once
from secscan.base.urls import parse_url
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A product below `base` (a path ending in a slash), with what gave it away."""

    product: str
    base: str
    evidence: tuple[str, ...]


LABELS = {
    "wordpress": "WordPress",
    "joomla": "Joomla!",
    "drupal": "Drupal",
    "opensid": "OpenSID",
    "slims": "SLiMS",
    "ojs": "Open Journal Systems",
    "moodle": "Moodle",
    "mediawiki": "MediaWiki",
    "dokuwiki": "DokuWiki",
    "phpmyadmin": "phpMyAdmin",
    "adminer": "Adminer",
    "roundcube": "Roundcube Webmail",
    "nextcloud": "Nextcloud",
    "laravel": "Laravel",
    "codeigniter": "CodeIgniter",
    "opendk": "OpenDK",
    "matomo": "Matomo",
    "typo3": "TYPO3",
    "opencart": "OpenCart",
    "openmage": "OpenMage / Magento 1",
    "omeka-s": "Omeka S",
    "atom": "AtoM (Access to Memory)",
    "backdrop": "Backdrop CMS",
}

_BASE = r"^(?P<base>/(?:[^?#]{0,200}?/)??)"
_ASSETS = {
    "wordpress": r"wp-(?:includes/(?:js|css|blocks|images)|content/(?:themes|plugins)/[^/]+)/",
    "joomla": r"(?:media/(?:jui|vendor/joomla|system/js|com_\w+|mod_\w+|templates)|components/com_\w+|modules/mod_\w+"
    r"|plugins/system/\w+|administrator/templates)/",
    "drupal": r"(?:core/(?:misc|assets|themes|modules)|misc/drupal\.js"
    r"|sites/[\w.-]+/(?:files/(?:css|js)|modules|themes))\b",
    "slims": r"template/(?:default|lightweight|akasia)/(?:assets|css|js)/.*|js/(?:chat|updater)\.js\?v=\d",
    "ojs": r"(?:lib/pkp/|plugins/generic/\w+/|index\.php/[\w-]+/\$\$\$call\$\$\$/)",
    "moodle": r"(?:theme/(?:yui_combo|styles|javascript|image)\.php|lib/javascript\.php|lib/requirejs\.php)[/?]",
    "mediawiki": r"load\.php\?(?:.*&)?modules=",
    "dokuwiki": r"lib/exe/(?:js|css)\.php\b",
    "nextcloud": r"(?:core/js/(?:oc|dist)\.js|dist/core-(?:common|main|login)\.js|core/css/(?:server|guest)\.css)",
    "roundcube": r"(?:program/js/(?:app|common)(?:\.min)?\.js|skins/(?:elastic|larry|classic)/)",
    "matomo": r"(?:plugins/(?:Morpheus|CoreHome|Login)/|index\.php\?module=Proxy&action=get(?:Css|\w*Js)\b)",
    "typo3": r"(?:typo3temp/(?:assets/|stylesheet_|javascript_)|typo3conf/ext/[^/]+/|typo3/sysext/"
    r"|_assets/[0-9a-f]{32}/)",
    "opencart": r"catalog/view/(?:theme/[^/]+|javascript)/",
    "openmage": r"(?:skin/(?:frontend|adminhtml|install)/(?:base|default|rwd|openmage)/|js/(?:mage|varien|prototype)/)",
    "omeka-s": r"application/asset/(?:css|js|vendor)/",
    "atom": r"(?:plugins/arDominion(?:B5)?Plugin/|dist/(?:css|js)/arDominionB5Plugin\.bundle|js/dominion\.js)",
    "backdrop": r"core/misc/backdrop\.js",
}
_TWO_ASSETS = frozenset(
    ("joomla", "slims", "ojs", "roundcube", "nextcloud", "matomo", "typo3", "opencart", "openmage", "omeka-s")
)
"""Products whose folder names are too common for one of them to prove anything."""

_GENERATORS = {
    "wordpress": r"WordPress(?: (\d[\w.-]*))?$",
    "joomla": r"Joomla!(?: (\d[\w.]*))? - Open Source Content Management",
    "drupal": r"Drupal (\d+)\b.*drupal\.org",
    "slims": r"(?:SLiMS|Senayan)\b",
    "ojs": r"Open Journal Systems(?: (\d[\w.]*))?$",
    "mediawiki": r"MediaWiki (\d[\w.-]*)$",
    "dokuwiki": r"DokuWiki\b",
    "typo3": r"TYPO3(?: (\d[\d.]*))? CMS",
    "backdrop": r"Backdrop CMS (\d+)\b.*backdropcms\.org",
}
_COOKIES = {
    "wordpress": r"wordpress_test_cookie|wp-settings-\d+|wordpress_logged_in_\w+",
    "slims": r"SenayanMember|SenayanAdmin",
    "ojs": r"OJSSID",
    "moodle": r"MoodleSession\w*",
    "dokuwiki": r"DokuWiki",
    "phpmyadmin": r"phpMyAdmin(?:_https)?|pma_lang(?:_https)?",
    "adminer": r"adminer_(?:sid|key|version)",
    "roundcube": r"roundcube_sess(?:id|auth)",
    "nextcloud": r"(?:__Host-)?nc_sameSiteCookie(?:lax|strict)",
    "matomo": r"(?:MATOMO|PIWIK)_SESSID",
    "typo3": r"[fb]e_typo_user",
    "opencart": r"OCSESSID",
    "codeigniter": r"ci_session",
    "laravel": r"laravel_session|\w+_session",
}
_FIELDS = {
    "wordpress": {"log", "pwd", "wp-submit"},
    "phpmyadmin": {"pma_username", "pma_password"},
    "adminer": {"auth[driver]", "auth[username]"},
    "roundcube": {"_user", "_pass", "_task"},
    "matomo": {"form_login", "form_password", "form_nonce"},
}
_ASSET_RULES = {product: re.compile(_BASE + rule) for product, rule in _ASSETS.items()}
_GENERATOR_RULES = {product: re.compile(rule) for product, rule in _GENERATORS.items()}
_COOKIE_RULES = {product: re.compile(rule) for product, rule in _COOKIES.items()}
_LINKED = {
    "opensid": (
        re.compile(r"https?://(?:github\.com/OpenSID/OpenSID|(?:www\.)?opensid\.(?:my\.id|info))\b", re.IGNORECASE),
        re.compile(_BASE + r"(?:desa/(?:themes|upload|logo|widget)|donjo-app|assets/(?:css/siteman|front|opensid))\b"),
    ),
    "opendk": (
        re.compile(r"https?://github\.com/OpenSID/OpenDK\b", re.IGNORECASE),
        re.compile(_BASE + r"(?:css/(?:desa|slider|bagan|custom|admin-style)\.css|bower_components/[\w.-]+/)"),
    ),
}
"""Products whose assets have common names, but whose pages link to the project: link and asset together."""


def own_pages(site: SiteEvidence) -> Iterator[Exchange]:
    """The site's own pages; what a redirect to another host showed is not the site's."""
    return (exchange for exchange in site.pages() if exchange.request.host == site.site.host)


def own_exchanges(site: SiteEvidence) -> Iterator[Exchange]:
    """All answers of the site's own host that are not a challenge of something in front of it."""
    return (one for one in site.exchanges() if one.request.host == site.site.host and not one.challenge)


@once
def local_paths(exchange: Exchange) -> tuple[str, ...]:
    """Paths (with queries) of the sub-resources that a page takes from its own host."""
    found: dict[str, None] = {}
    for resource in exchange.page.resources if exchange.page is not None else ():
        try:
            url = parse_url(resource.url)
        except ValueError:
            continue
        if url.host == exchange.request.host:
            found[url.target] = None
    return tuple(found)


def cookie_names(exchange: Exchange) -> Iterator[str]:
    for value in exchange.header_values("set-cookie"):
        yield value.split("=", 1)[0].strip()


def generator_claims(product: str, page: PageFacts) -> Iterator[str]:
    """What generator metas say of a product's version: "" where they name the product only."""
    rule = _GENERATOR_RULES.get(product)
    for content in page.meta("generator") if rule is not None else ():
        match = rule.match(content.strip()) if rule is not None else None
        if match:
            yield (match[1] or "") if match.re.groups else ""


@once
def products(site: SiteEvidence) -> tuple[Seen, ...]:
    """The products that the site's answers show, each with the folder that it lives in."""
    found: dict[tuple[str, str], list[str]] = {}
    for product, base, what in (*_by_page(site), *_by_header(site)):
        if base != site.site.path and any(base.startswith(path) for path in site.foreign):
            continue  # another registered app's
        known = found.setdefault((product, base), [])
        if what not in known and len(known) < 4:
            known.append(what)
    return tuple(
        Seen(product=product, base=base, evidence=tuple(evidence)) for (product, base), evidence in _merged(site, found)
    )


def _merged(site: SiteEvidence, found: dict[tuple[str, str], list[str]]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """What metas, headers and cookies say (which name no folder) joined to the folder that assets name."""
    default = site.site.path
    for (product, base), evidence in found.items():
        if product == "drupal" and ("backdrop", base) in found:
            continue  # Backdrop keeps the names of the Drupal that it comes from
        folders = [other for name, other in found if name == product and other != default]
        if base == default and folders and not any(what.startswith("asset ") for what in evidence):
            continue
        extra = found.get((product, default), []) if base != default and len(folders) == 1 else []
        yield (product, base), [*evidence, *(what for what in extra if what not in evidence)]


def _by_page(site: SiteEvidence) -> Iterator[tuple[str, str, str]]:
    for exchange in own_pages(site):
        for product, base, what in _page_marks(exchange):
            yield product, base or _folder(exchange, site), what
        yield from ((product, site.site.path, "generator") for product in _generators(exchange))


@once
def _page_marks(exchange: Exchange) -> tuple[tuple[str, str, str], ...]:
    """What a page's files and forms show: product, folder ("": the page's own) and what gave it away."""
    page = exchange.page
    if page is None:
        return ()
    paths = local_paths(exchange)
    found = [hit for product, rule in _ASSET_RULES.items() for hit in _by_assets(product, rule, paths)]
    names = {field.name for form in page.forms for field in form.fields}
    found += [
        (product, "", f"form {' '.join(sorted(wanted))}") for product, wanted in _FIELDS.items() if wanted <= names
    ]
    for product, (link_rule, asset_rule) in _LINKED.items():
        if any(link_rule.match(link.url) for link in page.links):
            matches = [(match["base"], path) for path in paths if (match := asset_rule.match(path))]
            found += [(product, base, f"asset {path[:80]}") for base, path in matches]
    return tuple(found)


@once
def _generators(exchange: Exchange) -> tuple[str, ...]:
    """The products that a page's generator metas name."""
    page = exchange.page
    if page is None or not page.meta("generator"):
        return ()
    return tuple(product for product in LABELS if any(True for _ in generator_claims(product, page)))


def _by_assets(product: str, rule: re.Pattern[str], paths: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    hits = [(match["base"], path) for path in paths if (match := rule.match(path))]
    if len({path.split("?", 1)[0] for _, path in hits}) < (2 if product in _TWO_ASSETS else 1):
        return
    for base, path in hits:
        yield product, base, f"asset {path[:80]}"


def _folder(exchange: Exchange, site: SiteEvidence) -> str:
    path = exchange.request.path.split("?", 1)[0]
    folder = path.rpartition("/")[0] + "/"
    return folder if folder.startswith(site.site.path) else site.site.path


def _by_header(site: SiteEvidence) -> Iterator[tuple[str, str, str]]:
    for exchange in own_exchanges(site):
        yield from ((product, site.site.path, what) for product, what in _header_marks(exchange))


@once
def _header_marks(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """What an answer's headers and cookies show: products and what gave them away."""
    found = []
    if "https://api.w.org/" in (exchange.header("link") or ""):
        found.append(("wordpress", "header link"))
    generator = exchange.header("x-generator") or ""
    if generator.startswith("Drupal "):
        found.append(("drupal", "header x-generator"))
    if generator.startswith("Backdrop CMS "):
        found.append(("backdrop", "header x-generator"))
    if exchange.header("x-drupal-cache") or exchange.header("x-drupal-dynamic-cache"):
        found.append(("drupal", "header x-drupal-cache"))
    names = tuple(cookie_names(exchange))
    for product, rule in _COOKIE_RULES.items() if names else ():
        matched = next((name for name in names if rule.fullmatch(name)), "")
        if not matched or (product == "laravel" and matched != "laravel_session" and "XSRF-TOKEN" not in names):
            continue
        if product == "laravel" and matched == "ci_session":
            continue
        found.append((product, f"cookie {matched}"))
    return tuple(found)
