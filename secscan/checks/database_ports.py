"""SS-NET-01: databases and caches that answer from outside."""

from collections.abc import Iterator

from secscan.analysis.exposure import Found, Group, exposures, report
from secscan.analysis.ports import DATABASE, MANDATORY_DATABASE
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import Access

SPEC = CheckSpec(
    id=CheckId("database-ports"),
    severity=Severity.KRITIS,
    cwe=(668, 284),
    host_level=True,
    effort_minutes=20,
)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per open database, per port that could not be judged, and per address."""
    found = {
        (host.ip, one.port): Found(
            Outcome.FAIL, Severity.KRITIS if one.answer.access is Access.OPEN else Severity.TINGGI
        )
        for host in app.hosts
        for one in exposures(host)
        if one.group is Group.DATABASE
    }
    yield from report(SPEC, app, context, found, MANDATORY_DATABASE, DATABASE)
