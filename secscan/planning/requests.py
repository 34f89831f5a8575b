"""What to ask a site next: a pure function of what is known of it, so that every decision can be replayed."""

from collections.abc import Iterable, Sequence

import msgspec

from secscan.analysis.destinations import destinations
from secscan.analysis.documents import PURPOSE
from secscan.analysis.looks import walled
from secscan.base.urls import resolve
from secscan.model.checks import Ask
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View

ENTRY_VALUE = 100.0
MIN_ROUND = 4
_READABLE = ("", "nested")
"""Links that readers find, if only by opening a menu."""

_WALL = 8
"""Refusals without any other answer, those of paths that cannot exist among them."""


class Round(msgspec.Struct, frozen=True):
    """One round: what to send now, in this order, and what will never be sent, with the reason."""

    send: tuple[Request, ...]
    cut: tuple[tuple[Request, Reason], ...]


def next_requests(
    site: SiteEvidence, asks: Iterable[Ask], context: Context, *, budget: int, linked_pages: int = 0
) -> Round:
    """The next round of requests for a site; an empty round ends the look.

    First the entry on every origin and its redirects; then, as long as the site answers, what the checks ask for, in
    rounds of at most a third of what remains of the `budget` (in requests), so that what is learnt steers the rest, and
    of no less than an eighth of the whole, as each round is thought over anew. The views of search engines come last,
    and the budget is kept for them. What the permit forbids or the budget cannot pay is cut.
    """
    entries = _unseen(site, _entries(site))
    if entries:
        return Round(entries, ())
    if site.unreachable is not None:
        return Round((), ())
    wanted = _unseen(site, (*_asked(site, asks, context), *_linked(site, linked_pages)))
    forbidden = tuple(request for request in wanted if request.intensity.level > site.intensity.level)
    allowed = tuple(request for request in wanted if request.intensity.level <= site.intensity.level)
    cut = tuple((request, Reason.PERMIT) for request in forbidden)
    left = budget - _spent(site)
    over = Reason.BLOCKED if _is_turned_away(site) else Reason.BUDGET if left <= 0 else None
    if over is not None:
        return Round((), (*cut, *((request, over) for request in allowed)))
    pages = sorted((r for r in allowed if r.view is View.SECSCAN), key=lambda request: -request.value)
    views = [request for request in allowed if request.view is not View.SECSCAN]
    free = left - len(views)  # without both views nothing can be said of cloaking: their share is kept for them
    if pages and free > 0:
        return Round(tuple(pages[: min(free, max(MIN_ROUND, budget // 8, left // 3))]), cut)
    return Round(tuple((views or pages)[:left]), cut)


def _is_turned_away(site: SiteEvidence) -> bool:
    """Whether something in front of the app answers in its place, or it refuses all alike: further requests would bring
    nothing but annoyance. A wall counts only when enough was asked to tell it from a home page that is not public."""
    home = site.home
    if home is not None and home.challenge:
        return True
    return walled(site) and sum(1 for one in site.exchanges() if not one.is_redirect) >= _WALL


def _entries(site: SiteEvidence) -> tuple[Request, ...]:
    """The entry on every origin of the site, and where redirects lead from there within the site's origins."""
    found: list[Request] = []
    for scheme, _ in site.origins:
        entry = msgspec.structs.replace(site.entry(scheme), intensity=Intensity.PASSIVE, value=ENTRY_VALUE)
        found.append(entry)
        found.extend(_redirects(site, entry))
    return tuple(found)


def _redirects(site: SiteEvidence, start: Request) -> tuple[Request, ...]:
    """The next hop of a redirect chain, if it stays on the site's origins."""
    chain = site.chain(start)
    last = chain[-1].payload if chain else None
    if not isinstance(last, Exchange) or not last.is_redirect or len(chain) >= 10:
        return ()
    url = resolve(last.request.url, last.header("location") or "")
    if url is None or url.host != site.site.host or (url.scheme, url.port) not in site.origins:
        return ()
    return (Request.to(url, purpose="redirect", intensity=Intensity.PASSIVE, value=ENTRY_VALUE, view=start.view),)


def _asked(site: SiteEvidence, asks: Iterable[Ask], context: Context) -> tuple[Request, ...]:
    """All that the checks would still like answered, equal requests merged, on the site's own origins only."""
    merged: dict[JobKey, Request] = {}
    for ask in asks:
        for request in ask(site, context):
            if request.host != site.site.host or (request.scheme, request.port) not in site.origins:
                continue
            if not site.owns(request.path) or (key := request.key) in site.looks:
                continue
            known = merged.get(key)
            merged[key] = request if known is None else merge(known, request)
    return tuple(merged.values())


def merge(one: Request, other: Request) -> Request:
    """One request that serves what both were for: the greater value and size, the weaker intensity.

    A document stays one, whoever else asks for it: nothing of it is kept.
    """
    document = next((request for request in (one, other) if request.purpose == PURPOSE), None)
    if document is not None:
        return msgspec.structs.replace(document, value=max(one.value, other.value))
    return msgspec.structs.replace(
        one,
        wanted_by=tuple(dict.fromkeys((*one.wanted_by, *other.wanted_by))),
        value=max(one.value, other.value),
        max_bytes=max(one.max_bytes, other.max_bytes),
        prefix_only=one.prefix_only and other.prefix_only,
        intensity=min(one.intensity, other.intensity, key=lambda level: level.level),
    )


def _linked(site: SiteEvidence, limit: int) -> tuple[Request, ...]:
    """Pages that the home page links to below the site's base path, in page order, at most `limit` in all."""
    home = site.home
    if home is None or home.page is None or limit <= 0:
        return ()
    found: dict[JobKey, Request] = {}
    for link, url in zip(home.page.links, destinations(home), strict=True):
        if url is None or (url.scheme, url.host, url.port) != home.request.origin:
            continue
        if not site.owns(url.path) or url.query or not _is_page(url.path) or link.hidden not in _READABLE:
            continue
        request = Request.to(url, purpose="linked", intensity=Intensity.PASSIVE, value=3.0)
        if request.key != home.request.key:
            found.setdefault(request.key, request)
        if len(found) >= limit:
            break
    return tuple(found.values())


def _is_page(path: str) -> bool:
    last = path.rsplit("/", 1)[-1]
    suffix = last.rpartition(".")[2].lower() if "." in last else ""
    return suffix in ("", "html", "htm", "php", "asp", "aspx", "jsp", "do")


def _unseen(site: SiteEvidence, requests: Sequence[Request]) -> tuple[Request, ...]:
    unseen = {key: request for request in reversed(requests) if (key := request.key) not in site.looks}
    return tuple(reversed(unseen.values()))


def _spent(site: SiteEvidence) -> int:
    """Requests that were really sent for the site."""
    return sum(1 for seen in site.looks.values() if seen.status is not Status.SKIPPED)
