"""Whether two responses are the same answer, given to two paths: apart from what the path itself, numbers, tokens and
advertisements change in them."""

import re
from enum import StrEnum
from urllib.parse import quote, unquote

from secscan.model.observations import Exchange, FileKind
from secscan.model.pages import PageFacts

_WORD = re.compile(r"\w{2,40}")
_TOKEN = re.compile(r"=[\w+/%-]{16,}={0,2}")
_MAX_WORDS = 3000
_ALIKE = 0.8
_DIFFERENT = 0.5


class Likeness(StrEnum):
    ALIKE = "alike"
    DIFFERENT = "different"
    UNCLEAR = "unclear"


def likeness(one: Exchange, other: Exchange) -> Likeness:
    """Compares status, redirect target, kind of content, forms, title, sub-resources and text of two responses."""
    if one.is_redirect or other.is_redirect:
        both = one.is_redirect and other.is_redirect
        return Likeness.ALIKE if both and redirect_target(one) == redirect_target(other) else Likeness.DIFFERENT
    if _status(one) != _status(other):
        return Likeness.DIFFERENT
    if "HEAD" in (one.request.method, other.request.method) and one.request.method != other.request.method:
        return Likeness.UNCLEAR
    if one.file_kind is not other.file_kind:
        return Likeness.DIFFERENT
    if one.digest == other.digest and one.digest:
        return Likeness.ALIKE
    if one.status in (401, 403):
        return Likeness.ALIKE  # a refusal tells by its status; the page beside it is decoration
    if one.page is not None and other.page is not None:
        return _pages_alike(one, one.page, other, other.page)
    if one.file_kind in (FileKind.HTML, FileKind.TEXT, FileKind.JSON, FileKind.XML):
        return _texts_alike(one.excerpt, other.excerpt, ignored_words(one, other))
    return Likeness.ALIKE  # the same kind of file for two paths, one of which cannot exist


def redirect_target(exchange: Exchange) -> str:
    """Where a redirect leads, without scheme, numbers and tokens, and with the requested path taken out wherever it is
    repeated."""
    location = (exchange.header("location") or "").split("://", 1)[-1][:2000]
    path = exchange.request.path.split("?", 1)[0]
    name = path.rstrip("/").rsplit("/", 1)[-1]
    forms = dict.fromkeys(
        written
        for form in (path, path.rstrip("/"), path.strip("/"), name)
        for written in (quote(form, safe=""), quote(form), form, unquote(form))
        if len(form) > 1
    )
    for form in forms:
        before = r"(?<![\w-])" if form[0].isalnum() else ""
        location = re.sub(f"{before}{re.escape(form)}(?![\\w-])", "{}", location)
    return re.sub(r"\d+", "0", _TOKEN.sub("=*", location))


def ignored_words(*exchanges: Exchange) -> frozenset[str]:
    """The words of the requested paths, which a page may repeat."""
    return frozenset(word for exchange in exchanges for word in _WORD.findall(unquote(exchange.request.path).lower()))


def words(text: str, ignored: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The lower-case words of a text without those that hold digits (times, counters, tokens), bounded."""
    found = _WORD.findall(text.lower()[: _MAX_WORDS * 12])[:_MAX_WORDS]
    return tuple(word for word in found if word not in ignored and (word.isalpha() or not _has_digit(word)))


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def similarity(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The Jaccard index of the three-word shingles, 0-1; of the words where there are fewer than three."""
    if not one and not other:
        return 1.0
    size = 3 if min(len(one), len(other)) >= 3 else 1
    first, second = _shingles(one, size), _shingles(other, size)
    return len(first & second) / len(first | second)


def _shingles(text: tuple[str, ...], size: int) -> frozenset[tuple[str, ...]]:
    return frozenset(text[index : index + size] for index in range(max(1, len(text) - size + 1)))


def _status(exchange: Exchange) -> int:
    """206 is how a server that knows ranges says 200 (RFC 9110 section 15.3.7)."""
    return 200 if exchange.status == 206 else exchange.status


def _pages_alike(one: Exchange, first: PageFacts, other: Exchange, second: PageFacts) -> Likeness:
    if _forms(first) != _forms(second):
        return Likeness.DIFFERENT
    ignored = ignored_words(one, other)
    same = similarity(words(first.text, ignored), words(second.text, ignored))
    titles = words(first.title, ignored) == words(second.title, ignored)
    if same >= _ALIKE and (titles or same >= 0.95):
        return Likeness.ALIKE
    if titles and _structure(first) == _structure(second) and (first.title or first.resources):
        return Likeness.ALIKE
    return Likeness.DIFFERENT if same < _DIFFERENT else Likeness.UNCLEAR


def _texts_alike(one: str, other: str, ignored: frozenset[str]) -> Likeness:
    same = similarity(words(one, ignored), words(other, ignored))
    if same >= _ALIKE:
        return Likeness.ALIKE
    return Likeness.DIFFERENT if same < _DIFFERENT else Likeness.UNCLEAR


def _forms(page: PageFacts) -> frozenset[tuple[bool, int]]:
    """What the forms of a page are, whatever their hidden tokens: with a password or not, how many fields."""
    return frozenset(
        (form.has_password, sum(1 for field in form.fields if field.type not in ("hidden", "submit", "button")))
        for form in page.forms
    )


def _structure(page: PageFacts) -> tuple[frozenset[str], int]:
    """The sub-resources without query and digits, and the number of headings."""
    places = frozenset(re.sub(r"\d+", "0", resource.url.split("?", 1)[0]) for resource in page.resources)
    return places, len(page.headings)
