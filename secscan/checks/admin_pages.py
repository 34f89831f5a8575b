"""SS-ADM-01: administrator pages can't be opened freely from the internet."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import msgspec

from secscan.analysis.destinations import destinations
from secscan.analysis.guesses import follow, unanswered
from secscan.analysis.logins import (
    Audience,
    Barrier,
    audience,
    barrier,
    identity,
    is_login_only,
    login_form,
    needs_script,
    says_admin,
)
from secscan.analysis.looks import below, judged_home
from secscan.analysis.scripted import bundles, scripted_login
from secscan.analysis.soft404 import Presence, baselines, presence
from secscan.base.once import once
from secscan.base.urls import UrlParts
from secscan.identify.signs import Seen, products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("admin-pages"),
    severity=Severity.SEDANG,
    cwe=(419,),
    references=("OWASP WSTG-CONF-05",),
    effort_minutes=30,
)
_WANTED_BY = (SPEC.id,)
_PRODUCT_VALUE = 30.0
_COMMON = (("admin", 20.0), ("login", 18.0), ("administrator/", 12.0), ("wp-login.php", 10.0))
_ESSENTIAL = ("admin", "login")
_OF_A_PRODUCT = {"administrator/": "joomla", "wp-login.php": "wordpress"}
_MEMBER_PRODUCTS = frozenset(("moodle", "ojs", "mediawiki", "dokuwiki", "nextcloud", "roundcube"))
"""Products whose log-in page is for all their users, so that it is public by design."""

_LINK_WORDS = ("login", "signin", "masuk", "admin", "auth", "siteman")
_QUERY = re.compile(r"=(?:[\w/:.-]{0,40}[/:.])?(?:user_?)?(?:login|signin|masuk)(?=&|$)", re.IGNORECASE)
_CONSOLES = ("/manager/", "/host-manager/")
_LINKED_SO = (*_LINK_WORDS, *_CONSOLES)
_MAX_LINKS = 2


class LoginPage(msgspec.Struct, frozen=True, kw_only=True):
    """One log-in page that was found. `real`: paths that cannot exist are answered otherwise."""

    path: str
    exchange: Exchange
    barrier: Barrier
    confidence: Confidence
    product: str = ""
    real: bool = True
    identity: tuple[str, tuple[str, ...], str] = ("", (), "")


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """Log-in pages of the products seen, a few common ones, linked ones, and what they redirect to."""
    guesses = (*_product_requests(site, context), *_common_requests(site))
    linked = tuple(_linked(site))
    yield from guesses
    yield from linked
    yield from bundles(site, _WANTED_BY)
    yield from follow(site, (*guesses, *linked))
    yield from baselines(site, (request.path for request in (*guesses, *linked)))


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per log-in page, and one for the rest of the site."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        pages = _distinct(_login_pages(site, context, home))
        registered = [page for page in pages if _approved(app, site, page.path)]
        for page in pages:
            yield _verdict(site, page, registered=page in registered)
        yield _rest(site, context, home, only_registered=bool(registered) and len(registered) == len(pages))


def _verdict(site: SiteEvidence, page: LoginPage, *, registered: bool) -> Verdict:
    outcome = Outcome.FAIL if page.barrier is Barrier.NONE else Outcome.PARTIAL
    return SPEC.verdict(
        site.site,
        Outcome.NOT_APPLICABLE if registered else outcome,
        reason=Reason.REGISTERED if registered else None,
        confidence=page.confidence,
        discriminators=(("path", page.path),),
        evidence=(page.exchange.request.key,),
        url=page.exchange.request.url,
        path=page.path,
        barrier=page.barrier.value,
        product=page.product,
        title=page.exchange.page.title if page.exchange.page is not None else "",
    )


def _rest(site: SiteEvidence, context: Context, home: Exchange, *, only_registered: bool) -> Verdict:
    """What is said of the site beside the pages that were found."""
    essential = (*_product_requests(site, context), *(below(site, path) for path in _ESSENTIAL))
    reason = unanswered(site, essential)
    if reason is not None:
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason, url=site.site.url)
    if only_registered:
        return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.REGISTERED, url=site.site.url)
    if home.page is not None and needs_script(home.page) and all(_soft(site, request) for request in essential):
        return SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=Reason.SOFT_404, url=site.site.url)
    return SPEC.verdict(site.site, Outcome.PASS, evidence=tuple(one.key for one in essential), url=site.site.url)


def _soft(site: SiteEvidence, request: Request) -> bool:
    exchange = site.exchange(request)
    return exchange is not None and presence(site, exchange) is Presence.SOFT_404


def _product_requests(site: SiteEvidence, context: Context) -> tuple[Request, ...]:
    return tuple(
        below(site, path, wanted_by=_WANTED_BY, value=_PRODUCT_VALUE, purpose="admin")
        for seen in products(site)
        if seen.product not in _MEMBER_PRODUCTS
        for path in _paths(seen, context)[:2]
    )


def _paths(seen: Seen, context: Context) -> tuple[str, ...]:
    return tuple(seen.base + path.lstrip("/") for path in context.intel.admin_paths.get(seen.product, ()))


def _common_requests(site: SiteEvidence) -> tuple[Request, ...]:
    known = {seen.product for seen in products(site)}
    return tuple(
        below(site, path, wanted_by=_WANTED_BY, value=value, purpose="admin")
        for path, value in _COMMON
        if path not in _OF_A_PRODUCT or not known.intersection(("wordpress", "joomla", "drupal"))
    )


def _linked(site: SiteEvidence) -> Iterator[Request]:
    """Log-in pages that the home page links to: linked, so that a passive permit is enough."""
    home = site.home
    found = 0
    for url in _named_so(home) if home is not None else ():
        here = url.host == site.site.host and (url.scheme, url.port) in site.origins
        if found < _MAX_LINKS and here and site.owns(url.path):
            found += 1
            yield Request.to(
                url, wanted_by=_WANTED_BY, value=_PRODUCT_VALUE, purpose="linked", intensity=Intensity.PASSIVE
            )


@once
def _named_so(home: Exchange) -> tuple[UrlParts, ...]:
    """The links that are named like a log-in."""
    return tuple(url for url in destinations(home) if url is not None and _is_named_so(url))


def _is_named_so(url: UrlParts) -> bool:
    path = url.path.lower()
    return any(word in path for word in _LINKED_SO) or _QUERY.search(unquote(url.query)) is not None


def _login_pages(site: SiteEvidence, context: Context, home: Exchange) -> Iterator[LoginPage]:
    own = {path: seen.product for seen in products(site) for path in _paths(seen, context)}
    for exchange in site.exchanges():
        if exchange.request.host != site.site.host or exchange.request.purpose == "soft404" or exchange.challenge:
            continue
        path = exchange.request.path.split("?", 1)[0]
        product = own.get(exchange.request.path) or own.get(path, "")
        asked = exchange.request.purpose == "admin" or any(word in path for word in _CONSOLES)
        if exchange.status == 401 and asked and not product:
            if "basic" in (exchange.header("www-authenticate") or "").lower() and _is_real(site, exchange):
                yield LoginPage(path=path, exchange=exchange, barrier=Barrier.BASIC, confidence=Confidence.KUAT)
            continue
        found = _login_page(site, exchange, path, product, is_home=exchange.request.key == home.request.key)
        if found is not None:
            yield found
    scripted = _scripted(site, home)
    if scripted is not None:
        yield scripted


def _scripted(site: SiteEvidence, home: Exchange) -> LoginPage | None:
    """The log-in that the home page's script makes, unless it is one for citizens. Not seen, so an indication."""
    login = scripted_login(site, home)
    if login is None or home.page is None:
        return None
    if login.joins and not says_admin(home.page.title):
        return None
    return LoginPage(
        path=home.request.path.split("?", 1)[0],
        exchange=home,
        barrier=login.barrier,
        confidence=Confidence.INDIKASI,
        identity=(home.page.title, ("script",), ""),
    )


def _login_page(site: SiteEvidence, exchange: Exchange, path: str, product: str, *, is_home: bool) -> LoginPage | None:
    page = exchange.page
    form = login_form(page) if page is not None and exchange.status == 200 else None
    if page is None or form is None or product in _MEMBER_PRODUCTS:
        return None
    real = is_home or _is_real(site, exchange)
    whom = Audience.ADMIN if product else audience(exchange, page, real=real)
    box = is_home and not is_login_only(page)
    if whom is Audience.MEMBER or (box and not product):
        return None
    if not product and _only_member_products(site) and whom is not Audience.ADMIN:
        return None
    stated = Confidence.PASTI if product else Confidence.KUAT
    return LoginPage(
        path=path,
        exchange=exchange,
        barrier=barrier(page, form),
        confidence=stated if whom is Audience.ADMIN or is_home else Confidence.INDIKASI,
        product=product,
        real=real,
        identity=identity(page, form),
    )


def _only_member_products(site: SiteEvidence) -> bool:
    known = {seen.product for seen in products(site)}
    return bool(known & _MEMBER_PRODUCTS) and not known & {"wordpress", "joomla", "drupal", "opensid", "slims"}


def _is_real(site: SiteEvidence, exchange: Exchange) -> bool:
    return presence(site, exchange) is Presence.REAL


def _distinct(pages: Iterator[LoginPage]) -> tuple[LoginPage, ...]:
    """Each log-in page once: a catch-all shows the same one under every path."""
    order = sorted(pages, key=lambda page: (not page.real, not page.product, len(page.path), page.path))
    kept: dict[tuple[str, tuple[str, ...], str], LoginPage] = {}
    for page in order:
        twins = [one for one in kept.values() if one.identity[:2] == page.identity[:2]]
        if page.barrier is Barrier.BASIC:
            kept.setdefault(("basic", (), ""), page)
        elif page.identity not in kept and (page.real or not twins):
            kept[page.identity] = page
    return tuple(sorted(kept.values(), key=lambda page: page.path))


def _approved(app: AppEvidence, site: SiteEvidence, path: str) -> bool:
    """Whether the register names this path as public by decision, in full or below the site's base path."""
    wanted = {path.rstrip("/"), path.removeprefix(site.site.path.rstrip("/")).rstrip("/")}
    stated = {urlsplit(entry).path.rstrip("/") for entry in app.app.approved_exposures}
    return bool(wanted & stated)
