"""SS-DOM-02: records that lead to what somebody else could claim, and applications that are dead."""

from collections.abc import Iterator

from secscan.analysis.default_pages import vacancy
from secscan.analysis.looks import judged_home
from secscan.analysis.providers import claimable, is_missing, needs_page
from secscan.base.urls import is_ip_literal
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import PortState
from secscan.model.subjects import Domain

SPEC = CheckSpec(
    id=CheckId("dangling-dns"),
    severity=Severity.TINGGI,
    cwe=(350,),
    references=("OWASP WSTG-CONF-10",),
    effort_minutes=15,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per host name on its records, and one per site on whether an application stands there."""
    for name in dict.fromkeys(site.site.host for site in app.sites if not is_ip_literal(site.site.host)):
        yield _of_name(app, name)
    for site in app.sites:
        yield _of_site(app, site)


def _of_name(app: AppEvidence, name: str) -> Verdict:
    subject = Domain(name)
    seen = app.dns.get(name)
    answer = app.dns_answer(name)
    if seen is None or answer is None or seen.status is not Status.OK:
        reason = Reason.INTERRUPTED if seen is None else seen.reason or reason_of(seen.status)
        return SPEC.verdict(subject, Outcome.NOT_TESTED, reason=reason)
    target = (answer.cname_chain or answer.records.get("CNAME", ()) or ("",))[-1].rstrip(".")
    homes = [judged_home(site) for site in app.sites if site.site.host == name]
    for home in (None if isinstance(home, Reason) else home for home in homes):
        provider = claimable(answer, home)
        if provider is not None:
            return SPEC.verdict(
                subject,
                Outcome.FAIL,
                confidence=Confidence.KUAT,
                evidence=(seen.job_key,),
                kind="claimable",
                name=name,
                target=target or ", ".join(answer.addresses),
                provider=provider.name,
                url="",
            )
    if is_missing(answer) and target:
        return SPEC.verdict(
            subject,
            Outcome.PARTIAL,
            severity=Severity.RENDAH,
            evidence=(seen.job_key,),
            kind="dead_alias",
            name=name,
            target=target,
            provider="",
            url="",
        )
    if is_missing(answer):  # nothing dangles; whether the app is dead or its name is internal cannot be told
        return SPEC.verdict(subject, Outcome.INCONCLUSIVE, reason=Reason.DNS, evidence=(seen.job_key,), name=name)
    unseen = next((home for home in homes if isinstance(home, Reason)), None)
    if unseen is not None and needs_page(answer):
        return SPEC.verdict(subject, Outcome.NOT_TESTED, reason=unseen, evidence=(seen.job_key,))
    return SPEC.verdict(subject, Outcome.PASS, evidence=(seen.job_key,), name=name)


def _of_site(app: AppEvidence, site: SiteEvidence) -> Verdict:
    unreachable = site.unreachable
    if unreachable is not None:
        if not _is_dead(app, site, unreachable):
            return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=unreachable)
        return _dead(site, "no_answer", Confidence.KUAT)
    home = site.home
    if home is None or home.challenge or home.status >= 500:
        reason = Reason.BLOCKED if home is not None and home.challenge else Reason.ERROR
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)
    kind = vacancy(home)
    if kind is not None:
        return _dead(site, kind.value, Confidence.KUAT)
    return SPEC.verdict(site.site, Outcome.PASS, evidence=(home.request.key,), url=site.site.url)


def _dead(site: SiteEvidence, kind: str, confidence: Confidence) -> Verdict:
    return SPEC.verdict(
        site.site,
        Outcome.PARTIAL,
        severity=Severity.RENDAH,
        confidence=confidence,
        evidence=tuple(seen.job_key for seen in site.chain(site.entry())),
        kind=kind,
        name=site.site.host,
        target="",
        provider="",
        url=site.site.url,
    )


def _is_dead(app: AppEvidence, site: SiteEvidence, reason: Reason) -> bool:
    """Refused on every origin, by a machine that answers: nothing listens. A timeout alone may be the network's."""
    if site.refused is not None:
        return False
    looks = [site.look(site.entry(scheme)) for scheme, _ in site.origins]
    if reason is Reason.UNREACHABLE and all(seen is not None and seen.status is Status.REFUSED for seen in looks):
        return True
    scans = [host.scan for host in app.hosts if host.ip == site.address and host.scan is not None]
    ports = [port for _, port in site.origins]
    return any(scan.open and all(scan.state(port) is PortState.CLOSED for port in ports) for scan in scans)
