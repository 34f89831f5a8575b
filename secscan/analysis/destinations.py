"""Where the links of a page lead: worked out once, because many rules ask it of the same page, and in every round."""

from secscan.base.once import once
from secscan.base.urls import Base, UrlParts
from secscan.model.observations import Exchange


@once
def destinations(exchange: Exchange) -> tuple[UrlParts | None, ...]:
    """The URL behind each link of the page, in the order of its links; None for what is no http(s) URL. Nothing for an
    answer that is no page."""
    if exchange.page is None:
        return ()
    base = Base(exchange.request.url)
    return tuple(base.resolve(link.url) for link in exchange.page.links)
