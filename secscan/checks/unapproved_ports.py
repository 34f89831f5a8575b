"""SS-NET-05: open ports that nobody registered, and that no other network control reports already."""

from collections.abc import Iterator

from secscan.analysis.exposure import Found, Group, exposures, report, untested
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, HostLook
from secscan.model.ids import CheckId
from secscan.model.subjects import Host

SPEC = CheckSpec(
    id=CheckId("unapproved-ports"),
    severity=Severity.RENDAH,
    cwe=(1125,),
    host_level=True,
    effort_minutes=15,
)

_UNREGISTERED = Found(Outcome.FAIL, Severity.RENDAH)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per unregistered open port, and one for the rest of each address."""
    found = {
        (host.ip, one.port): _UNREGISTERED
        for host in app.hosts
        for one in exposures(host)
        if one.group is Group.OTHER and one.port not in _approved(host, app)
    }
    for verdict in report(SPEC, app, context, found, ()):
        yield _doubted(verdict, app)


def _approved(host: HostLook, app: AppEvidence) -> frozenset[int]:
    return host.approved_ports or app.app.ports


def _doubted(verdict: Verdict, app: AppEvidence) -> Verdict:
    """ "The rest is closed" holds only where no unregistered port may have been filtered by our own network."""
    host = next((host for host in app.hosts if verdict.subject == Host(host.ip)), None)
    if host is None or host.scan is None or verdict.outcome is not Outcome.PASS:
        return verdict
    approved = _approved(host, app)
    reasons = (untested(host, port) for port in host.scan.filtered if port not in approved)
    reason = next((reason for reason in reasons if reason is not None), None) or _incomplete(host)
    if reason is None:
        return verdict
    return SPEC.verdict(verdict.subject, Outcome.NOT_TESTED, reason=reason, evidence=verdict.evidence)


def _incomplete(host: HostLook) -> Reason | None:
    """The reason that the scan itself gave for having been cut short."""
    return host.ports.reason if host.ports is not None else None
