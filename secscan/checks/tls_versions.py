"""SS-TLS-02: only TLS 1.2 or newer is accepted (RFC 8996 retires 1.0 and 1.1, RFC 7568 SSLv3, RFC 6176 SSLv2)."""

from collections.abc import Iterator

from secscan.analysis.tls import Judged, judge_endpoints
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import Answer, TlsAssessment, TlsVersion

SPEC = CheckSpec(
    id=CheckId("tls-versions"),
    severity=Severity.TINGGI,
    cwe=(326,),
    references=("RFC 8996", "RFC 7568", "RFC 6176"),
    host_level=True,
    effort_minutes=15,
)
_SSL = (TlsVersion.SSL2, TlsVersion.SSL3)
_OLD_TLS = (TlsVersion.TLS1_0, TlsVersion.TLS1_1)
_NEW = (TlsVersion.TLS1_2, TlsVersion.TLS1_3)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict for each endpoint, and one for each name that is configured apart."""
    yield from judge_endpoints(app, SPEC, judge)


def judge(tls: TlsAssessment) -> Judged:
    """The verdict on one assessment. What could not be found out never counts as refused."""
    accepted = {version for version in TlsVersion if tls.answer(version) is Answer.ACCEPTED}
    unknown = tuple(version for version in TlsVersion if tls.answer(version) is Answer.UNKNOWN)
    facts: dict[str, Fact] = {
        "accepted": tuple(str(version) for version in TlsVersion if version in accepted),
        "old": tuple(str(version) for version in (*_SSL, *_OLD_TLS) if version in accepted),
        "ssl": any(version in accepted for version in _SSL),
        "new": any(version in accepted for version in _NEW),
        "unknown": tuple(str(version) for version in unknown),
    }
    if facts["ssl"]:
        return Judged(Outcome.FAIL, Severity.TINGGI, facts=facts)
    if not facts["new"]:
        if any(version in unknown for version in _NEW):
            return Judged(Outcome.INCONCLUSIVE, reason=_why(tls, unknown), facts=facts)
        return Judged(Outcome.FAIL, Severity.TINGGI, facts=facts)
    if facts["old"]:
        return Judged(Outcome.PARTIAL, Severity.SEDANG, facts=facts)
    if any(version in unknown for version in (*_SSL, *_OLD_TLS)):
        return Judged(Outcome.INCONCLUSIVE, reason=_why(tls, unknown), facts=facts)
    return Judged(Outcome.PASS, facts=facts)


def _why(tls: TlsAssessment, unknown: tuple[TlsVersion, ...]) -> Reason:
    """Our own library's lack, or a server that did not answer."""
    own = any(f"{version}: client" in tls.errors for version in unknown)
    return Reason.CLIENT if own else Reason.TIMEOUT
