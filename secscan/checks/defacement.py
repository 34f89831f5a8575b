"""SS-INT-02: no page that somebody else put in place of the site's own, and no web shell in reach.

Only what is linked or listed anyway is looked at, by plain GET; nothing is ever typed into what looks like a shell. An
indication until a named reviewer confirms it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from secscan.analysis.defacement import Trace, defacement
from secscan.analysis.destinations import destinations
from secscan.analysis.listings import listing
from secscan.analysis.looks import below, judged_home
from secscan.analysis.webshells import is_code_in_uploads, locked, shell
from secscan.base.once import once
from secscan.base.urls import UrlParts
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View

SPEC = CheckSpec(
    id=CheckId("defacement"),
    severity=Severity.KRITIS,
    confidence=Confidence.INDIKASI,
    cwe=(506, 434),
    compromise=True,
    effort_minutes=480,
    asks_again=True,
)
_MAX_CODE = 3
_VALUE = 8.0
_OPEN_VALUE = 25.0


class _Seen(NamedTuple):
    """What one answer shows: the trace, the kind of shell if it is one, and the words that give it away."""

    trace: Trace
    kind: str
    example: str


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """Programs in upload folders that pages link to or listings name, and what was found before."""
    for path in _still_open(site, context):
        yield _request(site, path, _OPEN_VALUE)
    for path in _code(site):
        yield _request(site, path, _VALUE)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per page that is not the site's own, and one for the rest of each site."""
    for site in app.sites:
        yield from _judge(site, context)


def _judge(site: SiteEvidence, context: Context) -> Iterator[Verdict]:
    looked: list[Exchange] = []
    named: set[str] = set()
    told: set[_Seen] = set()  # a message that every path answers with is one finding, that of the first path
    for exchange in site.exchanges():
        if not _is_shown(site, exchange):
            continue
        looked.append(exchange)
        seen = _seen(exchange)
        path = exchange.request.path
        if seen is not None and path not in named and (seen not in told or is_code_in_uploads(path)):
            named.add(path)
            told.add(seen)
            yield _found(site, exchange, seen)
    for path in _still_open(site, context):
        look = site.look(_request(site, path, _OPEN_VALUE))
        if path not in named and (look is None or not isinstance(look.payload, Exchange)):
            reason = Reason.INTERRUPTED if look is None else look.reason or reason_of(look.status)
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, discriminators=(("path", path),), reason=reason)
    home = judged_home(site)
    if isinstance(home, Reason):
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    elif home.status in (401, 403):
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED)
    elif home.page is None:
        yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML)
    else:
        keys = tuple(exchange.request.key for exchange in looked)
        yield SPEC.verdict(site.site, Outcome.PASS, evidence=keys, answers=len(looked))


def _seen(exchange: Exchange) -> _Seen | None:
    kind = shell(exchange)
    if kind:
        title = exchange.page.title if exchange.page is not None else ""
        return _Seen(Trace.SHELL, kind, title)
    boast = defacement(exchange)
    if boast is not None and exchange.status < 400:
        return _Seen(boast.trace, "", boast.example)
    return _Seen(Trace.LOCKED_SHELL, "", "") if locked(exchange) else None


def _found(site: SiteEvidence, exchange: Exchange, seen: _Seen) -> Verdict:
    weak = seen.trace is Trace.LOCKED_SHELL
    return SPEC.verdict(
        site.site,
        Outcome.FAIL,
        severity=Severity.SEDANG if weak else SPEC.severity,
        discriminators=(("path", exchange.request.path),),
        evidence=(exchange.request.key,),
        url=exchange.request.url,
        trace=seen.trace.value,
        shell=seen.kind,
        shown_text=seen.example,
    )


def _is_shown(site: SiteEvidence, exchange: Exchange) -> bool:
    """Whether an answer is a page of the site's own host. A shell may pretend, by its status, not to be there."""
    request = exchange.request
    own = request.host == site.site.host and site.owns(request.path)
    there = exchange.status in (200, 403, 404) if is_code_in_uploads(request.path) else exchange.status == 200
    ordinary = request.purpose != "soft404" and request.view is not View.FOREIGN_ORIGIN
    return own and there and ordinary and exchange.page is not None and not exchange.challenge


def _code(site: SiteEvidence) -> tuple[str, ...]:
    """Programs in upload folders by the links of pages and listings, those of listings first."""
    listed: dict[str, None] = {}
    linked: dict[str, None] = {}
    for exchange in site.exchanges():
        if exchange.page is None or exchange.status != 200 or exchange.request.purpose == "soft404":
            continue
        for url in _programs(exchange):
            if url.host == site.site.host and site.owns(url.path):
                found = listed if listing(exchange) is not None else linked
                found[url.path] = None
    return tuple(dict.fromkeys((*listed, *linked)))[:_MAX_CODE]


@once
def _programs(exchange: Exchange) -> tuple[UrlParts, ...]:
    return tuple(url for url in destinations(exchange) if url is not None and is_code_in_uploads(url.path))


def _still_open(site: SiteEvidence, context: Context) -> tuple[str, ...]:
    return tuple(path for check, subject, path in context.open_paths if check == SPEC.id and subject == site.site.key)


def _request(site: SiteEvidence, path: str, value: float) -> Request:
    return below(site, path, wanted_by=(SPEC.id,), value=value, intensity=Intensity.PASSIVE, max_bytes=262_144)
