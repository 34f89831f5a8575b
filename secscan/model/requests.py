"""HTTP requests as data, before they are sent."""

from enum import StrEnum

import msgspec

from secscan.base.urls import UrlParts, origin_of, parse_url
from secscan.model.enums import Intensity
from secscan.model.ids import CheckId, JobKey


class View(StrEnum):
    """As whom a page is asked for. Every view names secscan and its contact."""

    SECSCAN = "secscan"
    SEARCH_ENGINE = "search_engine"  # User-Agent of a search engine's crawler, with secscan's contact
    SEARCH_REFERRER = "search_referrer"  # Referer of a search engine
    FOREIGN_ORIGIN = "foreign_origin"  # Origin: https://secscan.invalid


class Request(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One request that a check would like answered. `path` holds the query too.

    `value` orders the requests of a round (higher first) when the budget cannot pay for all; `wanted_by` are the checks
    it serves (for the record, never for identity); `max_bytes` bounds the body read; `purpose` tells baselines
    (`soft404`), pages and redirects apart. `prefix_only` asks for a leading range and keeps nothing of the body.
    `intensity` is the least that a permit must allow: `passive` for registered and linked pages, `standard` for
    guessed paths.
    """

    scheme: str
    host: str
    port: int
    path: str = "/"
    method: str = "GET"
    view: View = View.SECSCAN
    purpose: str = "page"
    wanted_by: tuple[CheckId, ...] = ()
    value: float = 1.0
    max_bytes: int = 1_048_576
    prefix_only: bool = False
    intensity: Intensity = Intensity.STANDARD

    @property
    def url(self) -> str:
        return origin_of(self.scheme, self.host, self.port) + self.path

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)

    @property
    def key(self) -> JobKey:
        """The identity of the request within a run and an address: what is equal by it is sent once."""
        return JobKey(f"http|{self.method}|{self.view}|{self.url}")

    @classmethod
    def again(cls, key: JobKey) -> "Request | None":
        """The GET that a key names; None for a key of anything else."""
        try:
            kind, method, view, url = key.split("|", 3)
            request = cls.to(parse_url(url), method=method, view=View(view))
        except ValueError:
            return None
        return request if kind == "http" and method == "GET" and request.key == key else None

    @classmethod
    def to(cls, url: UrlParts, **changes: object) -> "Request":
        """A GET of that URL."""
        request = cls(scheme=url.scheme, host=url.host, port=url.port, path=url.target)
        return msgspec.structs.replace(request, **changes) if changes else request
