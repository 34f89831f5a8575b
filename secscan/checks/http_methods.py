"""SS-API-01: the methods that the site announces are those that visitors need (RFC 9110 section 9.3.7).

Only the announcement is judged: nothing but GET, HEAD and OPTIONS is ever sent.
"""

import re
from collections.abc import Iterator

import msgspec

from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import AppKind, Confidence, Intensity, Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("http-methods"),
    severity=Severity.RENDAH,
    confidence=Confidence.KUAT,
    cwe=(650,),
    references=("RFC 9110 section 9.3.7", "OWASP WSTG-CONF-06"),
    effort_minutes=15,
)
_DAV = frozenset(("PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "SEARCH"))
_WRITING = frozenset(("PUT", "DELETE"))
_TRACING = frozenset(("TRACE", "TRACK"))
_BUSY = (429, 502, 503, 504)


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """OPTIONS for the home page."""
    home = site.home
    if home is not None and home.request.host == site.site.host:
        yield _request(home)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        else:
            yield _judge(app, site, _request(home))


def _request(home: Exchange) -> Request:
    return msgspec.structs.replace(
        home.request,
        method="OPTIONS",
        purpose="options",
        wanted_by=(SPEC.id,),
        value=8.0,
        max_bytes=65_536,
        intensity=Intensity.STANDARD,
    )


def _judge(app: AppEvidence, site: SiteEvidence, request: Request) -> Verdict:
    seen = site.look(request)
    if seen is None or not isinstance(seen.payload, Exchange) or seen.status is not Status.OK:
        reason = Reason.INTERRUPTED if seen is None else seen.reason or reason_of(seen.status)
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)
    exchange = seen.payload
    if exchange.challenge or exchange.status in _BUSY:
        return SPEC.verdict(
            site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED if exchange.challenge else Reason.ERROR
        )
    said = ",".join((*exchange.header_values("allow"), *exchange.header_values("public")))
    allowed = {word for part in said.split(",") if re.fullmatch(r"[A-Z]{3,20}", word := part.strip().upper())}
    # An API is written to by these methods; a web page is not.
    writing = (_DAV if app.app.kind is AppKind.API else _WRITING | _DAV) & allowed
    tracing = _TRACING & allowed
    return SPEC.verdict(
        site.site,
        Outcome.FAIL if writing else Outcome.PARTIAL if tracing else Outcome.PASS,
        evidence=(request.key,),
        url=request.url,
        methods=tuple(sorted(writing | tracing)),
        allowed=tuple(sorted(allowed)),
    )
