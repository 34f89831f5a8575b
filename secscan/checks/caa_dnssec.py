"""SS-DOM-05: the Pemda's domain says who may issue certificates for it (CAA), and its answers are signed (DNSSEC)."""

from collections.abc import Iterator

from secscan.analysis.apexes import apexes
from secscan.analysis.caa import caa
from secscan.analysis.dnssec import ROOT_ANCHORS, Security, chain
from secscan.base.text import clean
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import DnsAnswer
from secscan.model.subjects import Domain

SPEC = CheckSpec(
    id=CheckId("caa-dnssec"),
    severity=Severity.INFO,
    references=("RFC 8659", "RFC 4033", "RFC 9364"),
    effort_minutes=60,
)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict for each configured apex among the app's names: both are there, one, or none."""
    for name, reason in apexes(app, context):
        if reason is None:
            yield _judge(app, name, context)
        else:
            outcome = Outcome.NOT_APPLICABLE if reason is Reason.NOT_APEX else Outcome.NOT_TESTED
            yield SPEC.verdict(Domain(name), outcome, reason=reason)


def _judge(app: AppEvidence, apex: str, context: Context) -> Verdict:
    subject = Domain(apex)
    seen = app.dns.get(apex)
    answers: dict[str, DnsAnswer] = {name: answer for name in app.dns if (answer := app.dns_answer(name)) is not None}
    wish = caa(apex, answers)
    if seen is None or wish is None:
        return SPEC.verdict(subject, Outcome.NOT_TESTED, reason=Reason.DNS)
    signed = chain(apex, answers, seen.taken_at, context.trust_anchors or ROOT_ANCHORS)
    unknown = signed.security is Security.UNKNOWN
    both = (wish.restricts, signed.security is Security.SECURE)
    outcome = Outcome.PASS if all(both) else Outcome.PARTIAL if any(both) else Outcome.FAIL
    return SPEC.verdict(
        subject,
        Outcome.INCONCLUSIVE if unknown else outcome,
        reason=Reason.DNS if unknown else None,
        evidence=(seen.job_key,),
        domain=apex,
        caa_at=clean(wish.holder, 100) if wish.restricts else "",
        issuers=tuple(clean(one, 100) for one in wish.issuers[:10]),
        dnssec=signed.security.value,
        zone=clean(signed.zone, 100),
    )
