"""SS-UPD-05: services beside the web (SSH, FTP, mail, databases, panels) whose banner names an ended version."""

from collections.abc import Iterator

import msgspec

from secscan.analysis.banners import Maintained, Named, maintained, named
from secscan.analysis.exposure import Exposure, exposures, not_scanned
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, HostLook
from secscan.model.ids import CheckId
from secscan.model.subjects import Endpoint, Host

SPEC = CheckSpec(
    id=CheckId("service-versions"),
    severity=Severity.SEDANG,
    confidence=Confidence.KUAT,
    cwe=(1104,),
    host_level=True,
    effort_minutes=120,
    by_data=True,
)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per service that names a product, and one for the rest of each address."""
    if not app.hosts:
        for site in app.sites:
            refused = app.refused or site.unreachable or Reason.INTERRUPTED
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=refused)
    for host in app.hosts:
        if host.scan is None:
            yield SPEC.verdict(Host(host.ip), Outcome.NOT_TESTED, reason=not_scanned(host))
            continue
        for one in exposures(host):
            found = named(one.answer)
            if found is not None:
                yield _judge(host, one, found, context)
        evidence = (host.ports.job_key,) if host.ports is not None else ()
        yield SPEC.verdict(Host(host.ip), Outcome.PASS, evidence=evidence, ip=host.ip)


def _judge(host: HostLook, one: Exposure, found: Named, context: Context) -> Verdict:
    state = maintained(found, context.intel, context.as_of)
    verdict = SPEC.verdict(
        Endpoint(host.ip, one.port),
        state.outcome,
        confidence=state.confidence,
        reason=state.reason,
        evidence=tuple(seen.job_key for seen in (host.ports, host.services.get(one.port)) if seen is not None),
    )
    return msgspec.structs.replace(verdict, facts=_facts(host, one, found, state))


def _facts(host: HostLook, one: Exposure, found: Named, state: Maintained) -> dict[str, Fact]:
    return {
        "ip": host.ip,
        "port": one.port,
        "service": one.service,
        "product": found.label,
        "version": found.version,
        "banner": one.answer.banner,
        "distribution": found.package.release if found.package is not None else "",
        "branch": state.branch,
        "ended_on": state.ended_on.isoformat() if state.ended_on is not None else "",
        "indication": state.confidence is Confidence.INDIKASI,
    }
