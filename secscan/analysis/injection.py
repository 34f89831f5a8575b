"""Signs that a page carries injected gambling advertisements: by structure, never by vocabulary alone.

What gives injections away is that readers are not meant to see them (hidden links), that only search engines get them
(another title or other links in their view), or that visitors from a search are sent elsewhere.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote

from secscan.analysis.addresses import named_in_robots
from secscan.analysis.gambling import (
    advertises,
    brand,
    calls_to_play,
    fights,
    is_foreign,
    is_gambling_url,
    is_headline,
    promotions,
    registrable,
)
from secscan.analysis.listings import listing
from secscan.analysis.spam import is_written_otherwise
from secscan.base.once import once
from secscan.base.text import clean, defang
from secscan.base.urls import resolve
from secscan.model.observations import Exchange
from secscan.model.pages import Link, PageFacts

_UNSEEN = ("css", "offscreen", "zero_size", "nested")
_HIDDEN_FOREIGN = 2
_HIDDEN_OWN = 5
_VISIBLE_FOREIGN = 5
_PLAIN = 3
_BRANDS = 3
_WRITTEN = 2
_ADVERTISING = 4  # different terms on a page that sells
_CONCERNED = 2
_HIDDEN_WORDS = 5  # different terms in one hidden text
_MOSTLY = 0.5
_LANDING_TERMS = 5
_OWN_MENU = 5
_PUBLISHED = 3
_LISTED = 2
_MAX_EXAMPLES = 5
_REFRESH = re.compile(r"\s*\d{1,3}\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]{1,500})", re.IGNORECASE)
_SCRIPT_TARGET = re.compile(r"https?:\\?/\\?/[^\s'\"<>]{3,300}")
_SCRIPT_WRITES = re.compile(r"document\.write(?:ln)?\s*\(|innerHTML\s*\+?=|insertAdjacentHTML\s*\(|\.append\s*\(")
_SCRIPT_MOVES = re.compile(r"location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(")


class Way(StrEnum):
    """How the advertisement is kept from readers, or brought to visitors."""

    HIDDEN_LINKS = "hidden_links"
    HIDDEN_TEXT = "hidden_text"
    VISIBLE_LINKS = "visible_links"
    TITLE = "title"
    CANONICAL = "canonical"
    ALTERNATES = "alternates"
    REDIRECT = "redirect"
    CLOAKED = "cloaked"
    SITEMAP = "sitemap"
    FOLDER = "folder"


class Sign(NamedTuple):
    """One sign: the page (of the site itself), the way, and what was seen, defanged and bounded."""

    way: Way
    url: str
    examples: tuple[str, ...]


@once
def signs(exchange: Exchange) -> tuple[Sign, ...]:
    """The signs that one answer carries by itself."""
    return tuple(_signs(exchange))


def _signs(exchange: Exchange) -> Iterator[Sign]:
    url, host = exchange.request.url, exchange.request.host
    target = sent_to(exchange)
    if target is not None and is_foreign(target, host) and is_gambling_url(target):
        yield Sign(Way.REDIRECT, url, (_shown(target),))
    if names := _published(exchange):
        yield Sign(Way.SITEMAP, url, names)
    page = exchange.page
    if page is None:
        return
    if listing(exchange) is not None:
        if names := _advertised([link.url for link in page.links], host, _LISTED):
            yield Sign(Way.FOLDER, url, names)
        return
    yield from _of_page(page, url, host)


def _of_page(page: PageFacts, url: str, host: str) -> Iterator[Sign]:
    hidden = [link for link in page.links if link.hidden in _UNSEEN and advertises(link)]
    foreign = [link for link in hidden if is_foreign(link.url, host)]
    if _enough(foreign, _HIDDEN_FOREIGN) or _enough(hidden, _HIDDEN_OWN) or (foreign and _hidden_terms(page) >= 3):
        yield Sign(Way.HIDDEN_LINKS, url, _examples(foreign or hidden))
    elif brands := _hidden_brands(page, host):
        yield Sign(Way.HIDDEN_LINKS, url, _examples(brands))
    elif written := _written(page, host):
        yield Sign(Way.HIDDEN_LINKS, url, written)
    elif text := _hidden_text(page):
        yield Sign(Way.HIDDEN_TEXT, url, (text,))
    visible = [
        link
        for link in page.links
        if link not in hidden and is_foreign(link.url, host) and advertises(link) and not is_headline(link.url)
    ]
    concerned = fights(page.text) if visible else 0
    # Where both the address and its anchor advertise, fewer links tell as much.
    plain = [link for link in visible if is_gambling_url(link.url) and promotions(link.text)]
    if (_enough(visible, _VISIBLE_FOREIGN) and concerned < _CONCERNED) or (_enough(plain, _PLAIN) and not concerned):
        yield Sign(Way.VISIBLE_LINKS, url, _examples(visible))
    if _is_advertisement(page, host) or _is_landing(page, host):
        yield Sign(Way.TITLE, url, (clean(page.title, 120),))
    if page.canonical and is_foreign(page.canonical, host) and is_gambling_url(page.canonical):
        yield Sign(Way.CANONICAL, url, (_shown(page.canonical),))
    alternates = {target for _, target in page.alternates if is_foreign(target, host) and is_gambling_url(target)}
    mobile = any(kind == "amphtml" and target in alternates for kind, target in page.alternates)
    if len(alternates) >= _HIDDEN_FOREIGN or mobile or _is_cluster(page, host):
        yield Sign(Way.ALTERNATES, url, _clusters(page, host))


def cloaking(ordinary: Exchange, other: Exchange) -> Iterator[Sign]:
    """The signs that only another view of the same page carries."""
    known = {sign.way for sign in signs(ordinary)}
    for sign in signs(other):
        if sign.way not in known:
            yield Sign(Way.REDIRECT if sign.way is Way.REDIRECT else Way.CLOAKED, sign.url, sign.examples)
            return
    alike = bool(other.raw_digest) and other.raw_digest == ordinary.raw_digest
    if ordinary.page is not None and other.page is not None and not alike:
        yield from _differences(other.request.url, other.request.host, ordinary.page, other.page)


def sent_to(exchange: Exchange) -> str | None:
    """Where an answer sends its visitor: by redirect, by meta refresh, or by a script that looks at the referrer."""
    if exchange.is_redirect:
        url = resolve(exchange.request.url, exchange.header("location") or "")
        return str(url) if url is not None else None
    if exchange.page is None:
        return None
    for content in exchange.page.meta("refresh"):
        match = _REFRESH.match(content)
        url = resolve(exchange.request.url, match[1]) if match else None
        if url is not None:
            return str(url)
    for script in exchange.page.inline_scripts:
        if "document.referrer" in script and _SCRIPT_MOVES.search(script):
            for text in _SCRIPT_TARGET.finditer(script):
                target = text[0].replace("\\/", "/")
                if is_gambling_url(target):
                    return target
    return None


def _differences(url: str, host: str, ordinary: PageFacts, other: PageFacts) -> Iterator[Sign]:
    titles = len(set(promotions(other.title)))
    if titles >= 2 and not promotions(ordinary.title) and not fights(other.title):
        yield Sign(Way.CLOAKED, url, (clean(other.title, 120),))
        return
    if is_written_otherwise(f"{other.title} {other.text[:500]}") and not is_written_otherwise(
        f"{ordinary.title} {ordinary.text[:500]}"
    ):
        yield Sign(Way.CLOAKED, url, (clean(other.title, 120),))
        return
    known = {link.url for link in ordinary.links}
    added = [link for link in other.links if link.url not in known and advertises(link) and is_foreign(link.url, host)]
    if _enough(added, _HIDDEN_FOREIGN):
        yield Sign(Way.CLOAKED, url, _examples(added))
        return
    terms = set(promotions(_everything(other))) - set(promotions(_everything(ordinary)))
    announced = " ".join((other.title, *other.meta("description"), *other.headings))
    speaks_of_it = fights(announced) or fights(other.text) >= _CONCERNED
    if len(terms) >= 4 and (added or promotions(announced)) and not speaks_of_it:
        yield Sign(Way.CLOAKED, url, tuple(sorted(terms)[:_MAX_EXAMPLES]))


def _is_advertisement(page: PageFacts, host: str) -> bool:
    """A title made of advertising terms, on a page that sends its readers to another domain to play: to one named so,
    or, where the page itself goes on advertising, to any. A paper on gambling has a journal's log-in beside it."""
    if len(set(promotions(page.title))) < 2 or fights(f"{page.title} {' '.join(page.meta('description'))}"):
        return False
    if any(is_foreign(link.url, host) and is_gambling_url(link.url) for link in page.links):
        return True
    calls = calls_to_play(page, host)
    if any(brand(link.url) for link in calls):
        return True
    return bool(calls) and len(set(promotions(_everything(page)))) >= _ADVERTISING


def _is_landing(page: PageFacts, host: str) -> bool:
    """A page that does nothing but sell: title and text full of it, and none of the site's own menu around it."""
    announced = " ".join((page.title, *page.meta("description"), *page.headings))
    if len(set(promotions(page.title))) < 2 or fights(announced) or fights(page.text) >= _CONCERNED:
        return False
    if len(set(promotions(_everything(page)))) < _LANDING_TERMS:
        return False
    own = {link.url for link in page.links if not is_foreign(link.url, host) and not advertises(link)}
    return len(own) <= _OWN_MENU


def _is_cluster(page: PageFacts, host: str) -> bool:
    """Alternates on several foreign domains of a page that sells: its other hacked or bought homes."""
    domains = {registrable(target.partition("://")[2].partition("/")[0]) for _, target in page.alternates}
    foreign = {domain for domain in domains if domain != registrable(host)}
    return len(foreign) >= 3 and len(set(promotions(page.title))) >= 1 and not fights(page.title)


def _clusters(page: PageFacts, host: str) -> tuple[str, ...]:
    foreign = sorted({target for _, target in page.alternates if is_foreign(target, host)})
    return tuple(_shown(target) for target in foreign[:_MAX_EXAMPLES])


def _hidden_text(page: PageFacts) -> str:
    """Words that only search engines are meant to read: hidden, and hardly anything but selling terms, on a page that
    does not speak of the matter itself."""
    for hidden in page.hidden:
        terms = promotions(hidden.text) if hidden.how in _UNSEEN else ()
        sold = sum(len(term.split()) for term in terms)
        enough = len(set(terms)) >= _HIDDEN_WORDS and sold >= _MOSTLY * len(hidden.text.split())
        if enough and not fights(hidden.text):
            return "" if promotions(page.text) and fights(page.text) else clean(hidden.text, 120)
    return ""


def _published(exchange: Exchange) -> tuple[str, ...]:
    """Selling addresses of the site's own in its sitemap, feed or robots.txt."""
    addresses = list(exchange.places)
    if exchange.request.path == "/robots.txt":
        addresses += named_in_robots(exchange)
    return _advertised(addresses, exchange.request.host, _PUBLISHED)


def _advertised(addresses: list[str], host: str, enough: int) -> tuple[str, ...]:
    """The names of own addresses that sell, if there are enough of them; headlines say more than that."""
    names: dict[str, None] = {}
    for address in addresses:
        parts = resolve(address, address)
        if parts is None or is_foreign(address, host):
            continue
        name = unquote(parts.path).rstrip("/").rpartition("/")[2]
        words = re.sub(r"[_.+-]+", " ", name)
        sold = sum(len(term.split()) for term in promotions(words))
        if sold and sold >= _MOSTLY * len(words.split()) and not fights(words):
            names[clean(name, 80)] = None
    return tuple(names)[:_MAX_EXAMPLES] if len(names) >= enough else ()


def _hidden_brands(page: PageFacts, host: str) -> list[Link]:
    """Hidden links to several domains that are named as gambling brands are."""
    links = [link for link in page.links if link.hidden in _UNSEEN and is_foreign(link.url, host) and brand(link.url)]
    return links if len({brand(link.url) for link in links}) >= _BRANDS else []


def _written(page: PageFacts, host: str) -> tuple[str, ...]:
    """Links to gambling domains that a script writes into the page."""
    for script in page.inline_scripts:
        if not _SCRIPT_WRITES.search(script) or fights(script) >= _CONCERNED:
            continue
        urls = {text[0].replace("\\/", "/") for text in _SCRIPT_TARGET.finditer(script)}
        found = sorted(url for url in urls if is_foreign(url, host) and is_gambling_url(url))
        if len(found) >= _WRITTEN:
            return tuple(_shown(url) for url in found[:_MAX_EXAMPLES])
    return ()


def _hidden_terms(page: PageFacts) -> int:
    texts = " ".join(hidden.text for hidden in page.hidden if hidden.how in _UNSEEN)
    return 0 if fights(texts) >= _CONCERNED else len(set(promotions(texts)))


def _everything(page: PageFacts) -> str:
    return " ".join((page.title, *page.meta("description"), page.text, *(hidden.text for hidden in page.hidden)))


def _enough(links: list[Link], number: int) -> bool:
    return len({link.url for link in links}) >= number


def _examples(links: list[Link]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{clean(link.text, 60)} ({_shown(link.url)})" for link in links))[:_MAX_EXAMPLES]


def _shown(url: str) -> str:
    """A URL without path that no program turns into a live link."""
    parts = resolve(url, url)
    return defang(clean(parts.origin if parts is not None else url, 120))
