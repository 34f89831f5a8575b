"""SS-INT-01: injected advertisements for online gambling (and what else hacked sites sell), visible or shown to search
engines only.

An indication until a named reviewer confirms it: the structure of a page can be judged from outside, its origin not.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from secscan.analysis.addresses import sitemaps
from secscan.analysis.gambling import is_foreign
from secscan.analysis.injection import Sign, Way, cloaking, sent_to, signs
from secscan.analysis.looks import below, judged_home
from secscan.analysis.spam import topic
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View

SPEC = CheckSpec(
    id=CheckId("gambling-content"),
    severity=Severity.KRITIS,
    confidence=Confidence.INDIKASI,
    cwe=(506, 94),
    compromise=True,
    effort_minutes=480,
)

_PLAIN_WAYS = (Way.VISIBLE_LINKS, Way.TITLE)
"""What anybody can see on the page; all else is kept from readers, which no site does by right."""

_VIEWS = {View.SEARCH_REFERRER: 2.5, View.SEARCH_ENGINE: 2.0}
_MAX_HOPS = 2
_MAX_LISTED = 5
_SITEMAP_VALUE = 6.0


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The home page as visitors from a search and as a search engine get it, redirects within the site included."""
    home = site.home
    if home is None or home.page is None or home.challenge:
        return
    yield from _sitemap(site)
    for view in _VIEWS:
        request = _viewed(home, view)
        yield request
        for hop in site.chain(request)[:_MAX_HOPS]:
            exchange = hop.payload
            if not isinstance(exchange, Exchange) or not exchange.is_redirect:
                continue
            url = resolve(exchange.request.url, exchange.header("location") or "")
            if url is not None and url.host == site.site.host:
                yield msgspec.structs.replace(request, scheme=url.scheme, port=url.port, path=url.target)


def _sitemap(site: SiteEvidence) -> Iterator[Request]:
    """The sitemap that robots.txt names, where other checks asked for that."""
    robots = site.exchange(below(site, "/robots.txt"))
    if robots is None or robots.status != 200:
        return
    for address in islice(sitemaps(robots), 1):
        url = resolve(robots.request.url, address)
        if url is not None and url.host == site.site.host and site.owns(url.path):
            yield Request.to(
                url,
                purpose="sitemap",
                wanted_by=(SPEC.id,),
                value=_SITEMAP_VALUE,
                intensity=Intensity.PASSIVE,
                max_bytes=262_144,
            )


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site. Without both views of search engines nothing passes, and no finding is closed."""
    for site in app.sites:
        yield from _judge(site)


def _judge(site: SiteEvidence) -> Iterator[Verdict]:
    found = tuple(_signs(site))
    if found:
        yield _indication(site, found)
        return
    home = judged_home(site)
    if isinstance(home, Reason):
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        return
    if home.status in (401, 403):  # what stands behind the refusal was not seen
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED)
        return
    if home.page is None:
        yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML)
        return
    unclear = next((verdict for view in _VIEWS if (verdict := _unclear(site, home, view)) is not None), None)
    if unclear is not None:  # what only a search engine is shown may still be there
        yield unclear
        return
    pages = tuple(exchange.request.key for exchange in site.pages())
    yield SPEC.verdict(site.site, Outcome.PASS, evidence=pages, pages=len(pages))


def _signs(site: SiteEvidence) -> Iterator[Sign]:
    """All signs: of every answer as an ordinary visitor gets it, then of what search engines get instead."""
    home = site.home
    for exchange in site.exchanges():
        request = exchange.request
        told = request.purpose not in ("soft404", "file") or request.path == "/robots.txt"
        if request.view is View.SECSCAN and told and exchange.status < 400:
            yield from signs(exchange)
    if home is None:
        return
    for view in _VIEWS:
        for hop in site.chain(_viewed(home, view)):
            if isinstance(hop.payload, Exchange) and hop.payload.status < 400 and not hop.payload.challenge:
                yield from cloaking(home, hop.payload)


def _indication(site: SiteEvidence, found: tuple[Sign, ...]) -> Verdict:
    return SPEC.verdict(
        site.site,
        Outcome.FAIL,
        url=site.site.url,
        ways=tuple(dict.fromkeys(sign.way.value for sign in found)),
        topics=tuple(sorted({topic(example) for sign in found for example in sign.examples})),
        structural=any(sign.way not in _PLAIN_WAYS for sign in found),
        pages=tuple(dict.fromkeys(sign.url for sign in found))[:_MAX_LISTED],
        examples=tuple(dict.fromkeys(example for sign in found for example in sign.examples))[:_MAX_LISTED],
        evidence=tuple(seen.job_key for seen in site.looks.values() if _shows(seen.payload, found)),
    )


def _shows(payload: object, found: tuple[Sign, ...]) -> bool:
    return isinstance(payload, Exchange) and any(payload.request.url == sign.url for sign in found)


def _unclear(site: SiteEvidence, home: Exchange, view: View) -> Verdict | None:
    """A view that could not be looked at, or that is sent to an unknown domain; None when it is as it should be."""
    request = _viewed(home, view)
    hops = site.chain(request)
    seen = hops[-1] if hops else None
    exchange = seen.payload if seen is not None else None
    if seen is None or not isinstance(exchange, Exchange):
        reason = Reason.INTERRUPTED if seen is None else seen.reason or reason_of(seen.status)
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason, view=view.value)
    if seen.status is Status.BLOCKED or exchange.challenge or (exchange.status in (403, 429) and home.status == 200):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED, view=view.value)
    if exchange.status >= 500:
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.ERROR, view=view.value)
    target = sent_to(exchange)
    if target is not None and is_foreign(target, site.site.host) and sent_to(home) != target:
        return SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=Reason.SCOPE, view=view.value)
    return None


def _viewed(home: Exchange, view: View) -> Request:
    return msgspec.structs.replace(
        home.request,
        view=view,
        purpose="view",
        wanted_by=(SPEC.id,),
        value=_VIEWS[view],
        intensity=Intensity.PASSIVE,
        prefix_only=False,
    )
