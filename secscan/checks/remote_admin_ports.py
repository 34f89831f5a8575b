"""SS-NET-02: remote administration that answers from outside. SSH alone is a partial result: it is encrypted, and
often the only way in."""

from collections.abc import Iterator

from secscan.analysis.exposure import Found, Group, exposures, report
from secscan.analysis.ports import MANDATORY_REMOTE_ADMIN, REMOTE_ADMIN
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId

SPEC = CheckSpec(
    id=CheckId("remote-admin-ports"),
    severity=Severity.TINGGI,
    cwe=(284,),
    host_level=True,
    effort_minutes=20,
)

_SSH = Found(Outcome.PARTIAL, Severity.RENDAH)
_OTHERS = Found(Outcome.FAIL, Severity.TINGGI)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per open service, per port that could not be judged, and per address."""
    found = {
        (host.ip, one.port): _SSH if one.service == "ssh" else _OTHERS
        for host in app.hosts
        for one in exposures(host)
        if one.group is Group.REMOTE_ADMIN
    }
    yield from report(SPEC, app, context, found, MANDATORY_REMOTE_ADMIN, REMOTE_ADMIN)
