"""Which TLS looks concern an app: those of its own sites, and those of further ports on its addresses."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from secscan.analysis.https import https_entry
from secscan.base.urls import server_name
from secscan.model.checks import CheckSpec, Discriminators, Fact, Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, SiteEvidence, reason_of
from secscan.model.observations import Observation, TlsAssessment
from secscan.model.subjects import Endpoint, Site


class TlsLook(NamedTuple):
    """One look at TLS: of which address, and what it brought; `assessment` is None where it failed."""

    ip: str
    seen: Observation
    assessment: TlsAssessment | None

    @property
    def reason(self) -> Reason:
        """Why it failed."""
        return self.seen.reason or reason_of(self.seen.status)


class Judged(NamedTuple):
    """What a check concluded of one assessment."""

    outcome: Outcome
    severity: Severity | None = None
    reason: Reason | None = None
    facts: dict[str, Fact] = {}  # noqa: RUF012 - never changed


Judge = Callable[[TlsAssessment], Judged]


def https_site(site: SiteEvidence) -> Site:
    """The HTTPS origin of a registered site: its own, or the other side of its port 80."""
    port = site.site.port if site.site.scheme == "https" else dict(site.origins).get("https", 443)
    return Site("https", site.site.host, port)


def site_looks(app: AppEvidence, site: SiteEvidence) -> tuple[TlsLook, ...] | Reason | None:
    """The TLS looks of a site, one for each address; the reason why there is none; None when it speaks HTTP only."""
    looks = _own_looks(app, site)
    if any(look.assessment for look in looks):
        return looks
    https = https_entry(app, site)
    if https is None:
        return None
    if looks:
        return looks
    return https if isinstance(https, Reason) else Reason.INTERRUPTED


def judge_endpoints(app: AppEvidence, spec: CheckSpec, judge: Judge) -> Iterator[Verdict]:
    """The verdicts of a check on how endpoints speak TLS.

    A configuration that all names of an endpoint share is judged once, without discriminators; a name that is
    configured apart has its own. Ports beside those of the app's sites are judged where TLS was spoken there.
    """
    judged: set[tuple[Endpoint, Discriminators]] = set()
    mine: set[str] = set()
    for site in app.sites:
        looks = site_looks(app, site)
        if looks is None:
            yield spec.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.HTTP_ONLY)
        elif isinstance(looks, Reason):
            yield spec.verdict(site.site, Outcome.NOT_TESTED, reason=looks)
        else:
            mine.update(look.seen.job_key for look in looks)
            yield from _once(judged, (_verdict(spec, judge, look, https_site(site)) for look in looks))
    further = (look for look in _all_looks(app) if look.seen.job_key not in mine and look.assessment)
    yield from _once(judged, (_verdict(spec, judge, look, None) for look in further))


def _once(judged: set[tuple[Endpoint, Discriminators]], verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    for verdict in verdicts:
        assert isinstance(verdict.subject, Endpoint)  # noqa: S101 - narrows the type
        identity = (verdict.subject, verdict.discriminators)
        if identity not in judged:
            judged.add(identity)
            yield verdict


def _verdict(spec: CheckSpec, judge: Judge, look: TlsLook, site: Site | None) -> Verdict:
    endpoint = look.seen.subject
    assert isinstance(endpoint, Endpoint)  # noqa: S101 - narrows the type
    tls = look.assessment
    if tls is None:
        name = server_name(site.host) if site else ""
        apart = (("name", name),) if name else ()
        return spec.verdict(endpoint, Outcome.NOT_TESTED, reason=look.reason, discriminators=apart)
    judged = Judged(Outcome.NOT_TESTED, reason=Reason.PERMIT) if tls.certificate_only else judge(tls)
    facts: dict[str, Fact] = {
        "ip": endpoint.ip,
        "port": endpoint.port,
        "name": tls.server_name,
        "own": tls.own,
        **judged.facts,
    }
    return Verdict(
        check=spec.id,
        subject=endpoint,
        outcome=judged.outcome,
        severity=judged.severity or spec.severity,
        confidence=spec.confidence,
        discriminators=(("name", tls.server_name),) if tls.own else (),
        facts=facts,
        reason=judged.reason,
        evidence=(look.seen.job_key,),
    )


def _own_looks(app: AppEvidence, site: SiteEvidence) -> tuple[TlsLook, ...]:
    return tuple(TlsLook(host.ip, seen, tls) for host, seen, tls in app.tls_of(https_site(site)))


def _all_looks(app: AppEvidence) -> Iterator[TlsLook]:
    for host in app.hosts:
        for seen in host.tls.values():
            payload = seen.payload if seen.status is Status.OK else None
            yield TlsLook(host.ip, seen, payload if isinstance(payload, TlsAssessment) else None)
