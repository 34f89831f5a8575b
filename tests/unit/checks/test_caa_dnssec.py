import pytest

from secscan.checks import caa_dnssec
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.subjects import Domain
from tests.unit.analysis.test_dnssec import NAMES, tree, without
from tests.unit.builders import NOW, app, context, site

APEX = "contoh.go.id"
CAA = ('0 issue "letsencrypt.org"', '0 iodef "mailto:csirt@contoh.go.id"')


def looks(*caa: str, unsigned: str = "", failed: str = "") -> tuple[dict[str, Observation], str]:
    """What was looked up: a signed tree down to the apex, where `caa` stands; without links from `unsigned` on."""
    answers, anchor = tree(NOW.replace(year=NOW.year + 1))
    found = {}
    for name in NAMES:
        answer = without(answers[name], "DS", "DNSKEY", "RRSIG") if name == unsigned else answers[name]
        records = {**answer.records, **({"CAA": caa} if caa and name == APEX else {})}
        rcodes = dict.fromkeys(("SOA", "DS", "DNSKEY", "CAA"), "SERVFAIL" if name == failed else "NOERROR")
        found[name] = Observation(
            job_key=JobKey(f"dns|{name}|SOA"),
            subject=Domain(name),
            taken_at=NOW,
            probe="dns",
            status=Status.OK,
            payload=DnsAnswer(name=name, records=records, rcodes=rcodes),
        )
    return found, anchor


def judge(dns: dict[str, Observation], anchor: str = "", host: str = APEX) -> Verdict:
    settled = context(official_domains=(APEX,), trust_anchors=(anchor,) if anchor else ())
    (verdict,) = caa_dnssec.evaluate(app(site(f"https://{host}/", {"/": "<p>Portal"}), dns=dns), settled)
    return verdict


@pytest.mark.parametrize(
    ("caa", "unsigned", "outcome", "dnssec"),
    [
        (CAA, "", Outcome.PASS, "secure"),
        ((), "", Outcome.PARTIAL, "secure"),
        (CAA, APEX, Outcome.PARTIAL, "unsigned"),
        ((), APEX, Outcome.FAIL, "unsigned"),
        (('0 iodef "mailto:x@y.example"',), APEX, Outcome.FAIL, "unsigned"),
        ((), "go.id", Outcome.FAIL, "parent"),
    ],
)
def test_both_one_or_none(caa: tuple[str, ...], unsigned: str, outcome: Outcome, dnssec: str) -> None:
    verdict = judge(*looks(*caa, unsigned=unsigned))
    assert (verdict.subject, verdict.outcome, verdict.facts["dnssec"]) == (Domain(APEX), outcome, dnssec)


def test_what_is_allowed_is_named() -> None:
    facts = judge(*looks(*CAA)).facts
    assert (facts["caa_at"], facts["issuers"]) == (APEX, ("letsencrypt.org",))


def test_a_resolver_that_leaves_signatures_out_leaves_it_open() -> None:
    found, _ = looks(*CAA)
    verdict = judge(found)  # the tree's root is not IANA's
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.DNS)


def test_failed_look_ups_are_not_tested() -> None:
    assert judge({}).outcome is Outcome.NOT_TESTED
    assert judge(*looks(*CAA, failed=APEX)).outcome is Outcome.NOT_TESTED


def test_names_below_an_apex_are_judged_there() -> None:
    verdict = judge({}, host=f"simpeg.{APEX}")
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NOT_APEX)
