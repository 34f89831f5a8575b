"""SS-TLS-03: strong cipher suites and key exchange (RFC 7465 against RC4, RFC 9325 section 4 for the rest)."""

from collections.abc import Iterator

from secscan.analysis.tls import Judged, judge_endpoints
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import Answer, TlsAssessment

SPEC = CheckSpec(
    id=CheckId("tls-ciphers"),
    severity=Severity.SEDANG,
    cwe=(326, 327),
    references=("RFC 9325, section 4", "RFC 7465"),
    host_level=True,
    effort_minutes=15,
)
_NO_PROTECTION = ("NULL", "EXPORT", "ANON")
_BROKEN = (*_NO_PROTECTION, "RC4", "DES", "3DES", "SMALL_DH")
_DATED = ("CBC_ONLY", "RSA_KEX")


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict for each endpoint, and one for each name that is configured apart."""
    yield from judge_endpoints(app, SPEC, judge)


def judge(tls: TlsAssessment) -> Judged:
    """The verdict on one assessment. What could not be found out never counts as refused."""
    broken = tuple(name for name in _BROKEN if tls.family(name) is Answer.ACCEPTED)
    dated = tuple(name for name in _DATED if tls.family(name) is Answer.ACCEPTED)
    unknown = tuple(name for name in (*_BROKEN, *_DATED) if tls.family(name) is Answer.UNKNOWN)
    facts: dict[str, Fact] = {
        "broken": broken,
        "dated": dated,
        "unknown": unknown,
        "suites": tls.weak_suites,
        "forward_secrecy": tls.forward_secrecy is not False,
        "dh_bits": tls.dh_bits or 0,
    }
    if broken:
        severity = Severity.TINGGI if any(name in _NO_PROTECTION for name in broken) else Severity.SEDANG
        return Judged(Outcome.FAIL, severity, facts=facts)
    if dated or tls.forward_secrecy is False:
        return Judged(Outcome.PARTIAL, facts=facts)
    if unknown or tls.forward_secrecy is None:
        return Judged(Outcome.INCONCLUSIVE, reason=Reason.TIMEOUT, facts=facts)
    return Judged(Outcome.PASS, facts=facts)
