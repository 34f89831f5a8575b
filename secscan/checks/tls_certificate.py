"""SS-TLS-04: a valid certificate: trusted chain, matching name, in date, strong key and signature (RFC 5280, RFC 9525).

All is judged from the certificates themselves. "Trusted" means by one of the public stores or by the office's own
roots; revocation is not judged.
"""

from collections.abc import Iterator
from datetime import UTC

from secscan.analysis.certificates import FAILING, covers, problems
from secscan.analysis.tls import TlsLook, https_site, site_looks
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import ChainState, TlsAssessment
from secscan.model.subjects import Site

SPEC = CheckSpec(
    id=CheckId("tls-certificate"),
    severity=Severity.TINGGI,
    cwe=(295,),
    references=("RFC 5280", "RFC 9525", "CA/Browser Forum Baseline Requirements, 6.1.5 and 7.1.3"),
    effort_minutes=30,
)
_WORST_FIRST = (Outcome.FAIL, Outcome.PARTIAL, Outcome.INCONCLUSIVE, Outcome.NOT_TESTED, Outcome.PASS)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict for each HTTPS site: the worst of its addresses."""
    done: set[Site] = set()
    for site in app.sites:
        looks = site_looks(app, site)
        subject = https_site(site)
        if looks is None:
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.HTTP_ONLY)
        elif subject in done:
            continue
        elif isinstance(looks, Reason):
            yield SPEC.verdict(subject, Outcome.NOT_TESTED, reason=looks)
        else:
            done.add(subject)
            verdicts = [_verdict(subject, look, context) for look in looks]
            yield min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.outcome))


def _verdict(subject: Site, look: TlsLook, context: Context) -> Verdict:
    tls = look.assessment
    if tls is None:
        return SPEC.verdict(subject, Outcome.NOT_TESTED, reason=look.reason, ip=look.ip)
    if not tls.chain or tls.chain_state is ChainState.UNKNOWN:
        return SPEC.verdict(
            subject, Outcome.INCONCLUSIVE, reason=Reason.ERROR, evidence=(look.seen.job_key,), ip=look.ip
        )
    codes = problems(tls, subject.host, context.as_of, look.seen.taken_at)
    outcome = Outcome.FAIL if any(code in FAILING for code in codes) else Outcome.PARTIAL if codes else Outcome.PASS
    return Verdict(
        check=SPEC.id,
        subject=subject,
        outcome=outcome,
        severity=SPEC.severity,
        confidence=SPEC.confidence,
        facts=_facts(tls, subject, look, codes),
        evidence=(look.seen.job_key,),
    )


def _facts(tls: TlsAssessment, subject: Site, look: TlsLook, codes: tuple[str, ...]) -> dict[str, Fact]:
    leaf = tls.chain[0]
    return {
        "url": subject.url,
        "host": subject.host,
        "ip": look.ip,
        "port": subject.port,
        "problems": codes,
        "names": leaf.names[:20],
        "name_matches": covers(leaf.names, subject.host),
        "subject": leaf.subject,
        "issuer": leaf.issuer,
        "not_before": leaf.not_before.astimezone(UTC).date().isoformat(),
        "not_after": leaf.not_after.astimezone(UTC).date().isoformat(),
        "key": f"{leaf.key_type} {leaf.key_bits}",
        "signature_hash": leaf.signature_hash or leaf.key_type,
        "sent": len(tls.chain),
    }
