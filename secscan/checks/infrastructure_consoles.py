"""SS-NET-03: container, cluster and monitoring interfaces and hosting panels that answer from outside."""

from collections.abc import Iterator

from secscan.analysis.exposure import Found, Group, exposures, report
from secscan.analysis.ports import CONSOLES, MANDATORY_CONSOLES
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import Access

SPEC = CheckSpec(
    id=CheckId("infrastructure-consoles"),
    severity=Severity.KRITIS,
    cwe=(306, 668),
    host_level=True,
    effort_minutes=20,
)

_UNPROTECTED = Found(Outcome.FAIL, Severity.KRITIS)
_REACHABLE = Found(Outcome.PARTIAL, Severity.SEDANG)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per console, per port that could not be judged, and per address.

    Unprotected only where the answer itself proves it; a console of which no more is known is merely reachable.
    """
    found = {
        (host.ip, one.port): _UNPROTECTED if one.answer.access is Access.OPEN else _REACHABLE
        for host in app.hosts
        for one in exposures(host)
        if one.group is Group.CONSOLE
    }
    yield from report(SPEC, app, context, found, MANDATORY_CONSOLES, CONSOLES)
