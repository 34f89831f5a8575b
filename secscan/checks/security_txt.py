"""SS-DOM-03: whom to tell of a weakness is published in security.txt (RFC 9116)."""

from collections.abc import Iterator

from secscan.analysis.looks import below, judged_home
from secscan.analysis.securitytxt import SecurityTxt, security_txt
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("security-txt"),
    severity=Severity.INFO,
    references=("RFC 9116",),
    effort_minutes=15,
)
_PATH = "/.well-known/security.txt"
_BUSY = (429, 500, 502, 503, 504)


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The one place where the file must stand (section 3)."""
    if site.owns(_PATH):
        yield _request(site)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per site at the root of its host; below another path the file is somebody else's."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        elif not site.owns(_PATH):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.SCOPE)
        else:
            yield _judge(site, context)


def _request(site: SiteEvidence) -> Request:
    return below(site, _PATH, purpose="file", wanted_by=(SPEC.id,), value=7.0, max_bytes=65_536)


def _judge(site: SiteEvidence, context: Context) -> Verdict:
    request = _request(site)
    seen = site.look(request)
    if seen is None or not isinstance(seen.payload, Exchange) or seen.status is not Status.OK:
        reason = Reason.INTERRUPTED if seen is None else seen.reason or reason_of(seen.status)
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)
    exchange = seen.payload
    if exchange.challenge or exchange.status in _BUSY:
        return SPEC.verdict(
            site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED if exchange.challenge else Reason.ERROR
        )
    target = resolve(request.url, exchange.header("location") or "") if exchange.is_redirect else None
    if target is not None and target.path.endswith("/security.txt"):  # section 3 allows it; it is not followed here
        return SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=Reason.SCOPE, evidence=(request.key,))
    found = security_txt(exchange.lines) if exchange.status == 200 and exchange.file_kind is FileKind.TEXT else None
    faults = tuple(_faults(exchange, found, context)) if found is not None else ("absent",)
    return SPEC.verdict(
        site.site,
        Outcome.FAIL if found is None else Outcome.PARTIAL if faults else Outcome.PASS,
        evidence=(request.key,),
        url=request.url,
        faults=faults,
        expires=found.expires.isoformat() if found is not None and found.expires is not None else "",
    )


def _faults(exchange: Exchange, found: SecurityTxt, context: Context) -> Iterator[str]:
    yield from found.faults
    if found.over(context.as_of):
        yield "expired"
    if exchange.request.scheme != "https":
        yield "not_https"
