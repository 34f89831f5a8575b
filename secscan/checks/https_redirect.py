"""SS-TLS-01: the site answers HTTPS, and whoever comes by HTTP is sent there at the first hop."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from secscan.analysis.https import https_entry, shut, unseen
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId, JobKey
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("https-redirect"),
    severity=Severity.TINGGI,
    cwe=(319,),
    references=("RFC 9110, section 15.4", "CWE-319"),
    effort_minutes=30,
)


class _Http(NamedTuple):
    """How the site's HTTP side stands. `kind`: closed, redirect, detour, content, refused, unknown."""

    kind: str
    target: str = ""
    status: int = 0
    reason: Reason | None = None
    evidence: tuple[JobKey, ...] = ()


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The base path on every origin of the site."""
    for scheme, _ in site.origins:
        entry = site.entry(scheme)
        yield msgspec.structs.replace(entry, intensity=Intensity.PASSIVE, value=100.0, wanted_by=(SPEC.id,))


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site."""
    for site in app.sites:
        https = https_entry(app, site)
        http = _http(app, site, https)
        outcome, cause, reason = _judge(https, http)
        yield SPEC.verdict(
            site.site,
            outcome,
            reason=reason,
            evidence=(*http.evidence, *((https.request.key,) if isinstance(https, Exchange) else ())),
            cause=cause,
            url=site.entry("http").url if site.has_origin("http") else site.site.url,
            host=site.site.host,
            target=http.target,
            status=http.status,
        )


def _judge(https: Exchange | Reason | None, http: _Http) -> tuple[Outcome, str, Reason | None]:
    """Outcome, cause for the write-up, and the reason where nothing could be concluded."""
    if http.kind == "content":
        # Whatever HTTPS does, what is sent here goes in clear text.
        return Outcome.FAIL, "https_missing" if https is None else "content", None
    if https is None:
        if http.kind == "detour":
            return Outcome.PARTIAL, "detour", None
        if http.kind == "unknown":
            return Outcome.NOT_TESTED, "", http.reason
        return Outcome.FAIL, "https_missing", None
    if isinstance(https, Reason):
        return Outcome.NOT_TESTED, "", https
    if http.kind == "unknown":
        return Outcome.NOT_TESTED, "", http.reason
    return (Outcome.PARTIAL, "detour", None) if http.kind == "detour" else (Outcome.PASS, http.kind, None)


def _http(app: AppEvidence, site: SiteEvidence, https: Exchange | Reason | None) -> _Http:
    if not site.has_origin("http"):
        return _Http("closed")
    entry = site.entry("http")
    seen = site.look(entry)
    exchange = seen.payload if seen is not None else None
    if not isinstance(exchange, Exchange):
        return _Http("closed") if shut(app, site, "http") else _Http("unknown", reason=unseen(site, seen))
    key = (entry.key,)
    if exchange.challenge:
        return _Http("unknown", reason=Reason.BLOCKED, evidence=key)
    if exchange.is_redirect:
        return _redirect(site, exchange)
    if exchange.status >= 500 or exchange.status == 429:
        reason = Reason.BLOCKED if exchange.status == 429 else Reason.ERROR
        return _Http("unknown", status=exchange.status, reason=reason, evidence=key)
    if target := _refresh(exchange):
        return _Http("detour", target, exchange.status, evidence=key)
    if exchange.status >= 400 and exchange.status != 401 and _differs(https, exchange):
        return _Http("refused", status=exchange.status, evidence=key)
    return _Http("content", status=exchange.status, evidence=key)


def _redirect(site: SiteEvidence, exchange: Exchange) -> _Http:
    """A redirect to HTTPS on the same host is right; any other must end in HTTPS without content on the way."""
    target = resolve(exchange.request.url, exchange.header("location") or "")
    evidence: tuple[JobKey, ...] = (exchange.request.key,)
    if target is None:
        return _Http("unknown", status=exchange.status, reason=Reason.ERROR, evidence=evidence)
    if target.scheme == "https" and target.host == exchange.request.host:
        return _Http("redirect", str(target), exchange.status, evidence=evidence)
    hops = site.chain(exchange.request)
    evidence = tuple(hop.job_key for hop in hops)
    last = hops[-1]
    if not isinstance(last.payload, Exchange):
        return _Http("unknown", str(target), exchange.status, unseen(site, last), evidence)
    if last.payload.request.scheme == "http" and last.payload.status < 400 and not last.payload.is_redirect:
        return _Http("content", str(target), exchange.status, evidence=evidence)
    return _Http("detour", str(target), exchange.status, evidence=evidence)


def _refresh(exchange: Exchange) -> str:
    """Where a page that only sends its reader on to HTTPS by `meta refresh` leads to."""
    for content in exchange.page.meta("refresh") if exchange.page is not None else ():
        _, _, address = content.lower().partition("url=")
        target = resolve(exchange.request.url, address.strip(" '\"")) if address else None
        if target is not None and target.scheme == "https" and target.host == exchange.request.host:
            return str(target)
    return ""


def _differs(https: Exchange | Reason | None, http: Exchange) -> bool:
    """Whether HTTP refuses what HTTPS gives; an app that answers both alike just does not redirect."""
    return isinstance(https, Exchange) and https.status != http.status
