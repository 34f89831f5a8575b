"""From a raw HTTP response to what may be kept of it. Pure: masking happens here, before anything reaches the store."""

from collections.abc import Sequence

from secscan.analysis.bodies import manner_of
from secscan.analysis.challenges import filtered
from secscan.analysis.cookies import masked_header
from secscan.analysis.dating import joined, modified
from secscan.analysis.masking import Counts, mask, mask_url, merge
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
) -> tuple[Exchange, bytes | None]:
    """The exchange of one raw response, and the masked body to keep: None when nothing may be kept of it.

    `headers` are name and value as received; `body` is what was read, decompressed; `truncated` that there was more.
    Of leaked files, images, archives and large files of purpose `digest` only type, length and digests are kept; of a
    `prefix_only` request no text. `readings` remember what was read last.
    """
    memory = readings or Readings(0)
    kept = tuple(memory.header(name, value, _header) for name, value in headers[:_MAX_HEADERS])
    kept_headers = tuple((header.name, header.value) for header in kept)
    first = dict(reversed(kept_headers))
    read = memory.body(body, request.url, manner_of(request, status, first, truncated))
    exchange = Exchange(
        request=request,
        address=address,
        status=status,
        http_version=http_version,
        headers=kept_headers,
        length=len(body),
        truncated=truncated,
        digest=read.digest,
        raw_digest=read.raw_digest,
        file_kind=read.kind,
        page=read.page,
        excerpt=read.excerpt,
        body=read.stored_digest,
        contents=read.contents,
        lines=read.lines,
        marks=read.marks,
        sha1=read.sha1,
        secrets=merge((*(header.secrets for header in kept), read.secrets)),
        personal=read.personal,
        places=read.places,
        challenge=filtered(first) or read.challenge,
        tls_verified=tls_verified,
        days=joined(read.days, modified(kept_headers)) if status == 200 and read.stored is not None else (),
    )
    return exchange, read.stored


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
