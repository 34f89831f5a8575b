"""Signs that somebody else's message stands in the place of a page, by what such pages are: a boast as the title or the
only heading, and little else. Who reports on a defacement writes a story around the same words.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from secscan.base.text import clean
from secscan.base.urls import resolve
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts

_STRONG = r"(?:h[a4]ck(?:e?d|3d)|[o0]wn(?:e?d|3d)|pwn(?:e?d|3d)|def[a4]c(?:e?d|3d))"
_WEAK = r"(?:st[a4]mp(?:e?d)|t[o0]uch(?:e?d)|r[o0]{2}ted)"  # said of many things; a boast only with "by"
_ACT = rf"(?:{_STRONG}|{_WEAK})"
_BOAST = re.compile(
    rf"^\W*(?:(?:this |your )?(?:web ?)?(?:site|server|system|security)?\s*(?:has been |was |is |got |get )?)?"
    rf"(?:{_STRONG}\W{{0,4}}\s*(?:by|with|from|oleh)?|{_WEAK}\W{{0,4}}\s*by)\b.{{0,80}}$"
    r"|^\W*(?:(?:situs|website|web|server)\s+(?:ini|anda)\s+)?(?:telah\s+|kami\s+|sudah\s+)?di\W?(?:hack|retas|deface)\s+"
    r"(?:oleh|by|kami)\b.{0,60}$"
    r"|^\W*.{1,40}\s+was here\W*$",
    re.IGNORECASE,
)
_BY = re.compile(rf"\b{_ACT}\W{{0,4}}\s+(?:by|oleh)\b|\bdi\W?(?:hack|retas|deface)\s+(?:oleh|by)\b", re.IGNORECASE)
_HANDLE = re.compile(
    r"\d[a-z]|[a-z]\d|[_|~\[\]{}<>=]|\.?/|\b(?:team|crew|cyber|sec|security|anon\w*|mr|army|xploit\w*|gh[o0]st|h4x\w*|squad"
    r"|system|family|indonesian|error)\b|x{2,}|-=|=-",
    re.IGNORECASE,
)
_MIXED = re.compile(r"[a-z][A-Z]+[a-z]")
_MANNERS = (
    re.compile(r"\bgr[e3]{2}t[sz]?\b|\bgr33tz\b|\bsh[o0]ut(?:z|s| ?out)\b|\bthanks? to\b.{0,40}\b(?:team|crew)\b"),
    re.compile(r"\bsecurity (?:is )?(?:so )?(?:low|0 ?%|zero|null|weak|bad)\b|\bkeamanan .{0,20}(?:lemah|nol|0 ?%)"),
    re.compile(r"\b(?:patch|fix|secure|upgrade) (?:it|your (?:\w+ )?(?:system|security|site|server|bug|website))\b"),
    re.compile(r"\bwe are (?:anonymous|legion|everywhere)\b|\bexpect us\b|\bwe (?:do not|don'?t) forgive\b"),
    re.compile(r"\b(?:dear|hey|hello|sorry|hai|halo|maaf)\W{0,3}(?:mr\W{0,3})?(?:admin\w*|sysadmin|web ?master|min)\b"),
    re.compile(
        r"\bdefac(?:e|ed|er|ement)\b|\bzone-?h\b|\bjust for fun\b|\bno (?:data|file)s? (?:was |were )?(?:deleted|lost)"
    ),
    re.compile(
        r"\b(?:cyber|hack(?:er|tivist)s?|xploit\w*)\s+(?:team|army|crew|squad)\b|\banon(?:ymous)? ?(?:indonesia|sec)\b"
    ),
)
# Who reports, warns, teaches or sells books speaks of it in whole sentences, and of those who deal with it.
_REPORTS = re.compile(
    r"\b(?:diretas|peretas\w*|polisi|polda|polri|bareskrim|bssn|csirt|kominfo|komdigi|diskominfo|berita|wartawan|pakar|ahli"
    r"|pulih|dipulihkan|pemulihan|tersangka|ditangkap|artikel|panduan|pelatihan|tips|mencegah|pencegahan|webinar|buku"
    r"|penulis|penerbit|sutradara|film|insiden|laporan|melaporkan|kata(?:nya)?|menurut|according|said|reported|police"
    r"|article|author|publisher|tutorial|simulasi)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 350
_FEW_WORDS = 40
_NAME = 3  # words of a name behind "by"; sentences are longer
_FEW_LINKS = 6
_MAX_EXAMPLE = 160


class Trace(StrEnum):
    """What was left behind."""

    DEFACED = "defaced"
    BOAST = "boast"
    SHELL = "shell"
    LOCKED_SHELL = "locked_shell"


class Defacement(NamedTuple):
    """A page that boasts: as a whole, or by a headline that stands among the site's own."""

    trace: Trace
    example: str


def defacement(exchange: Exchange) -> Defacement | None:
    """The boast that a page is or carries, if any."""
    page = exchange.page
    if page is None:
        return None
    lines = (page.title, *page.headings)
    boast = next((line for line in lines if _BOAST.match(line.strip()) and len(line.split()) <= 12), "")
    spoken = " ".join((*lines, page.text[:6_000]))
    words = len(page.text.split(maxsplit=_MOST_WORDS))  # as far as it matters how many there are
    if words <= _MOST_WORDS and _is_bare(page, exchange.request.host) and not _REPORTS.search(_BY.sub(" ", spoken)):
        manners = sum(1 for manner in _MANNERS if manner.search(spoken.lower()))
        claims = bool(_BY.search(boast) or _HANDLE.search(boast)) + bool(_BY.search(page.text)) + manners
        if (boast and (claims or words <= _FEW_WORDS)) or (_BY.search(spoken) and manners) or manners >= 3:
            return Defacement(Trace.DEFACED, clean(boast or page.title or page.text, _MAX_EXAMPLE))
    signed = next((line for line in lines if _is_signed(line)), "")
    return Defacement(Trace.BOAST, clean(signed, _MAX_EXAMPLE)) if signed else None


def _is_signed(line: str) -> bool:
    """Whether a line is nothing but a boast with the kind of name that such people give themselves."""
    parts = _BY.split(line)
    if len(parts) != 2:
        return False
    name = parts[-1].strip(" :-!.~*[](){}|")
    odd = bool(_HANDLE.search(name) or _MIXED.search(name))
    return bool(_BOAST.match(line.strip())) and 0 < len(name.split()) <= _NAME and odd


def _is_bare(page: PageFacts, host: str) -> bool:
    """Whether the page has next to none of a site's own links: no menu, no news, no footer."""
    own = set()
    for link in page.links:
        url = resolve(link.url, link.url)
        if url is not None and url.host == host and url.path != "/":
            own.add(url.path)
    return len(own) < _FEW_LINKS
