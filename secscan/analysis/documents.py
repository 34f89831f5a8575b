"""Documents that pages link to: which are read for lists of people, where a deep permit says so (`dokumen`)."""

from collections.abc import Iterator

import msgspec

from secscan.analysis.destinations import destinations
from secscan.model.enums import Intensity
from secscan.model.evidence import SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.requests import Request

PURPOSE = "document"
"""What such requests are for: of the answer nothing but counts is kept."""

KINDS = ("xlsx", "csv", "pdf", "docx", "ods", "odt")
"""Ends of names, those that hold lists first. Older binary formats are not read."""

MAX_DOCUMENTS = 12
_MAX_BYTES = 6_000_000


def kind_of(path: str) -> str | None:
    """The kind of document that a path names, by its end."""
    suffix = path.partition("?")[0].rpartition(".")[2].lower()
    return suffix if suffix in KINDS else None


def as_document(request: Request) -> Request:
    """The request for a document: read in memory, where the permit allows it, and nothing but counts kept."""
    return msgspec.structs.replace(request, purpose=PURPOSE, intensity=Intensity.DEEP, max_bytes=_MAX_BYTES)


def linked_documents(site: SiteEvidence) -> Iterator[Request]:
    """The documents that the site's own pages link to, at most twelve, those first whose kind holds lists.

    None unless the permit names documents.
    """
    if not site.documents:
        return
    found: dict[JobKey, tuple[int, Request]] = {}
    for page in site.pages():
        for url in destinations(page):
            kind = kind_of(url.path) if url is not None else None
            if url is None or kind is None or url.host != site.site.host or not site.owns(url.path):
                continue
            request = as_document(Request.to(url))
            found.setdefault(request.key, (KINDS.index(kind), request))
    for _, request in sorted(found.values(), key=lambda pair: pair[0])[:MAX_DOCUMENTS]:
        yield request
