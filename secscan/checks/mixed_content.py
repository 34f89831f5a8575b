"""SS-TLS-07: no http sub-resources or form targets on https pages (W3C Mixed Content)."""

import ipaddress
from collections.abc import Iterator

from secscan.analysis.csp import upgrades_insecure_requests
from secscan.analysis.https import https_entry
from secscan.analysis.looks import judged_home
from secscan.base.urls import is_ip_literal, resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("mixed-content"),
    severity=Severity.SEDANG,
    cwe=(319,),
    references=("W3C Mixed Content",),
    effort_minutes=45,
)
_PASSIVE = frozenset(("img", "media"))
_MAX_TOLD = 10


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site, over all its https pages that were seen."""
    for site in app.sites:
        pages = [page for page in site.pages() if _judged(site, page)]
        home = judged_home(site)
        if pages and not isinstance(home, Reason):
            yield _verdict(site, pages)
        elif https_entry(app, site) is None:
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.HTTP_ONLY)
        elif isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        else:
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML)


def _judged(site: SiteEvidence, page: Exchange) -> bool:
    request = page.request
    return request.scheme == "https" and request.host == site.site.host and not page.challenge


def _verdict(site: SiteEvidence, pages: list[Exchange]) -> Verdict:
    active: dict[str, Exchange] = {}
    passive: dict[str, Exchange] = {}
    for page in pages:
        for tag, url in _insecure(page):
            (passive if tag in _PASSIVE else active).setdefault(f"{tag}: {url}", page)
    outcome = Outcome.FAIL if active else Outcome.PARTIAL if passive else Outcome.PASS
    concerned = list({**active, **passive}.values()) or pages[:1]
    return SPEC.verdict(
        site.site,
        outcome,
        evidence=tuple(dict.fromkeys(page.request.key for page in concerned))[:_MAX_TOLD],
        url=concerned[0].request.url,
        active=tuple(active)[:_MAX_TOLD],
        passive=tuple(passive)[:_MAX_TOLD],
        count=len(active) + len(passive),
        pages=len(pages),
    )


def _insecure(page: Exchange) -> Iterator[tuple[str, str]]:
    """What the page loads or sends over http. Links are no content; the user's own machine needs no encryption."""
    if page.page is None or upgrades_insecure_requests(page):
        return
    found = [(resource.tag, resource.url) for resource in page.page.resources]
    found.extend(("form", form.action) for form in page.page.forms if form.method != "dialog")
    for tag, url in found:
        parts = resolve(page.request.url, url)
        if parts is not None and parts.scheme == "http" and not _is_local(parts.host):
            yield tag, f"{parts.origin}{parts.path}"[:300]


def _is_local(host: str) -> bool:
    """Whether browsers trust the host without encryption: the loopback addresses and names (W3C Secure Contexts)."""
    if is_ip_literal(host):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")
