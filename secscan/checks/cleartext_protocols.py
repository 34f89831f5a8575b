"""SS-NET-04: file and mail protocols that take passwords in clear text (FTP: RFC 4217; POP3 and IMAP: RFC 8314)."""

from collections.abc import Iterator

from secscan.analysis.exposure import Exposure, Found, Group, exposures, report
from secscan.analysis.ports import CLEARTEXT
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import Access

SPEC = CheckSpec(
    id=CheckId("cleartext-protocols"),
    severity=Severity.SEDANG,
    cwe=(319,),
    references=("RFC 4217", "RFC 8314"),
    host_level=True,
    effort_minutes=20,
)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per service that does not insist on TLS, per port that could not be judged, and per address."""
    found = {
        (host.ip, one.port): judged
        for host in app.hosts
        for one in exposures(host)
        if one.group is Group.CLEARTEXT and (judged := _judge(one)) is not None
    }
    yield from report(SPEC, app, context, found, tuple(CLEARTEXT))


def _judge(one: Exposure) -> Found | None:
    answer = one.answer
    if answer.anonymous or answer.access is Access.OPEN:
        return Found(Outcome.FAIL, Severity.TINGGI)
    if one.assumed or answer.starttls is None:
        return Found(Outcome.INCONCLUSIVE, Severity.SEDANG, Reason.ERROR)
    if not answer.starttls:
        return Found(Outcome.FAIL, Severity.SEDANG)
    return None if answer.tls_required else Found(Outcome.PARTIAL, Severity.SEDANG)
