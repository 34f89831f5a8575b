"""What is read of a body, whoever sent it and wherever: its kind, digests, masked text, page and days. Pure: masking
happens here, before anything reaches the store.

All of it depends on the body, on the address that its references are relative to, and on the `Manner` alone, so that
it can be read elsewhere (`probes.body_readers`) and remembered (`analysis.readings`).
"""

import hashlib
import re

from secscan.analysis.addresses import published
from secscan.analysis.challenges import told
from secscan.analysis.contents import contents, script_contents
from secscan.analysis.dating import days
from secscan.analysis.filetypes import file_kind
from secscan.analysis.markup import decode
from secscan.analysis.masking import Counts, mask
from secscan.analysis.pages import EXTRACTOR_VERSION, extract
from secscan.analysis.personal import count, plain_rows
from secscan.analysis.reading import Manner, Reading
from secscan.analysis.scripts import script_marks
from secscan.base.text import clean, digest, normalised_digest
from secscan.model.observations import FileKind
from secscan.model.pages import PageFacts

_MAX_KEPT = 262_144
_EXCERPT = 1_200
_READ_BESIDE_DIGEST = 16_384
_MAX_LINES = 200
_LINE = 300
_PUBLIC_KINDS = frozenset((FileKind.HTML, FileKind.TEXT, FileKind.JSON, FileKind.XML, FileKind.SCRIPT, FileKind.STYLE))
_LISTING_KINDS = frozenset((FileKind.TEXT, FileKind.JSON, FileKind.XML))
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def read_body(body: bytes, url: str, manner: Manner) -> Reading:
    """Read a body that came from that address."""
    kind = file_kind(body, manner.content_type)
    read = _is_read(body, kind, manner)
    text, secrets, personal, page, stored = _read_text(body, url, kind, manner) if read else ("", (), (), None, None)
    return Reading(
        kind=kind,
        digest=normalised_digest(body) if body else "",
        raw_digest=digest(body) if body else "",
        sha1=hashlib.sha1(body, usedforsecurity=False).hexdigest() if kind is FileKind.SCRIPT else "",
        contents=_contents(body, kind),
        marks=_marks(body) if kind is FileKind.SCRIPT and not manner.prefix_only else (),
        secrets=secrets,
        personal=personal,
        page=_little(page) if page is not None and manner.prefix_only else page,
        stored=stored,
        stored_digest=digest(stored) if stored is not None else "",
        excerpt=clean(text, _EXCERPT) if stored is not None else "",
        lines=_lines(text) if kind is FileKind.TEXT and stored is not None else (),
        places=published(text) if kind is FileKind.XML and stored is not None else (),
        challenge=told(manner.front, text),
        days=days(kind, text, page) if manner.dated and stored is not None else (),
    )


def _is_read(body: bytes, kind: FileKind, manner: Manner) -> bool:
    """Whether the words of a body matter: nobody reads a large script that was asked for its digest, and to mask it
    would take longer than all else."""
    by_digest = manner.by_digest and kind is not FileKind.HTML and len(body) > _READ_BESIDE_DIGEST
    return kind in _PUBLIC_KINDS and not by_digest


def _read_text(
    body: bytes, url: str, kind: FileKind, manner: Manner
) -> tuple[str, Counts, Counts, PageFacts | None, bytes | None]:
    """The masked text of a body, what was masked in it, the personal numbers that it lists, the page that it is, and
    what may be kept."""
    charset = _CHARSET.search(manner.content_type or "")
    raw = decode(body, charset[1] if charset else None)
    text, secrets = mask(raw)
    data = text.encode("utf-8", errors="replace")
    page = extract(data, url, "utf-8", manner.truncated) if kind is FileKind.HTML else None
    return text, secrets, _personal(raw, kind), page, _bounded(data) if manner.kept else None


def _personal(text: str, kind: FileKind) -> Counts:
    """The personal numbers that a text lists, counted before they are masked."""
    if kind is FileKind.HTML:
        return count(plain_rows(text))
    return count(text) if kind in _LISTING_KINDS else ()


def _contents(body: bytes, kind: FileKind) -> tuple[str, ...]:
    if kind is FileKind.SCRIPT:
        return script_contents(body)
    return contents(body, kind) if kind not in _PUBLIC_KINDS else ()


def _marks(body: bytes) -> tuple[str, ...]:
    """What a script says of itself, masked as all else."""
    return tuple(mask(mark)[0] for mark in script_marks(decode(body, None)))


def _little(page: PageFacts) -> PageFacts:
    """What may be kept of a page that came where only the first bytes of a file were asked for."""
    return PageFacts(extractor=EXTRACTOR_VERSION, title=page.title, lang=page.lang, truncated=True)


def _lines(text: str) -> tuple[str, ...]:
    """The first lines of a plain text, cleaned; none of them tells more than the body that is kept."""
    return tuple(clean(line, _LINE) for line in text[: _MAX_LINES * _LINE].splitlines()[:_MAX_LINES])


def _bounded(data: bytes) -> bytes:
    return data if len(data) <= _MAX_KEPT else data[:_MAX_KEPT].decode("utf-8", errors="ignore").encode()
