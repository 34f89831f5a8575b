"""SS-DAT-08: no lists of people's identity numbers, phones or accounts on public pages (UU 27/2022).

Only pages that were fetched anyway are judged, and only counts are known of them. An indication until a named reviewer
confirms it: whether a list was published by right cannot be seen from outside.
"""

from collections.abc import Iterator

import msgspec

from secscan.analysis.documents import PURPOSE, as_document, kind_of, linked_documents
from secscan.analysis.looks import below, judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View

SPEC = CheckSpec(
    id=CheckId("personal-data"),
    severity=Severity.KRITIS,
    confidence=Confidence.INDIKASI,
    cwe=(359, 200),
    references=("ASVS 4.0.3 8.3.4",),
    effort_minutes=120,
    asks_again=True,
)
_VALUE = 25.0


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """Pages with open findings, which must be seen again to be closed; linked documents, where a permit names them."""
    for path in _still_open(site, context):
        yield _request(site, path)
    for request in linked_documents(site):
        yield msgspec.structs.replace(request, wanted_by=(SPEC.id,), value=_VALUE)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per page with a list, and one for the rest of each site."""
    for site in app.sites:
        yield from _judge(site, context)


def _judge(site: SiteEvidence, context: Context) -> Iterator[Verdict]:
    seen = [exchange for exchange in site.exchanges() if _is_shown(site, exchange)]
    listing = {exchange.request.path: exchange for exchange in reversed(seen) if exchange.personal}
    for path, exchange in sorted(listing.items()):
        yield _found(site, path, exchange)
    yield from _unread(site)
    for path in _still_open(site, context):
        look = site.look(_request(site, path))
        if path not in listing and (look is None or not isinstance(look.payload, Exchange)):
            reason = Reason.INTERRUPTED if look is None else look.reason or reason_of(look.status)
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, discriminators=(("path", path),), reason=reason)
    home = judged_home(site)
    if isinstance(home, Reason):
        yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    elif not seen:
        refused = home.status in (401, 403, 429)
        reason = Reason.BLOCKED if refused else Reason.NO_HTML
        outcome = Outcome.NOT_TESTED if refused else Outcome.NOT_APPLICABLE
        yield SPEC.verdict(site.site, outcome, reason=reason)
    else:
        yield SPEC.verdict(site.site, Outcome.PASS, evidence=tuple(one.request.key for one in seen), answers=len(seen))


def _found(site: SiteEvidence, path: str, exchange: Exchange) -> Verdict:
    counts = dict(exchange.personal)
    return SPEC.verdict(
        site.site,
        Outcome.FAIL,
        discriminators=(("path", path),),
        evidence=(exchange.request.key,),
        url=exchange.request.url,
        path=path,
        nik_count=counts.get("nik", 0),
        kk_count=counts.get("kk", 0),
        npwp_count=counts.get("npwp", 0),
        phone_count=counts.get("phone", 0),
        account_count=counts.get("account", 0),
        cut=exchange.truncated,
    )


def _unread(site: SiteEvidence) -> Iterator[Verdict]:
    """Documents that came, but could not be read: locked, scanned, damaged, too large."""
    for look in site.looks.values():
        exchange = look.payload
        if isinstance(exchange, Exchange) and exchange.request.purpose == PURPOSE and look.detail:
            path = exchange.request.path
            yield SPEC.verdict(
                site.site, Outcome.NOT_TESTED, discriminators=(("path", path),), reason=Reason.ERROR, path=path
            )


def _is_shown(site: SiteEvidence, exchange: Exchange) -> bool:
    """Whether an answer is something that the site shows to everybody."""
    request = exchange.request
    own = request.host == site.site.host and site.owns(request.path) and request.purpose != "soft404"
    shown = exchange.status == 200 and not exchange.challenge and _has_words(exchange)
    return own and shown and request.view is View.SECSCAN and not request.prefix_only


def _has_words(exchange: Exchange) -> bool:
    return exchange.page is not None or bool(exchange.body) or exchange.request.purpose == PURPOSE


def _still_open(site: SiteEvidence, context: Context) -> tuple[str, ...]:
    return tuple(path for check, subject, path in context.open_paths if check == SPEC.id and subject == site.site.key)


def _request(site: SiteEvidence, path: str) -> Request:
    request = below(site, path, wanted_by=(SPEC.id,), value=_VALUE)
    return as_document(request) if kind_of(path) else request
