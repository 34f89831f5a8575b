"""From a raw HTTP response to what may be kept of it. Pure: masking happens here, before anything reaches the store."""

from collections.abc import Sequence

from secscan.analysis.challenges import filtered
from secscan.analysis.cookies import masked_header
from secscan.analysis.dating import joined, modified
from secscan.analysis.masking import Counts, mask, mask_url, merge
from secscan.analysis.reading import ReadBody, manner_of, read_here
from secscan.analysis.readings import Header, Readings
from secscan.base.text import clean
from secscan.model.observations import Exchange
from secscan.model.requests import Request

_MAX_HEADERS = 100
_MAX_VALUE = 4_096
_TOKEN_HEADERS = frozenset(
    ("authorization", "proxy-authorization", "x-auth-token", "x-api-key", "x-csrf-token", "x-xsrf-token")
)


def read_response(
    request: Request,
    address: str,
    status: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    *,
    truncated: bool = False,
    http_version: str = "1.1",
    tls_verified: bool | None = None,
    readings: Readings | None = None,
    read: ReadBody = read_here,
) -> tuple[Exchange, bytes | None]:
    """The exchange of one raw response, and the masked body to keep: None when nothing may be kept of it.

    `headers` are name and value as received; `body` is what was read, decompressed; `truncated` that there was more.
    Of leaked files, images, archives and large files of purpose `digest` only type, length and digests are kept; of a
    `prefix_only` request no text. `readings` remember what was read last; the body is read by `read`.
    """
    memory = readings or Readings(0)
    kept = tuple(memory.header(name, value, _header) for name, value in headers[:_MAX_HEADERS])
    kept_headers = tuple((header.name, header.value) for header in kept)
    first = dict(reversed(kept_headers))
    seen = memory.body(body, request.url, manner_of(request, status, first, truncated), read)
    exchange = Exchange(
        request=request,
        address=address,
        status=status,
        http_version=http_version,
        headers=kept_headers,
        length=len(body),
        truncated=truncated,
        digest=seen.digest,
        raw_digest=seen.raw_digest,
        file_kind=seen.kind,
        page=seen.page,
        excerpt=seen.excerpt,
        body=seen.stored_digest,
        contents=seen.contents,
        lines=seen.lines,
        marks=seen.marks,
        sha1=seen.sha1,
        secrets=merge((*(header.secrets for header in kept), seen.secrets)),
        personal=seen.personal,
        places=seen.places,
        challenge=filtered(first) or seen.challenge,
        tls_verified=tls_verified,
        days=joined(seen.days, modified(kept_headers)) if status == 200 and seen.stored is not None else (),
    )
    return exchange, seen.stored


def _header(name: str, value: str) -> Header:
    """The name in lower case; the value bounded, cleaned and masked."""
    key = clean(name, 200).lower()
    masked, seen = _masked(key, clean(value, _MAX_VALUE))
    return Header(key, clean(masked, _MAX_VALUE), seen)


def _masked(name: str, value: str) -> tuple[str, Counts]:
    if name == "set-cookie":
        return masked_header(value), ()
    if name in _TOKEN_HEADERS:
        return "***token***", (("token", 1),)
    if name == "location":
        return mask_url(value), ()
    return mask(value)
