"""From a raw HTTP response to what may be kept of it. Pure: masking happens here, before anything reaches the store."""

import hashlib
import re
from collections.abc import Sequence

from secscan.analysis.addresses import published
from secscan.analysis.challenges import challenge
from secscan.analysis.contents import contents, script_contents
from secscan.analysis.cookies import masked_header
from secscan.analysis.dating import days
from secscan.analysis.documents import PURPOSE
from secscan.analysis.filetypes import file_kind
from secscan.analysis.markup import decode
from secscan.analysis.masking import Counts, mask, mask_url, merge
from secscan.analysis.pages import EXTRACTOR_VERSION, extract
from secscan.analysis.personal import count, plain_rows
from secscan.analysis.readings import Reading, Readings
from secscan.analysis.scripts import script_marks
from secscan.base.text import clean, digest, normalised_digest
from secscan.model.observations import Exchange, FileKind
from secscan.model.pages import PageFacts
from secscan.model.requests import Request

_MAX_HEADERS = 100
_MAX_VALUE = 4_096
_MAX_KEPT = 262_144
_EXCERPT = 1_200
_READ_BESIDE_DIGEST = 16_384
_MAX_LINES = 200
_LINE = 300
_PUBLIC_KINDS = frozenset((FileKind.HTML, FileKind.TEXT, FileKind.JSON, FileKind.XML, FileKind.SCRIPT, FileKind.STYLE))
_LISTING_KINDS = frozenset((FileKind.TEXT, FileKind.JSON, FileKind.XML))
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TOKEN_HEADERS = frozenset(
    ("authorization", "proxy-authorization", "x-auth-token", "x-api-key", "x-csrf-token", "x-xsrf-token")
)

_NOTHING = Reading("", (), (), None)

Headers = tuple[tuple[str, str], ...]


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
    kept_headers, header_counts = _headers(headers)
    first = dict(reversed(kept_headers))
    content_type = first.get("content-type")
    kind = file_kind(body, content_type)
    read = _is_read(request, body, kind)
    text, counts, personal, page = _NOTHING
    if read:
        charset = _CHARSET.search(content_type or "")
        known = (kind, charset[1] if charset else None, truncated)
        text, counts, personal, page = (readings or Readings(0)).read(
            body, request.url, known, lambda url: _reading(body, url, *known)
        )
        page = _little(page) if page is not None and request.prefix_only else page
    stored = _stored(request, text, kind) if read else None
    exchange = Exchange(
        request=request,
        address=address,
        status=status,
        http_version=http_version,
        headers=kept_headers,
        length=len(body),
        truncated=truncated,
        digest=normalised_digest(body) if body else "",
        raw_digest=digest(body) if body else "",
        file_kind=kind,
        page=page,
        excerpt=clean(text, _EXCERPT) if stored is not None else "",
        body=digest(stored) if stored is not None else "",
        contents=_contents(body, kind),
        lines=_lines(text) if kind is FileKind.TEXT and stored is not None else (),
        marks=_marks(request, body, kind),
        sha1=hashlib.sha1(body, usedforsecurity=False).hexdigest() if kind is FileKind.SCRIPT else "",
        secrets=merge((header_counts, counts)),
        personal=personal,
        places=published(text) if kind is FileKind.XML and stored is not None else (),
        challenge=challenge(status, first, text),
        tls_verified=tls_verified,
        days=days(kind, text, page, kept_headers) if status == 200 and stored is not None else (),
    )
    return exchange, stored


def _personal(text: str, kind: FileKind) -> Counts:
    """The personal numbers that a text lists, counted before they are masked."""
    if kind is FileKind.HTML:
        return count(plain_rows(text))
    return count(text) if kind in _LISTING_KINDS else ()


def _contents(body: bytes, kind: FileKind) -> tuple[str, ...]:
    if kind is FileKind.SCRIPT:
        return script_contents(body)
    return contents(body, kind) if kind not in _PUBLIC_KINDS else ()


def _is_read(request: Request, body: bytes, kind: FileKind) -> bool:
    """Whether the words of a body matter: nobody reads a large script that was asked for its digest, and to mask it
    would take longer than all else."""
    by_digest = (
        request.purpose in ("digest", "script", "bundle")
        and kind is not FileKind.HTML
        and len(body) > _READ_BESIDE_DIGEST
    )
    return kind in _PUBLIC_KINDS and not by_digest


def _marks(request: Request, body: bytes, kind: FileKind) -> tuple[str, ...]:
    """What a script says of itself, masked as all else."""
    if kind is not FileKind.SCRIPT or request.prefix_only:
        return ()
    return tuple(mask(mark)[0] for mark in script_marks(decode(body, None)))


def _reading(body: bytes, url: str, kind: FileKind, charset: str | None, truncated: bool) -> Reading:
    raw = decode(body, charset)
    text, counts = mask(raw)
    is_page = kind is FileKind.HTML
    page = extract(text.encode("utf-8", errors="replace"), url, "utf-8", truncated) if is_page else None
    return Reading(text, counts, _personal(raw, kind), page)


def _little(page: PageFacts) -> PageFacts:
    """What may be kept of a page that came where only the first bytes of a file were asked for."""
    return PageFacts(extractor=EXTRACTOR_VERSION, title=page.title, lang=page.lang, truncated=True)


def _lines(text: str) -> tuple[str, ...]:
    """The first lines of a plain text, cleaned; none of them tells more than the body that is kept."""
    return tuple(clean(line, _LINE) for line in text[: _MAX_LINES * _LINE].splitlines()[:_MAX_LINES])


def _stored(request: Request, text: str, kind: FileKind) -> bytes | None:
    if request.prefix_only or kind not in _PUBLIC_KINDS or request.purpose == PURPOSE:
        return None
    data = text.encode("utf-8", errors="replace")
    return data if len(data) <= _MAX_KEPT else data[:_MAX_KEPT].decode("utf-8", errors="ignore").encode()


def _headers(headers: Sequence[tuple[str, str]]) -> tuple[Headers, Counts]:
    """Names in lower case, values bounded, cleaned and masked; at most a hundred of them."""
    kept: list[tuple[str, str]] = []
    counts: list[Counts] = []
    for name, value in headers[:_MAX_HEADERS]:
        key = clean(name, 200).lower()
        masked, seen = _masked(key, clean(value, _MAX_VALUE))
        kept.append((key, clean(masked, _MAX_VALUE)))
        counts.append(seen)
    return tuple(kept), merge(counts)


def _masked(name: str, value: str) -> tuple[str, Counts]:
    if name == "set-cookie":
        return masked_header(value), ()
    if name in _TOKEN_HEADERS:
        return "***token***", (("token", 1),)
    if name == "location":
        return mask_url(value), ()
    return mask(value)
