"""Where the links of a page lead: worked out once, because many rules ask it of the same page, and in every round."""

from secscan.base.once import once
from secscan.base.urls import UrlParts, resolve
from secscan.model.observations import Exchange


@once
def destinations(exchange: Exchange) -> tuple[UrlParts | None, ...]:
    """The URL behind each link of the page, in the order of its links; None for what is no http(s) URL. Nothing for an
    answer that is no page."""
    page, base = exchange.page, exchange.request.url
    return tuple(resolve(base, link.url) for link in page.links) if page is not None else ()
