"""SS-SES-03: no session ids in addresses, which browsers keep, share and send on as referrers (CWE-598).

Values are masked before they are stored, so that a parameter is told by its name alone: only names that mean nothing
but a session count. A bare `sid=` may be the number of a service.
"""

import re
from collections.abc import Iterator

from secscan.analysis.looks import judged_home
from secscan.base.text import clean
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("session-in-url"),
    severity=Severity.SEDANG,
    confidence=Confidence.KUAT,
    cwe=(598,),
    references=("ASVS 4.0.3 3.1.1",),
    effort_minutes=20,
)
_PARAMETER = re.compile(
    r"[?&;](PHPSESSID|jsessionid|ASPSESSIONID[A-Z]{0,12}|ci_session|laravel_session|CFTOKEN)="
    r"(?:\*\*\*|%2A%2A%2A|[\w.+/%-]{16})",
    re.IGNORECASE,
)
# ASP.NET without cookies: /(S(24 letters and digits))/page.aspx
_ASP_NET = re.compile(r"/\((?:A\([^)]{0,200}\))?S\([a-z0-5]{24}\)")
_MAX_TOLD = 5


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site, over the links, forms and redirects of all its answers."""
    for site in app.sites:
        home = judged_home(site)
        answers = [one for one in site.exchanges() if one.request.host == site.site.host and not one.challenge]
        found = {name: (one, url) for one in answers for name, url in _ids(site, one)}
        if found:
            yield _found(site, found)
        elif isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        else:
            yield SPEC.verdict(site.site, Outcome.PASS, evidence=(home.request.key,), answers=len(answers))


def _found(site: SiteEvidence, found: dict[str, tuple[Exchange, str]]) -> Verdict:
    exchange, example = next(iter(found.values()))
    return SPEC.verdict(
        site.site,
        Outcome.FAIL,
        evidence=tuple(dict.fromkeys(one.request.key for one, _ in found.values()))[:_MAX_TOLD],
        parameters=tuple(found)[:_MAX_TOLD],
        url=exchange.request.url,
        example=clean(example, 200),
    )


def _ids(site: SiteEvidence, exchange: Exchange) -> Iterator[tuple[str, str]]:
    """The session parameters in an answer's addresses on the site's own host, each with the address."""
    addresses: list[str] = []
    if exchange.is_redirect:
        addresses.append(exchange.header("location") or "")
    if exchange.page is not None:
        addresses += [link.url for link in exchange.page.links]
        addresses += [form.action for form in exchange.page.forms]
    for address in addresses:
        match = _PARAMETER.search(address) if "=" in address else None
        name = match[1] if match else "(S(...))" if _ASP_NET.search(address) else ""
        url = resolve(exchange.request.url, address) if name else None
        if url is not None and url.host == site.site.host and site.owns(url.path):
            yield name, str(url)
