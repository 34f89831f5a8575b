"""The language of online gambling advertisements in Indonesia (and of what else hacked sites sell, see `spam`), kept
apart from the language of those who fight them.

News, regulations, campaigns and dictionaries use the same words. So words alone never make a finding: they only mark
links and titles, which `analysis.injection` judges by where they stand.
"""

import re
import unicodedata

from secscan.analysis.spam import sales
from secscan.base.urls import is_ip_literal, resolve
from secscan.model.pages import Link, PageFacts

_PROMOTION = re.compile(
    r"\b(?:"
    r"slot[ -]?(?:gacor|online|88|777|dana|qris|thailand|server|demo|resmi|deposit|depo|pulsa|terpercaya|maxwin)"
    r"|slot[ -]?(?:bonus|toto)"
    r"|(?:situs|agen|bandar|daftar|link|bocoran|pola|rtp|demo|akun)[ -]slot|slot[ -]\w{2,12}[ -](?:gacor|maxwin)"
    r"|(?:situs|link|akun|pola|bocoran)[ -]gacor|gacor[ -](?:hari[ -]ini|maxwin|slot|malam)|gacor ?(?:88|77|138|4d)"
    r"|max ?win|rtp[ -](?:live|slot|gacor|tertinggi)|scatter[ -](?:hitam|mahjong)|mahjong[ -]ways"
    r"|gates[ -]of[ -]olympus|sweet[ -]bonanza|starlight[ -]princess|wild[ -]bandito|pragmatic[ -]play|pg[ -]?soft"
    r"|habanero[ -]slot|joker ?123|sbobet|ibcbet|cmd368|idn ?poker|pkv[ -]games?|dominoqq|bandarqq?"
    r"|poker[ -](?:online|qq)|(?:live|situs)[ -]casino|casino[ -]online|judi[ -](?:bola|slot)"
    r"|(?:agen|bandar|situs)[ -](?:judi|togel|toto|bola)"
    r"|togel[ -](?:online|hari[ -]ini|hongkong|singapore|hk|sgp|macau)"
    r"|toto[ -]?(?:macau|4d|slot|togel|88|12)"
    r"|(?:prediksi|result|keluaran|pengeluaran|bocoran)[ -](?:togel|hk|sgp|sdy|macau)"
    r"|bonus[ -]new[ -]member|new[ -]member[ -]100|(?:deposit|depo)[ -](?:pulsa|dana|10k|5k|qris)"
    r"|freebet|anti[ -]rungkad|gampang[ -]menang"
    r")\b"
)
_FIGHT = re.compile(
    r"\b(?:polisi|polres|polda|polri|bareskrim|kejaksaan|pengadilan|tersangka|terdakwa|ditangkap|tangkap|gerebek"
    r"|bongkar|razia|pidana|hukum|undang-undang|larangan|dilarang|bahaya\w*|waspada\w*|cegah\w*|pencegahan|berantas\w*"
    r"|pemberantasan|perangi|stop|tolak|anti[ -]judi|lawan|blokir\w*|pemblokiran|diblokir|lapor\w*|aduan\w*|sosialisasi"
    r"|edukasi|korban|kecanduan|candu|satgas|kominfo|komdigi|berita|arti|istilah|kamus|pengertian|fenomena|marak|judol"
    r"|diretas|peretasan|disusupi|bpom|palsu|ilegal|keracunan|efek[ -]samping)\b"
)
_HOST = re.compile(
    r"slot|gacor|togel|maxwin|sbobet|casino|kasino|judi(?!c|th)|pragmatic|jackpot|bandarq|domino(?:qq|99)"
    r"|joker123|idnpoker|pokerqq|toto(?:4d|macau|slot|togel|\d{2,})|(?:hoki|bet|win|jp|cuan|gaming|spin)(?:77|88|99|138|168|303|777|888)"
)
_NOT_GAMBLING_HOST = re.compile(r"stop|lawan|anti|cegah|bebas|timeslot|slots?\w*booking")
_BRAND_HOST = re.compile(
    r"([a-z]{3,12})(?:toto|bet|slot|4d|007|33|69|77|88|89|99|123|138|168|188|303|338|365|77[78]|888|999)"
)
_FILLERS = frozenset(
    (
        "terpercaya", "resmi", "terbaru", "terbaik", "hari", "ini", "malam", "indonesia", "login", "daftar", "link",
        "alternatif", "gratis", "gacor", "slot", "situs", "agen", "online", "pg", "id", "wp", "content", "html", "php",
        "www", "index", "com", "net",
    )
)  # fmt: skip
_ARTICLE = 3  # words of an address: a headline, not a shop sign
_CALL = re.compile(
    r"(?:>|»|→|\s)*(?:log ?in|daftar|masuk|join|main|klaim|register)"
    r"(?: (?:sekarang|disini|di sini|now|slot|gratis|akun))?\W*"
)
_SHORT_ANCHOR = 6  # words: what is advertised; headlines are longer
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s"})


def plain(text: str) -> str:
    """The text in lower case, without the tricks of typography that hide words from filters."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def promotions(text: str) -> tuple[str, ...]:
    """The advertising terms in a text, each time that they occur, also where digits stand for letters."""
    flat = plain(text[:40_000])
    found = tuple(_PROMOTION.findall(flat)) or tuple(_PROMOTION.findall(flat.translate(_LEET)))
    return (*found, *sales(flat))


def fights(text: str) -> int:
    """How many different words of a text belong to those who report on gambling or fight it."""
    return len(set(_FIGHT.findall(plain(text[:40_000]))))


def is_gambling_url(url: str) -> bool:
    """Whether host or path of a URL advertise gambling by themselves."""
    parts = resolve(url, url)
    if parts is None:
        return False
    path = re.sub(r"[/_.-]+", " ", parts.path)
    if parts.host.endswith(".go.id") or _NOT_GAMBLING_HOST.search(parts.host) or fights(path):
        return False
    return bool(_HOST.search(parts.host)) or bool(promotions(path))


def is_headline(url: str) -> bool:
    """Whether the last part of an address is a headline: several words, some of which advertise nothing."""
    parts = resolve(url, url)
    if parts is None or _HOST.search(parts.host):
        return False
    name = re.sub(r"[_.+-]+", " ", parts.path.rstrip("/").rpartition("/")[2]).lower()
    words = [word for word in name.split() if not word.isdigit()]
    left = [word for word in _PROMOTION.sub(" ", name).split() if not word.isdigit() and word not in _FILLERS]
    return len(words) >= _ARTICLE and (bool(left) or bool(fights(name)))


def brand(url: str) -> str:
    """The word in a domain that is named as gambling brands are (`mpo` of `mpo007`); "" for any other domain.

    Schools, stations and servers bear numbers too: only different words of that shape, side by side, say anything.
    """
    parts = resolve(url, url)
    domain = registrable(parts.host) if parts is not None and not is_ip_literal(parts.host) else ""
    match = _BRAND_HOST.fullmatch(domain.partition(".")[0])
    return match[1] if match else ""


def registrable(host: str) -> str:
    """The domain that a host belongs to, near enough to tell own hosts from others (`go.id` counts as a suffix)."""
    labels = host.split(".")
    if is_ip_literal(host) or len(labels) < 3:
        return host
    deep = len(labels[-1]) == 2 and len(labels[-2]) <= 4
    return ".".join(labels[-3:] if deep else labels[-2:])


def is_foreign(url: str, host: str) -> bool:
    """Whether a URL leads to another domain than the host's."""
    if url.partition("://")[2].startswith(f"{host}/"):
        return False  # most links of a page
    parts = resolve(url, url)
    return parts is not None and registrable(parts.host) != registrable(host)


def advertises(link: Link) -> bool:
    """Whether a link advertises gambling: by its address, or by an anchor that names it as a shop sign does."""
    if fights(link.text):
        return False
    if is_gambling_url(link.url):
        return True
    return bool(promotions(link.text)) and len(link.text.split()) <= _SHORT_ANCHOR


def calls_to_play(page: PageFacts, host: str) -> tuple[Link, ...]:
    """Links to other domains that ask to log in or register."""
    return tuple(link for link in page.links if _CALL.fullmatch(plain(link.text)) and is_foreign(link.url, host))
