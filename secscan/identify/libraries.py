"""JavaScript libraries that a site's pages load: by address, by the contents of scripts that were fetched, by digests
in `integrity` attributes, and by comments of scripts that stand in the page itself.

Contents win over names. A library that a page only mentions, or whose style sheet alone it loads, is none.
"""

import base64
import binascii
import re
from collections.abc import Iterator

import msgspec

from secscan.base.text import clean
from secscan.base.urls import UrlParts, parse_url
from secscan.base.versions import is_version
from secscan.identify.library_rules import RULES, Rule
from secscan.identify.library_urls import Named, names
from secscan.identify.signs import own_pages
from secscan.model.enums import Status
from secscan.model.evidence import SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.intel import Intel
from secscan.model.observations import Exchange, FileKind
from secscan.model.pages import Resource
from secscan.model.requests import Request

MAX_COPIES = 80
_INTEGRITY = re.compile(r"(?:^|\s)sha256-([A-Za-z0-9+/_-]{43}=)(?=[?\s]|$)")
_INLINE_HEAD = 400
_OPENING = re.compile(r"^\s*(?:/\*[!*]*|//!?)\s*(?:@license\s+)?")


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """One copy of a library. `version` is "" where nothing names it. `url` is the script's address, or the page's for
    one that stands in it; `page` a page that loads it. `packaged` says whose package it seems to be, whose fixes leave
    the number as it is ("" for the library's own). `request` would fetch it; None for other hosts, and when done."""

    library: str
    version: str
    url: str
    page: str
    how: str
    packaged: str = ""
    seen_in: tuple[JobKey, ...] = ()
    request: Request | None = None


def libraries(site: SiteEvidence, intel: Intel, core: frozenset[str]) -> tuple[Copy, ...]:
    """Every copy of a known library, each address once. `core` are the possible versions of WordPress, which its
    addresses may carry in place of a library's."""
    found: dict[tuple[str, str], Copy] = {}
    for exchange in own_pages(site):
        for copy in (*_loaded(site, exchange, intel, core), *_inline(exchange)):
            known = found.get((copy.library, copy.url))
            if known is None or (copy.version and not known.version):
                found[copy.library, copy.url] = copy
    return tuple(found.values())[:MAX_COPIES]


def scripts(site: SiteEvidence) -> Iterator[Request]:
    """The requests for the site's own scripts, whatever they are, in page order."""
    for exchange in own_pages(site):
        for resource in exchange.page.resources if exchange.page else ():
            url = _script(resource)
            request = _request(site, url) if url is not None else None
            if request is not None:
                yield request


def _loaded(site: SiteEvidence, page: Exchange, intel: Intel, core: frozenset[str]) -> Iterator[Copy]:
    for resource in page.page.resources if page.page else ():
        url = _script(resource)
        if url is None:
            continue
        request = _request(site, url)
        look = site.look(request) if request is not None else None
        script = look.payload if look is not None and isinstance(look.payload, Exchange) else None
        if script is not None and _is_absent(script):
            continue  # the page names it, and there is no such file
        packaged = "Debian" if url.path.startswith("/javascript/") else ""
        if script is not None and script.status == 200:
            inside = tuple(_of_contents(script, intel, page, url, packaged))
            if inside:
                yield from inside
                continue
        asked = look is not None and look.status is not Status.SKIPPED
        for named in (*_of_integrity(resource, intel), *names(url, core)):
            yield Copy(
                library=named.library,
                version=named.version,
                url=clean(str(url), 300),
                page=page.request.url,
                how=named.how,
                packaged=packaged or _packaged(named.version),
                seen_in=(page.request.key,),
                request=None if asked else request,
            )
            break


def _script(resource: Resource) -> UrlParts | None:
    if resource.tag != "script":
        return None
    try:
        return parse_url(resource.url)
    except ValueError:
        return None


def _request(site: SiteEvidence, url: UrlParts) -> Request | None:
    """The GET of a script on the site's own origins and below its own path."""
    if url.host != site.site.host or (url.scheme, url.port) not in site.origins or not site.owns(url.path):
        return None
    return Request.to(url)


def _is_absent(script: Exchange) -> bool:
    """Whether the answer shows that no script stands there: not found, or a page."""
    return script.status in (404, 410) or (script.status == 200 and script.file_kind is FileKind.HTML)


def _of_contents(script: Exchange, intel: Intel, page: Exchange, url: UrlParts, packaged: str) -> Iterator[Copy]:
    """The libraries that a fetched script is or holds."""
    told = dict(_told(script, intel, names(url, frozenset())))
    for library, version in told.items():
        yield Copy(
            library=library,
            version=version,
            url=clean(script.request.url, 300),
            page=page.request.url,
            how="contents",
            packaged=packaged or _packaged(version),
            seen_in=(page.request.key, script.request.key),
        )


def _told(script: Exchange, intel: Intel, named: tuple[Named, ...]) -> Iterator[tuple[str, str]]:
    known = intel.scripts.get(script.digest) or intel.scripts.get(script.raw_digest)
    if known is not None and not script.truncated:
        yield known.library, known.version
        return
    for name, library in intel.js_libraries.items():
        if script.sha1 and script.sha1 in library.sha1:
            yield name, library.sha1[script.sha1]
            return
    for name, rule in RULES.items():
        version = in_marks(rule, script.marks, named=any(one.library == name for one in named))
        if version:
            yield name, version


def in_marks(rule: Rule, marks: tuple[str, ...], *, named: bool) -> str:
    """The version of a library that the marks of a script tell. `named`: the file's name is the library's, so that no
    signature is needed beside a statement."""
    for mark in marks:
        match = rule.banner.search(mark) if rule.banner is not None else None
        if match:
            return next((group for group in match.groups() if group), "")
    if rule.statement is None or not (named or any(rule.signature and rule.signature.search(mark) for mark in marks)):
        return ""
    told = {
        ".".join(group for group in match.groups() if group) for mark in marks if (match := rule.statement.search(mark))
    }
    return told.pop() if len(told) == 1 else ""


def _of_integrity(resource: Resource, intel: Intel) -> Iterator[Named]:
    """A SHA-256 in the `integrity` attribute names the file as surely as its contents would."""
    match = _INTEGRITY.search(resource.integrity)
    if match is None:
        return
    try:
        digest = base64.b64decode(match[1].replace("-", "+").replace("_", "/")).hex()[:16]
    except binascii.Error:
        return
    known = intel.scripts.get(digest)
    if known is not None:
        yield Named(library=known.library, version=known.version, how="integrity")


def _inline(page: Exchange) -> Iterator[Copy]:
    """Libraries pasted into the page: their comment opens the script."""
    for script in page.page.inline_scripts if page.page else ():
        opening = _OPENING.match(script)
        if opening is None:
            continue
        head = (script[opening.end() : _INLINE_HEAD],)
        for name, rule in RULES.items():
            version = in_marks(rule, head, named=False) if rule.statement is None else ""
            if version and is_version(version):
                yield Copy(
                    library=name,
                    version=version,
                    url=page.request.url,
                    page=page.request.url,
                    how="inline",
                    seen_in=(page.request.key,),
                )


def _packaged(version: str) -> str:
    """WordPress mends the jQuery that it ships without changing its number, and marks it so."""
    return "WordPress" if version.endswith("-wp") else ""
