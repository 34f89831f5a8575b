"""Addresses that a site publishes beside its pages: in sitemaps, feeds and robots.txt."""

import re
from collections.abc import Iterator

from secscan.base.text import clean
from secscan.base.urls import resolve
from secscan.model.observations import Exchange

_NAMED = re.compile(
    r"<(?:\w{1,10}:)?(?:loc|link|guid)(?:\s[^<>]{0,200})?>\s{0,20}(?:<!\[CDATA\[)?\s{0,20}(https?://[^<>\s\]]{1,500})"
)
_LINKED = re.compile(r"<link\s[^<>]{0,200}?href\s{0,3}=\s{0,3}[\"'](https?://[^\"'<>\s]{1,500})")
_RULE = re.compile(r"(?:dis)?allow[ \t]*:[ \t]*(/[^#\s$]*)|sitemap[ \t]*:[ \t]*(\S{1,500})", re.IGNORECASE)
_MAX = 150
_MAX_READ = 5_000


def published(xml: str) -> tuple[str, ...]:
    """The addresses that a sitemap or feed names: the first ones, and of long ones a sample of the rest."""
    found: dict[str, None] = {}
    for pattern in (_NAMED, _LINKED):
        for count, match in enumerate(pattern.finditer(xml)):
            if count >= _MAX_READ:
                break
            found[clean(match[1], 500)] = None
    every = tuple(found)
    if len(every) <= _MAX:
        return every
    rest = every[_MAX // 2 :]
    step = len(rest) // (_MAX // 2) + 1
    return (*every[: _MAX // 2], *rest[::step])


def named_in_robots(exchange: Exchange) -> Iterator[str]:
    """The absolute addresses of a robots.txt (RFC 9309): of its rules and its sitemaps."""
    for line in exchange.lines:
        match = _RULE.match(line.strip())
        url = resolve(exchange.request.url, match[1] or match[2]) if match else None
        if url is not None:
            yield str(url)


def sitemaps(exchange: Exchange) -> Iterator[str]:
    """The sitemaps that a robots.txt names."""
    for line in exchange.lines:
        match = _RULE.match(line.strip())
        url = resolve(exchange.request.url, match[2]) if match and match[2] else None
        if url is not None:
            yield str(url)
