"""SS-DAT-04: folders whose contents the web server lists."""

from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from secscan.analysis.destinations import destinations
from secscan.analysis.listings import Content, Listing, listing
from secscan.analysis.looks import banned, below, failing, walled, working_origin
from secscan.analysis.soft404 import Presence, baselines, presence
from secscan.base.once import once
from secscan.base.urls import UrlParts, resolve
from secscan.identify.signs import products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View

SPEC = CheckSpec(
    id=CheckId("directory-listing"),
    severity=Severity.SEDANG,
    cwe=(548,),
    references=("OWASP WSTG-CONF-04",),
    effort_minutes=5,
    asks_again=True,
)

_GUESSED = (("uploads/", 11.0), ("files/", 7.0), ("assets/", 6.5))
_OF_A_PRODUCT = {"wordpress": "wp-content/uploads/", "joomla": "images/", "drupal": "sites/default/files/"}
"""Where a product puts what is uploaded; the common names stand for nothing there."""

_MAX_SEEN = 3
_MAX_SEEN_DEEP = 15
_MAX_BYTES = 131_072
_PAGES = ("php", "html", "htm", "asp", "aspx", "jsp")
_TELLING = ("upload", "unggah", "berkas", "dokumen", "doc", "file", "media", "data", "arsip", "download", "unduh")


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """Folders that the pages load from or link to, three common ones, and baselines where a listing answers."""
    listed: list[str] = []
    for request in _requests(site, context):
        yield request
        exchange = site.exchange(request)
        if exchange is not None and listing(exchange) is not None:
            listed.append(request.path)
    for baseline in baselines(site, listed):
        yield msgspec.structs.replace(baseline, wanted_by=(SPEC.id,))


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per listed folder, and one for the rest of each site."""
    for site in app.sites:
        yield from _judge(site, context)


def _judge(site: SiteEvidence, context: Context) -> Iterator[Verdict]:
    unreachable = site.unreachable
    if unreachable is not None:
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=unreachable)
        return
    named: set[str] = set()
    for exchange in site.exchanges():
        ordinary = exchange.request.view is View.SECSCAN and exchange.request.purpose != "soft404"
        found = listing(exchange) if ordinary else None
        if found is not None and site.owns(exchange.request.path) and exchange.request.path not in named:
            named.add(exchange.request.path)
            yield _of_listing(site, exchange, found)
    requests = tuple(_requests(site, context))
    unseen = {request: _unseen(site, request) for request in requests}
    reasons = [reason for reason in unseen.values() if reason is not None]
    if len(reasons) == len(requests):
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reasons[0] if reasons else Reason.PROFILE)
        return
    for request, reason in unseen.items():
        if reason is not None:
            here = (("path", request.path),)
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, discriminators=here, reason=reason, url=request.url)
    seen = tuple(request.key for request, reason in unseen.items() if reason is None)
    yield SPEC.verdict(site.site, Outcome.PASS, evidence=seen, paths=len(seen))


def _of_listing(site: SiteEvidence, exchange: Exchange, found: Listing) -> Verdict:
    here = (("path", exchange.request.path),)
    evidence = (exchange.request.key,)
    home = site.home
    is_home = home is not None and home.request.key == exchange.request.key
    real = Presence.REAL if is_home else presence(site, exchange)
    if real not in (Presence.REAL, Presence.UNKNOWN):
        reason = Reason.SOFT_404
        return SPEC.verdict(
            site.site,
            Outcome.INCONCLUSIVE,
            discriminators=here,
            reason=reason,
            evidence=evidence,
            url=exchange.request.url,
        )
    assets = found.content is Content.ASSETS
    return SPEC.verdict(
        site.site,
        Outcome.PARTIAL if assets else Outcome.FAIL,
        severity=Severity.RENDAH if assets else Severity.SEDANG,
        confidence=Confidence.PASTI if real is Presence.REAL else Confidence.KUAT,
        discriminators=here,
        evidence=evidence,
        url=exchange.request.url,
        path=exchange.request.path,
        content=found.content.value,
        files=found.files,
        folders=found.folders,
        extensions=found.extensions[:12],
    )


def _unseen(site: SiteEvidence, request: Request) -> Reason | None:
    """Why a folder could not be looked at; None when it was."""
    seen = site.look(request)
    if seen is None:
        return Reason.INTERRUPTED
    if not isinstance(seen.payload, Exchange) or seen.status is Status.BLOCKED:
        return seen.reason or reason_of(seen.status)
    status = seen.payload.status
    if seen.payload.challenge or status == 429 or (status == 403 and (walled(site) or banned(site))):
        return Reason.BLOCKED
    return Reason.ERROR if failing(site, seen.payload) else None


def _requests(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The folders to look at: those seen in pages, the common ones, and those of open findings."""
    paths: dict[str, tuple[float, Intensity]] = {}
    limit = _MAX_SEEN_DEEP if site.intensity is Intensity.DEEP else _MAX_SEEN
    for index, path in enumerate(_seen_folders(site)[:limit]):
        paths[path] = (10.0 - index * 0.5, Intensity.PASSIVE)
    own = {seen.base + folder: 11.0 for seen in products(site) if (folder := _OF_A_PRODUCT.get(seen.product))}
    for path, value in (own or {site.site.path + name: value for name, value in _GUESSED}).items():
        paths.setdefault(path, (value, Intensity.STANDARD))
    for check, subject, path in context.open_paths:
        if check == SPEC.id and subject == site.site.key and path.endswith("/"):
            paths[path] = (25.0, Intensity.STANDARD)
    for path, (value, intensity) in paths.items():
        yield below(
            site, path, purpose="folder", wanted_by=(SPEC.id,), value=value, intensity=intensity, max_bytes=_MAX_BYTES
        )


def _seen_folders(site: SiteEvidence) -> tuple[str, ...]:
    """The folders, below the base path, of what the home page loads and links to: the most telling first.

    Only the home page counts, so that the list stays the same while other pages come in.
    """
    home = site.home
    if home is None or home.page is None:
        return ()
    found: dict[str, int] = {}
    origin = working_origin(site)
    for url, path, points in _folders(home):
        if (url.scheme, url.port) == origin and path != site.site.path and site.owns(path):
            found[path] = found.get(path, 0) + points
    return tuple(sorted(found, key=lambda path: (-found[path], path)))


@once
def _folders(home: Exchange) -> tuple[tuple[UrlParts, str, int], ...]:
    """The files on its own host that the home page loads and links to, each with its folder and how telling that is.

    The folder of a page is made by a router as often as not.
    """
    loaded = (resolve(home.request.url, one.url) for one in home.page.resources) if home.page is not None else ()
    found: list[tuple[UrlParts, str, int]] = []
    for url, is_link in (*((url, False) for url in loaded), *((url, True) for url in destinations(home))):
        if url is None or url.host != home.request.host:
            continue
        folder, _, name = url.path.rpartition("/")
        path = f"{folder}/"
        if "." in name and not (is_link and name.rpartition(".")[2].lower() in _PAGES):
            found.append((url, path, 100 if is_link or any(w in unquote(path).lower() for w in _TELLING) else 1))
    return tuple(found)
