"""By what products are recognised: structure of their own pages and answers, never words that anybody may write."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from secscan.base.once import once
from secscan.base.urls import parse_url
from secscan.identify.signatures import SIGNATURES
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A product below `base` (a path ending in a slash), with what gave it away."""

    product: str
    base: str
    evidence: tuple[str, ...]


def own_pages(site: SiteEvidence) -> Iterator[Exchange]:
    """The site's own pages; what a redirect to another host, or to another registered app, showed is not the site's."""
    return (exchange for exchange in site.pages() if _is_own(exchange, site))


@once
def own_exchanges(site: SiteEvidence) -> tuple[Exchange, ...]:
    """All answers of the site's own host that are not a challenge of something in front of it."""
    return tuple(one for one in site.exchanges() if _is_own(one, site) and not one.challenge)


def _is_own(exchange: Exchange, site: SiteEvidence) -> bool:
    request = exchange.request
    return request.host == site.site.host and not (site.foreign and request.path.startswith(site.foreign))


def pages_of(site: SiteEvidence, seen: Seen) -> Iterator[Exchange]:
    """The pages that speak of one installation: those below its folder; and, where the product is installed once, those
    above it, because a site's front page may stand outside the folder of its software."""
    yield from _about(own_pages(site), site, seen)


def answers_of(site: SiteEvidence, seen: Seen) -> Iterator[Exchange]:
    """The answers, pages or not, that speak of one installation."""
    yield from _about(own_exchanges(site), site, seen)


def _about(exchanges: Iterable[Exchange], site: SiteEvidence, seen: Seen) -> Iterator[Exchange]:
    bases = [other.base for other in products(site) if other.product == seen.product]
    for exchange in exchanges:
        owner = max((base for base in bases if exchange.request.path.startswith(base)), key=len, default="")
        if owner == seen.base or (not owner and len(bases) <= 1):
            yield exchange


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


@once
def cookie_names(exchange: Exchange) -> tuple[str, ...]:
    """The names of the cookies that an answer sets."""
    return tuple(value.split("=", 1)[0].strip() for value in exchange.header_values("set-cookie"))


def generator_claims(product: str, page: PageFacts) -> Iterator[str]:
    """What generator metas say of a product's version: "" where they name the product only."""
    rule = SIGNATURES[product].generator if product in SIGNATURES else None
    for content in page.meta("generator") if rule is not None else ():
        match = rule.match(content.strip()) if rule is not None else None
        if match:
            yield (match[1] or "") if match.re.groups else ""


def header_claims(product: str, exchange: Exchange) -> Iterator[tuple[str, str]]:
    """What headers say of a product: the header's name, and the version, "" where they name the product only."""
    for name, rule in SIGNATURES[product].headers if product in SIGNATURES else ():
        value = exchange.header(name)
        match = rule.match(value) if value else None
        if match:
            yield name, (match[1] or "") if match.re.groups else ""


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
    keys = {product for product, _ in found}
    for (product, base), evidence in found.items():
        if any(other in keys for other in _INSTEAD.get(product, ())):
            continue
        folders = [other for name, other in found if name == product and other != default]
        if base == default and folders and not any(what.startswith("asset ") for what in evidence):
            continue
        extra = found.get((product, default), []) if base != default and len(folders) == 1 else []
        yield (product, base), [*evidence, *(what for what in extra if what not in evidence)]


_INSTEAD = {"drupal": ("backdrop",), "codeigniter": ("codeigniter4",), "django": ("wagtail",)}
"""Products that share the marks of a nearer one: Backdrop keeps the names of the Drupal that it comes from."""


def _by_page(site: SiteEvidence) -> Iterator[tuple[str, str, str]]:
    for exchange in own_pages(site):
        for product, base, what in _page_marks(exchange):
            yield product, base or _folder(exchange, site), what
        yield from ((product, site.site.path, what) for product, what in _names(exchange))


@once
def _page_marks(exchange: Exchange) -> tuple[tuple[str, str, str], ...]:
    """What a page's files and forms show: product, folder ("": the page's own) and what gave it away."""
    page = exchange.page
    if page is None:
        return ()
    paths = local_paths(exchange)
    fields = {field.name for form in page.forms for field in form.fields}
    found: list[tuple[str, str, str]] = []
    for product, marks in SIGNATURES.items():
        if marks.assets is not None and paths and _is_linked(marks.linked, page):
            found += _by_assets(product, marks.assets, marks.assets_needed, paths)
        found += [(product, "", f"form {' '.join(sorted(one))}") for one in marks.fields if one <= fields]
    return tuple(found)


def _is_linked(rule: re.Pattern[str] | None, page: PageFacts) -> bool:
    return rule is None or any(rule.match(link.url) for link in page.links)


@once
def _names(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """The products that a page's generator metas and scripts name."""
    page = exchange.page
    if page is None:
        return ()
    found = []
    if page.meta("generator"):
        found += [(key, "generator") for key in SIGNATURES if any(True for _ in generator_claims(key, page))]
    for key, marks in SIGNATURES.items() if page.inline_scripts else ():
        if marks.scripts is not None and any(marks.scripts.search(script) for script in page.inline_scripts):
            found.append((key, "script"))
    return tuple(found)


def _by_assets(
    product: str, rule: re.Pattern[str], needed: int, paths: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    hits = [(match["base"], path) for path in paths if (match := rule.match(path))]
    if len({path.split("?", 1)[0] for _, path in hits}) < needed:
        return
    for base, path in hits:
        yield product, base, f"asset {path[:80]}"


def _folder(exchange: Exchange, site: SiteEvidence) -> str:
    path = exchange.request.path.split("?", 1)[0]
    folder = path.rpartition("/")[0] + "/"
    return folder if folder.startswith(site.site.path) else site.site.path


def _by_header(site: SiteEvidence) -> Iterator[tuple[str, str, str]]:
    heard: set[tuple[object, ...]] = set()
    for exchange in own_exchanges(site):
        words = _words(exchange)
        if words not in heard:
            heard.add(words)
            yield from ((product, site.site.path, what) for product, what in _answer_marks(exchange))


_TELLING = frozenset(name for marks in SIGNATURES.values() for name, _ in marks.headers)


@once
def _words(exchange: Exchange) -> tuple[object, ...]:
    """All that marks of answers are read from: equal answers show the same, and most of a site's are equal in it."""
    said = tuple(header for header in exchange.headers if header[0] in _TELLING)
    return (said, cookie_names(exchange), _error_text(exchange))


@once
def _answer_marks(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """What an answer's headers, cookies and error page show: products and what gave them away."""
    found = []
    names = cookie_names(exchange)
    error = _error_text(exchange)
    for product, marks in SIGNATURES.items():
        if marks.headers:
            found += [(product, f"header {name}") for name, _ in header_claims(product, exchange)]
        if names and marks.cookies is not None:
            cookie = next((name for name in names if marks.cookies.fullmatch(name)), "")
            found += [(product, f"cookie {cookie}")] if cookie else []
        if error and marks.errors is not None and marks.errors.match(error):
            found.append((product, "error page"))
    if "XSRF-TOKEN" in names:  # Laravel names the other after the app
        app = next((name for name in names if name.endswith("_session") and name not in _NOT_LARAVEL), "")
        found += [("laravel", f"cookie {app}")] if app else []
    return tuple(found)


_NOT_LARAVEL = frozenset(("ci_session", "_gitlab_session", "_redmine_session", "grafana_session", "laravel_session"))


def _error_text(exchange: Exchange) -> str:
    page = exchange.page
    return f"{page.title}|{page.text[:400].strip()}" if page is not None and exchange.status >= 400 else ""
