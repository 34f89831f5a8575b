"""SS-DAT-05: error pages let out no stack trace, query or path.

Judged on answers that other checks brought (paths that do not exist) and on one over-long, harmless value.
"""

from collections.abc import Iterator

from secscan.analysis.looks import below, judged_home
from secscan.analysis.soft404 import PURPOSE
from secscan.analysis.traces import Trace, trace
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("error-pages"),
    severity=Severity.SEDANG,
    cwe=(209, 210),
    references=("ASVS 4.0.3 7.4.1", "OWASP WSTG-ERRH-01"),
    effort_minutes=15,
)
_REPEATS = 40  # about 500 characters: longer than any field, shorter than what servers refuse as a request line
_MAX_TOLD = 5


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The base path with one over-long value."""
    yield _long_value(site)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site: the worst that its error pages let out."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        answers = tuple(_judged(site))
        found = [(exchange, seen) for exchange in answers if (seen := trace(exchange)) is not None]
        if found:
            yield _found(site, found)
        elif any(exchange.status >= 400 or exchange.request.purpose == PURPOSE for exchange in answers):
            evidence = tuple(exchange.request.key for exchange in answers if exchange.status >= 400)
            yield SPEC.verdict(site.site, Outcome.PASS, evidence=evidence[:_MAX_TOLD] or (home.request.key,))
        else:
            reason = Reason.PERMIT if site.intensity is Intensity.PASSIVE else Reason.BUDGET
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)


def _found(site: SiteEvidence, found: list[tuple[Exchange, Trace]]) -> Verdict:
    detailed = [one for one in found if one[1].detail]
    exchange, first = (detailed or found)[0]
    return SPEC.verdict(
        site.site,
        Outcome.FAIL if detailed else Outcome.PARTIAL,
        severity=Severity.SEDANG if detailed else Severity.RENDAH,
        evidence=tuple(one.request.key for one, _ in found)[:_MAX_TOLD],
        url=exchange.request.url,
        shown=first.kind,
        detail=first.detail,
        sample=first.sample,
    )


def _judged(site: SiteEvidence) -> Iterator[Exchange]:
    """All own answers but linked pages: an article may well quote an error message."""
    for exchange in site.exchanges():
        request = exchange.request
        if request.host != site.site.host or request.method != "GET" or exchange.challenge:
            continue
        if request.purpose != "linked":
            yield exchange


def _long_value(site: SiteEvidence) -> Request:
    path = f"{site.site.path}?secscan={site.token * _REPEATS}"
    return below(site, path, purpose=PURPOSE, wanted_by=(SPEC.id,), value=8.0)
