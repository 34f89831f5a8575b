"""SS-TLS-08: known flaws that a handshake shows.

Compression (CRIME), insecure renegotiation (RFC 5746), no guard against downgrades (RFC 7507), renegotiation at the
client's wish without limit, CCS injection, Heartbleed.
"""

from collections.abc import Iterator

from secscan.analysis.tls import Judged, judge_endpoints
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import TlsAssessment

SPEC = CheckSpec(
    id=CheckId("tls-flaws"),
    severity=Severity.SEDANG,
    cwe=(326, 310),
    references=("CVE-2012-4929", "RFC 5746", "RFC 7507", "CVE-2011-1473", "CVE-2014-0224", "CVE-2014-0160"),
    host_level=True,
    effort_minutes=30,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict for each endpoint, and one for each name that is configured apart."""
    yield from judge_endpoints(app, SPEC, judge)


def judge(tls: TlsAssessment) -> Judged:
    """The verdict on one assessment.

    Whoever asks every client for a certificate does not let us get as far as a renegotiation, so that it need not be
    known there.
    """
    present = {
        "heartbleed": tls.heartbleed,
        "ccs_injection": tls.ccs_injection,
        "insecure_renegotiation": _negated(tls.secure_renegotiation),
        "compression": tls.compression,
        "no_fallback_scsv": _negated(tls.fallback_scsv),
        "client_renegotiation": False if tls.client_auth_required else tls.client_renegotiation_dos,
    }
    flaws = tuple(name for name, there in present.items() if there)
    unknown = tuple(name for name, there in present.items() if there is None)
    if flaws:
        return Judged(Outcome.FAIL, _severity(flaws), facts={"flaws": flaws, "unknown": unknown})
    if unknown:
        return Judged(Outcome.INCONCLUSIVE, reason=Reason.ERROR, facts={"flaws": (), "unknown": unknown})
    return Judged(Outcome.PASS, facts={"flaws": (), "unknown": ()})


def _severity(flaws: tuple[str, ...]) -> Severity:
    if "heartbleed" in flaws:
        return Severity.KRITIS
    return Severity.RENDAH if flaws == ("client_renegotiation",) else SPEC.severity


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value
