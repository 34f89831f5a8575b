"""SS-API-02: foreign sites may not read answers that are meant for a logged-in user (Fetch standard, CORS protocol)."""

from collections.abc import Iterator

import msgspec

from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import AppKind, Intensity, Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request, View

SPEC = CheckSpec(
    id=CheckId("cors-reflection"),
    severity=Severity.SEDANG,
    cwe=(942,),
    references=("Fetch standard, section 3.2", "ASVS 4.0.3 14.5.3"),
    effort_minutes=20,
)
_ORIGIN = "https://secscan.invalid"
_BUSY = (429, 500, 502, 503, 504)


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The home page once more, as a script of a site that cannot exist (RFC 6761) would ask for it."""
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
        view=View.FOREIGN_ORIGIN,
        purpose="cors",
        wanted_by=(SPEC.id,),
        value=8.0,
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
    origin = (exchange.header("access-control-allow-origin") or "").strip()
    credentials = (exchange.header("access-control-allow-credentials") or "").strip() == "true"
    several = len(exchange.header_values("access-control-allow-origin")) > 1  # browsers refuse
    reflected = origin == _ORIGIN and not several
    is_api = app.app.kind is AppKind.API or exchange.file_kind is FileKind.JSON
    everybody = origin == "*" and is_api and not several
    return SPEC.verdict(
        site.site,
        Outcome.FAIL if reflected and credentials else Outcome.PARTIAL if reflected or everybody else Outcome.PASS,
        severity=Severity.SEDANG if reflected and credentials else Severity.RENDAH,
        evidence=(request.key,),
        url=request.url,
        origin=origin[:200],
        credentials=credentials,
        reflected=reflected,
    )
