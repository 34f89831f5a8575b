"""SS-DOM-04: others cannot send mail in the name of the Pemda's domain: SPF and DMARC (RFC 7208, 7489, 9989)."""

from collections.abc import Iterator

from secscan.analysis.apexes import apexes
from secscan.analysis.dmarc import Dmarc, effective
from secscan.analysis.spf import Spf, spf
from secscan.base.text import clean
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import DnsAnswer
from secscan.model.subjects import Domain

SPEC = CheckSpec(
    id=CheckId("dns-mail"),
    severity=Severity.RENDAH,
    cwe=(290,),
    references=("RFC 7208", "RFC 7489", "RFC 9989"),
    effort_minutes=60,
)
_ANSWERED = ("NOERROR", "NXDOMAIN")


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict for each configured apex among the app's names (or with `www.` before it); else not applicable."""
    for name, reason in apexes(app, context):
        if reason is None:
            yield _judge(app, name)
        else:
            outcome = Outcome.NOT_APPLICABLE if reason is Reason.NOT_APEX else Outcome.NOT_TESTED
            yield SPEC.verdict(Domain(name), outcome, reason=reason)


def _judge(app: AppEvidence, apex: str) -> Verdict:
    subject = Domain(apex)
    answers = {name: answer for name in app.dns if (answer := app.dns_answer(name)) is not None}
    policies = answers.get(f"_dmarc.{apex}")
    if not _answered(answers.get(apex)) or not _answered(policies):
        return SPEC.verdict(subject, Outcome.NOT_TESTED, reason=Reason.DNS)
    sender = spf(apex, answers)
    wish = effective(apex, answers)
    problems = tuple(_problems(apex, sender, wish))
    if sender.unknown and not problems:
        return SPEC.verdict(subject, Outcome.INCONCLUSIVE, reason=Reason.DNS, domain=apex)
    keys = tuple(app.dns[name].job_key for name in (apex, f"_dmarc.{apex}"))
    worst = "no_dmarc" in problems or "spf_open" in problems
    return SPEC.verdict(
        subject,
        Outcome.FAIL if worst else Outcome.PARTIAL if problems else Outcome.PASS,
        evidence=keys,
        domain=apex,
        spf=clean(sender.record, 300),
        lookups=sender.lookups,
        voids=sender.voids,
        policy=wish.policy if wish is not None else "",
        subdomains=wish.subdomains if wish is not None else "",
        mail_faults=problems,
    )


def _answered(answer: DnsAnswer | None) -> bool:
    return answer is not None and answer.rcodes.get("TXT") in _ANSWERED


def _problems(apex: str, sender: Spf, wish: Dmarc | None) -> Iterator[str]:
    """What is wrong, in words that the write-up explains."""
    if wish is None:
        yield "no_dmarc"
    elif wish.holder != apex:
        yield "dmarc_inherited" if wish.enforced else "no_dmarc"
    elif wish.policy == "none":
        yield "dmarc_none"
    else:
        if wish.testing:
            yield "dmarc_testing"
        if wish.subdomains == "none":
            yield "dmarc_subdomains"
        elif wish.nonexistent == "none":
            yield "dmarc_nonexistent"
    if sender.error:
        yield "no_spf" if sender.error == "none" and not sender.record else f"spf_{sender.error}"
    elif sender.all == "+":
        yield "spf_open"
    elif sender.all not in ("-", "~") and not sender.unknown:
        yield "spf_neutral"
