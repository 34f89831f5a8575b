"""Guessed paths: whether all that matters was answered, and where an answer leads."""

from collections.abc import Iterable, Iterator

from secscan.analysis.soft404 import Presence, presence
from secscan.base.urls import resolve
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.evidence import SiteEvidence, reason_of
from secscan.model.observations import Exchange
from secscan.model.requests import Request

_MAX_HOPS = 3


def unanswered(site: SiteEvidence, requests: Iterable[Request]) -> Reason | None:
    """Why a verdict of absence cannot be given: the first of these requests that brought no usable answer."""
    for request in requests:
        if not site.owns(request.path):
            continue
        seen = site.look(request)
        if seen is None:
            return Reason.PERMIT if site.intensity is Intensity.PASSIVE else Reason.BUDGET
        if not isinstance(seen.payload, Exchange) or seen.status is not Status.OK:
            return seen.reason or reason_of(seen.status)
        if presence(site, seen.payload) is Presence.BLOCKED:
            return Reason.BLOCKED
    return None


def follow(site: SiteEvidence, requests: Iterable[Request]) -> Iterator[Request]:
    """The next hop of every answer that redirects within the site's own origins, a few hops far."""
    for request in requests:
        hops = site.chain(request)
        last = hops[-1].payload if hops else None
        if not isinstance(last, Exchange) or not last.is_redirect or len(hops) > _MAX_HOPS:
            continue
        url = resolve(last.request.url, last.header("location") or "")
        if url is None or url.host != site.site.host or (url.scheme, url.port) not in site.origins:
            continue
        yield Request.to(
            url,
            purpose="redirect",
            wanted_by=request.wanted_by,
            value=request.value,
            intensity=request.intensity,
        )
