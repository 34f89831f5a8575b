"""Pages that findings were seen on: which of them a look asked for again, and which it should ask for.

A finding stays open until its check ran on what it was seen on. A page that is no longer linked is therefore asked for
once more; one that is gone (404, 410), moved to another site, or closed to the public was really looked at.
"""

from collections.abc import Iterator

import msgspec

from secscan.analysis.looks import banned, failing
from secscan.analysis.soft404 import PURPOSE as BASELINE
from secscan.base.urls import bracketed, resolve
from secscan.model.enums import Reason, Status
from secscan.model.evidence import Context, SiteEvidence, reason_of
from secscan.model.ids import JobKey
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import Request, View

PURPOSE = "revisit"
_VALUE = 20.0
_MAX_HOPS = 3
_FOREIGN = f"http|GET|{View.FOREIGN_ORIGIN}|"
"""What a page answers to another origin is the business of the one check that asks so; its text is the page's own."""


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The pages of open findings, a few of those that nothing else asks for, and where they redirect to in the site."""
    left = context.revisits
    for request in _pages(site, context):
        exchange = site.exchange(request)
        if exchange is None or exchange.request.purpose == PURPOSE:
            if left == 0:
                continue
            left -= 1
            yield request
        hops = site.chain(request)
        target = _onward(site, hops[-1]) if 0 < len(hops) <= _MAX_HOPS else None
        if target is not None:
            yield msgspec.structs.replace(target, purpose=PURPOSE, value=_VALUE)


def _pages(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The site's own among the pages of open findings."""
    near = f"://{bracketed(site.site.host)}"
    for key in context.open_pages:
        request = Request.again(key) if near in key else None
        if request is not None and request.host == site.site.host and site.owns(request.path):
            yield msgspec.structs.replace(request, purpose=PURPOSE, value=_VALUE)


def revisited(site: SiteEvidence) -> dict[JobKey, Reason | None]:
    """The pages that were asked for and that a later run can ask for again, each with the reason why it could not be
    looked at; None where it was. Paths made up for one run are left out, and so is what other origins are told."""
    return {
        key: _unseen(site, seen)
        for key, seen in site.looks.items()
        if key.startswith("http|GET|") and not _is_made_up(site, key, seen)
    }


def _is_made_up(site: SiteEvidence, key: JobKey, seen: Observation) -> bool:
    purpose = seen.payload.request.purpose if isinstance(seen.payload, Exchange) else ""
    return purpose == BASELINE or key.startswith(_FOREIGN) or site.token in key or site.token[::-1] in key


def _unseen(site: SiteEvidence, seen: Observation) -> Reason | None:
    """Why a page was not really looked at. A port that refuses connections is closed, and shows nothing any more."""
    exchange = seen.payload
    if isinstance(exchange, Exchange) and exchange.is_redirect:
        seen = site.chain(exchange.request)[-1]
        exchange = seen.payload
    if not isinstance(exchange, Exchange):
        return None if seen.status is Status.REFUSED else seen.reason or reason_of(seen.status)
    if seen.status is Status.BLOCKED or exchange.challenge or exchange.status == 429:
        return Reason.BLOCKED
    if exchange.status == 403 and banned(site):
        return Reason.BLOCKED
    if failing(site, exchange):
        return Reason.ERROR
    return Reason.BUDGET if _onward(site, seen) is not None else None


def _onward(site: SiteEvidence, last: Observation) -> Request | None:
    """Where the last answer redirects to within the site, if nobody looked there yet."""
    exchange = last.payload
    if not isinstance(exchange, Exchange) or not exchange.is_redirect:
        return None
    url = resolve(exchange.request.url, exchange.header("location") or "")
    if url is None or url.host != site.site.host or (url.scheme, url.port) not in site.origins:
        return None
    request = Request.to(url, view=exchange.request.view)
    return request if site.owns(request.path) and site.look(request) is None else None
