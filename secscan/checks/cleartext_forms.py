"""SS-TLS-06: no log-in or personal-data form and no Basic authentication without encryption."""

from collections.abc import Iterator
from typing import NamedTuple

from secscan.analysis.looks import judged_home
from secscan.analysis.sensitive import asks_for
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId, JobKey
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("cleartext-forms"),
    severity=Severity.KRITIS,
    cwe=(319, 523),
    references=("CWE-319", "CWE-523", "RFC 7617, section 4"),
    effort_minutes=30,
)
_MAX_TWINS = 2
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class _Leak(NamedTuple):
    """One way to send in clear text. `kind` is form or basic; `encrypted` says that only the page is not."""

    kind: str
    page: str
    action: str
    data: tuple[str, ...]
    encrypted: bool
    key: JobKey


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The HTTP twins of pages with such forms, where the site serves pages over HTTP without redirecting."""
    if not site.has_origin("http") or not site.has_origin("https"):
        return
    entry = site.entry("http")
    plain = site.exchange(entry)
    if plain is None or plain.status != 200 or plain.challenge:
        return
    twins = 0
    for page in list(site.pages()):
        request = page.request
        if request.scheme != "https" or request.host != site.site.host or not _sensitive(page) or twins >= _MAX_TWINS:
            continue
        twins += 1
        yield site.request(
            request.path,
            scheme="http",
            port=entry.port,
            intensity=request.intensity,
            value=40.0,
            wanted_by=(SPEC.id,),
        )


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """A failure for each place that such data is sent to in clear text, and one verdict for the rest of the site."""
    for site in app.sites:
        leaks = {(leak.kind, leak.action): leak for leak in reversed(list(_leaks(site)))}
        for leak in leaks.values():
            yield SPEC.verdict(
                site.site,
                Outcome.FAIL,
                severity=Severity.TINGGI if leak.encrypted else Severity.KRITIS,
                discriminators=((leak.kind, leak.action),),
                evidence=(leak.key,),
                kind=leak.kind,
                url=leak.page,
                action=leak.action,
                data=leak.data,
                encrypted_action=leak.encrypted,
            )
        yield _rest(site, bool(leaks))


def _rest(site: SiteEvidence, failed: bool) -> Verdict:
    pages = [page for page in _own(site) if page.page is not None and page.status in (200, 401, 403)]
    asked = any(exchange.status == 401 for exchange in _own(site))
    if pages or failed or asked:
        home = judged_home(site)
        if isinstance(home, Reason) and not failed:
            return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        return SPEC.verdict(
            site.site, Outcome.PASS, evidence=tuple(page.request.key for page in pages)[:20], pages=len(pages)
        )
    home = judged_home(site)
    if isinstance(home, Reason):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML, evidence=(home.request.key,))


def _own(site: SiteEvidence) -> Iterator[Exchange]:
    """The site's own answers: no challenge pages, no other hosts."""
    for exchange in site.exchanges():
        if exchange.request.host == site.site.host and not exchange.challenge:
            yield exchange


def _sensitive(page: Exchange) -> bool:
    return page.page is not None and any(asks_for(form) for form in page.page.forms)


def _leaks(site: SiteEvidence) -> Iterator[_Leak]:
    yield from _basic(site)
    for exchange in _own(site):
        request = exchange.request
        plain = _is_plain(request)
        if exchange.page is None or exchange.status not in (200, 401, 403):
            continue
        for form in exchange.page.forms:
            data = asks_for(form)
            clear = form.action.startswith("http://") or (plain and not form.action.startswith("https://"))
            if data and form.method != "dialog" and (plain or clear):
                action = _address(form.action or request.url)
                yield _Leak("form", request.url, action, data, not clear, request.key)


def _basic(site: SiteEvidence) -> Iterator[_Leak]:
    """Basic authentication over http: one for each protection space (RFC 7617 section 2.2), named by its highest path,
    as the same realm guards whatever stands below."""
    spaces: dict[tuple[tuple[str, str, int], str], Request] = {}
    for exchange in _own(site):
        request = exchange.request
        schemes = ", ".join(exchange.header_values("www-authenticate"))
        if not _is_plain(request) or exchange.status != 401:
            continue
        if "basic" in schemes.lower().replace(",", " ").split():
            space = (request.origin, schemes)
            known = spaces.get(space)
            if known is None or (len(request.path), request.path) < (len(known.path), known.path):
                spaces[space] = request
    for request in spaces.values():
        yield _Leak("basic", request.url, _address(request.url), ("password",), False, request.key)


def _is_plain(request: Request) -> bool:
    return request.scheme == "http" and request.host not in _LOOPBACK


def _address(url: str) -> str:
    """A URL without its query, which often changes from page to page."""
    parts = resolve(url, url)
    return parts.origin + parts.path if parts is not None else url.partition("?")[0]
