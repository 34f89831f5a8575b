"""SS-DOM-04: others cannot send mail in the name of the Pemda's domain: SPF and DMARC (RFC 7208, 7489, 9989)."""

from collections.abc import Iterator

from secscan.analysis.dmarc import Dmarc, dmarc
from secscan.analysis.spf import Spf, spf
from secscan.base.text import clean
from secscan.base.urls import is_ip_literal
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
_GOVERNMENT = (".go.id", ".desa.id")


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict for each configured apex among the app's names (or with `www.` before it); else not applicable."""
    apexes = tuple(entry.lower().strip(".") for entry in context.official_domains)
    for name in dict.fromkeys(site.site.host for site in app.sites):
        bare = name.removeprefix("www.")
        if name in apexes or bare in apexes:
            yield _judge(app, name if name in apexes else bare)
        elif not apexes and _looks_like_apex(bare):
            yield SPEC.verdict(Domain(bare), Outcome.NOT_TESTED, reason=Reason.NOT_CONFIGURED)
        else:
            yield SPEC.verdict(Domain(name), Outcome.NOT_APPLICABLE, reason=Reason.NOT_APEX)


def _looks_like_apex(name: str) -> bool:
    return not is_ip_literal(name) and name.endswith(_GOVERNMENT) and name.count(".") == 2


def _judge(app: AppEvidence, apex: str) -> Verdict:
    subject = Domain(apex)
    answers = {name: answer for name in app.dns if (answer := app.dns_answer(name)) is not None}
    policies = answers.get(f"_dmarc.{apex}")
    if not _answered(answers.get(apex)) or not _answered(policies):
        return SPEC.verdict(subject, Outcome.NOT_TESTED, reason=Reason.DNS)
    sender = spf(apex, answers)
    wish = dmarc(policies.records.get("TXT", ())) if policies is not None else None
    problems = tuple(_problems(sender, wish))
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


def _problems(sender: Spf, wish: Dmarc | None) -> Iterator[str]:
    """What is wrong, in words that the write-up explains."""
    if wish is None:
        yield "no_dmarc"
    elif wish.policy == "none":
        yield "dmarc_none"
    else:
        if wish.testing:
            yield "dmarc_testing"
        if wish.subdomains == "none":
            yield "dmarc_subdomains"
    if sender.error:
        yield "no_spf" if sender.error == "none" and not sender.record else f"spf_{sender.error}"
    elif sender.all == "+":
        yield "spf_open"
    elif sender.all not in ("-", "~") and not sender.unknown:
        yield "spf_neutral"
