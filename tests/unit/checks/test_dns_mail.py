import pytest

from secscan.checks import dns_mail
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.subjects import Domain
from tests.unit.builders import NOW, app, context, site

APEX = "contoh.go.id"


def txt(name: str, *records: str, rcode: str = "NOERROR") -> dict[str, Observation]:
    held = {"TXT": tuple(f'"{record}"' for record in records)} if records else {}
    answer = DnsAnswer(name=name, records=held, rcodes=dict.fromkeys(("A", "AAAA", "MX", "TXT"), rcode))
    seen = Observation(
        job_key=JobKey(f"dns|{name}|TXT"),
        subject=Domain(name),
        taken_at=NOW,
        probe="dns",
        status=Status.OK,
        payload=answer,
    )
    return {name: seen}


def judge(dns: dict[str, Observation], host: str = APEX, official: tuple[str, ...] = (APEX,)) -> Verdict:
    evidence = app(site(f"https://{host}/", {"/": "<p>Portal"}), dns=dns)
    (verdict,) = dns_mail.evaluate(evidence, context(official_domains=official))
    return verdict


def records(spf: str, dmarc: str) -> dict[str, Observation]:
    return {**txt(APEX, *filter(None, [spf])), **txt(f"_dmarc.{APEX}", *filter(None, [dmarc]), rcode="NOERROR")}


REJECT = "v=DMARC1; p=reject"


@pytest.mark.parametrize(
    ("spf", "dmarc", "outcome", "problems"),
    [
        ("v=spf1 -all", REJECT, Outcome.PASS, ()),
        ("v=spf1 mx ~all", "v=DMARC1; p=quarantine", Outcome.PASS, ()),
        ("v=spf1 -all", "v=DMARC1; p=none", Outcome.PARTIAL, ("dmarc_none",)),
        ("v=spf1 -all", "v=DMARC1; p=reject; sp=none", Outcome.PARTIAL, ("dmarc_subdomains",)),
        ("v=spf1 -all", "v=DMARC1; p=reject; pct=10", Outcome.PARTIAL, ("dmarc_testing",)),
        ("v=spf1 -all", "v=DMARC1; p=reject; np=none", Outcome.PARTIAL, ("dmarc_nonexistent",)),
        ("v=spf1 ip4:203.0.113.300 -all", REJECT, Outcome.PARTIAL, ("spf_syntax",)),
        ("v=spf1 ip4:2001:db8::1 -all", REJECT, Outcome.PARTIAL, ("spf_syntax",)),
        ("v=spf1 ip6:2001:db8::/32 -all", REJECT, Outcome.PASS, ()),
        ("v=spf1 redirect=a.example redirect=b.example", REJECT, Outcome.PARTIAL, ("spf_syntax",)),
        ("v=spf1 ?all", REJECT, Outcome.PARTIAL, ("spf_neutral",)),
        ("", REJECT, Outcome.PARTIAL, ("no_spf",)),
        ("v=spf1 salah -all", REJECT, Outcome.PARTIAL, ("spf_syntax",)),
        ("v=spf1 +all", REJECT, Outcome.FAIL, ("spf_open",)),
        ("v=spf1 -all", "", Outcome.FAIL, ("no_dmarc",)),
        ("", "", Outcome.FAIL, ("no_dmarc", "no_spf")),
    ],
)
def test_policies(spf: str, dmarc: str, outcome: Outcome, problems: tuple[str, ...]) -> None:
    verdict = judge(records(spf, dmarc))
    assert (verdict.subject, verdict.outcome, verdict.facts["mail_faults"]) == (Domain(APEX), outcome, problems)


def test_the_www_name_stands_for_the_apex() -> None:
    assert judge(records("v=spf1 -all", REJECT), f"www.{APEX}").subject == Domain(APEX)


@pytest.mark.parametrize(
    ("host", "official", "outcome", "reason"),
    [
        (f"simpeg.{APEX}", (APEX,), Outcome.NOT_APPLICABLE, Reason.NOT_APEX),
        (f"simpeg.{APEX}", (), Outcome.NOT_APPLICABLE, Reason.NOT_APEX),
        ("192.0.2.1", (), Outcome.NOT_APPLICABLE, Reason.NOT_APEX),
        (APEX, (), Outcome.NOT_TESTED, Reason.NOT_CONFIGURED),
    ],
)
def test_only_apexes_are_judged(host: str, official: tuple[str, ...], outcome: Outcome, reason: Reason) -> None:
    verdict = judge({}, host, official)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_failed_look_ups_are_never_a_finding() -> None:
    assert judge({}).outcome is Outcome.NOT_TESTED
    refused = judge({**txt(APEX, "v=spf1 -all"), **txt(f"_dmarc.{APEX}", rcode="SERVFAIL")})
    assert (refused.outcome, refused.reason) == (Outcome.NOT_TESTED, Reason.DNS)
    missing = judge(records("v=spf1 include:spf.penyedia.example -all", REJECT))
    assert (missing.outcome, missing.reason) == (Outcome.INCONCLUSIVE, Reason.DNS)


def test_a_policy_above_is_better_than_none() -> None:
    above = {**txt("_dmarc.go.id", "v=DMARC1; p=none; sp=reject; psd=y"), **txt("_dmarc.id")}
    verdict = judge({**records("v=spf1 -all", ""), **above})
    assert (verdict.outcome, verdict.facts["mail_faults"]) == (Outcome.PARTIAL, ("dmarc_inherited",))
    weak = {**txt("_dmarc.go.id", "v=DMARC1; p=reject; sp=none; psd=y"), **txt("_dmarc.id")}
    assert judge({**records("v=spf1 -all", ""), **weak}).facts["mail_faults"] == ("no_dmarc",)
