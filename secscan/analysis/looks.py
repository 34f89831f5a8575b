"""The first question of most checks: is there a home page to judge, and if not, why?"""

import msgspec

from secscan.base.once import once
from secscan.model.enums import Reason
from secscan.model.evidence import SiteEvidence, reason_of
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View


def judged_home(site: SiteEvidence) -> Exchange | Reason:
    """The response at the end of the redirects from the site's base path, or the reason why it can't be judged.

    A challenge page of a WAF and a server error are answers, but not the app's own.
    """
    home = site.home
    if home is None:
        return site.unreachable or _end_of_chain(site)
    if home.challenge or walled(site):
        return Reason.BLOCKED
    if home.status >= 500:
        return Reason.ERROR
    if home.is_redirect:
        return Reason.SCOPE  # it leads to a host that is not registered, so what stands there is not this app
    return home


@once
def walled(site: SiteEvidence) -> bool:
    """Whether the site refuses everything alike (403 or 429): a ban or a wall, behind which nothing can be judged.

    Redirects to the wall count for nothing; one answer of another status shows that the app itself is speaking.
    """
    statuses = {exchange.status for exchange in site.exchanges() if not exchange.is_redirect}
    return len(statuses) == 1 and statuses <= {403, 429}


@once
def banned(site: SiteEvidence) -> bool:
    """Whether the site, whose home page was given out at first, refuses even that by the end of the look.

    The home page is asked for again, as visitors from a search get it, when all else was asked. If that is refused,
    refusals of other paths may be the ban's, and say nothing of what stands there.
    """
    home = site.home
    if home is None or home.status >= 400:
        return False
    again = site.exchange(msgspec.structs.replace(home.request, view=View.SEARCH_REFERRER))
    return again is not None and (bool(again.challenge) or again.status in (403, 429))


def failing(site: SiteEvidence, exchange: Exchange) -> bool:
    """Whether an answer says something of the server's state, and nothing of the path: a gateway's errors, and any
    server error where the home page is one too."""
    home = site.home
    return exchange.status in (502, 503, 504) or (exchange.status >= 500 and home is not None and home.status >= 500)


@once
def working_origin(site: SiteEvidence) -> tuple[str, int]:
    """The scheme and port that the site really works on: where its home page stands after redirects, else the first
    origin that answered, else the registered one."""
    schemes = dict.fromkeys((site.site.scheme, *(scheme for scheme, _ in site.origins)))
    for scheme in schemes:
        hops = site.chain(site.entry(scheme))
        for hop in reversed(hops):
            exchange = hop.payload
            if not isinstance(exchange, Exchange) or exchange.request.host != site.site.host:
                continue
            origin = (exchange.request.scheme, exchange.request.port)
            if origin in site.origins:
                return origin
    return (site.site.scheme, site.site.port)


def below(site: SiteEvidence, path: str, **changes: object) -> Request:
    """A GET on the site's working origin; `path` without leading slash is taken from the site's base path."""
    scheme, port = working_origin(site)
    return site.request(path, scheme=scheme, port=port, **changes)


def _end_of_chain(site: SiteEvidence) -> Reason:
    """Why the redirects from the site's entry end without a response."""
    hops = site.chain(site.entry())
    return (hops[-1].reason or reason_of(hops[-1].status)) if hops else Reason.ERROR
