"""How a body is read, and what is read of it (`analysis.bodies`)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from secscan.analysis.challenges import Front, front_of
from secscan.analysis.dating import Days
from secscan.analysis.documents import PURPOSE
from secscan.analysis.masking import Counts
from secscan.model.observations import FileKind
from secscan.model.pages import PageFacts
from secscan.model.requests import Request


class Manner(NamedTuple):
    """How a body is read: its declared type, whether there was more of it, and what its request and status say.

    `by_digest`: asked for its digest, so that a large one that is no page is not read. `prefix_only`: only the first
    bytes were asked for, and no text is kept. `kept`: the text may be kept. `dated`: its days matter. `front`: what
    beside the body tells a challenge.
    """

    content_type: str | None
    truncated: bool
    by_digest: bool
    prefix_only: bool
    kept: bool
    dated: bool
    front: Front


class Reading(NamedTuple):
    """What was read of a body. `stored` are the bytes that are kept, masked, and `stored_digest` is their name; the
    rest is as in `model.observations.Exchange`."""

    kind: FileKind
    digest: str
    raw_digest: str
    sha1: str
    contents: tuple[str, ...]
    marks: tuple[str, ...]
    secrets: Counts
    personal: Counts
    page: PageFacts | None
    stored: bytes | None
    stored_digest: str
    excerpt: str
    lines: tuple[str, ...]
    places: tuple[str, ...]
    challenge: str
    days: Days


def manner_of(request: Request, status: int, headers: Mapping[str, str], truncated: bool) -> Manner:
    """How the body of that answer is read; `headers` are by lower-case name, the first of each."""
    return Manner(
        headers.get("content-type"),
        truncated,
        by_digest=request.purpose in ("digest", "script", "bundle"),
        prefix_only=request.prefix_only,
        kept=not request.prefix_only and request.purpose != PURPOSE,
        dated=status == 200,
        front=front_of(status, headers),
    )


ReadBody = Callable[[bytes, str, Manner], Reading]
"""Reads a body that came from an address in some manner, here or elsewhere."""


def read_here(body: bytes, url: str, manner: Manner) -> Reading:
    """Read a body in this process."""
    # Imported here, because its parsers take a tenth of a second and 10 MB, and a scan reads in other programs.
    from secscan.analysis.bodies import read_body

    return read_body(body, url, manner)
