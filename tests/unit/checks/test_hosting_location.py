import pytest

from secscan.checks import hosting_location
from secscan.model.checks import Verdict
from secscan.model.enums import HostKind, Outcome, Reason, Status
from secscan.model.evidence import HostLook
from secscan.model.fronts import Front, Fronts
from secscan.model.ids import JobKey
from secscan.model.intel import Intel
from secscan.model.networks import Place
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.register import HostEntry
from secscan.model.subjects import Domain
from tests.unit.builders import NOW, app, context, site

NAME = "simpeg.contoh.go.id"
HERE, THERE, NOWHERE, FRONT = "103.10.64.5", "8.8.4.4", "9.9.9.9", "104.16.0.9"  # examples; nothing is sent


class Table:
    """A table of the two networks of this test."""

    def at(self, address: str) -> Place | None:
        return {HERE: Place("ID", "PEMDA-CONTOH"), THERE: Place("US", "LUAR"), FRONT: Place("US", "CDN")}.get(address)


def judge(*addresses: str, host: str = NAME, owner: HostEntry | None = None, table: bool = True) -> Verdict:
    answer = DnsAnswer(name=host, records={"A": addresses}, rcodes={"A": "NOERROR"})
    seen = Observation(
        job_key=JobKey(f"dns|{host}"), subject=Domain(host), taken_at=NOW, probe="dns", status=Status.OK, payload=answer
    )
    hosts = tuple(HostLook(ip=one, owner=owner) for one in addresses)
    fronts = Fronts((Front(key="cdn", label="CDN", kind=HostKind.CDN, networks=("104.16.0.0/13",)),))
    intel = Intel(fronts=fronts, networks=Table()) if table else Intel(fronts=fronts)
    evidence = app(site(f"https://{host}/", {}), hosts=hosts, dns={host: seen} if addresses else {})
    (verdict,) = hosting_location.evaluate(evidence, context(intel=intel))
    return verdict


@pytest.mark.parametrize(
    ("addresses", "outcome", "where"),
    [
        ((HERE,), Outcome.PASS, "home"),
        ((THERE,), Outcome.FAIL, "abroad"),
        ((HERE, THERE), Outcome.FAIL, "abroad"),
        ((FRONT,), Outcome.PARTIAL, "cdn"),
        ((HERE, FRONT), Outcome.PARTIAL, "cdn"),
        ((HERE, "10.1.2.3"), Outcome.PASS, "home"),
    ],
)
def test_the_address_furthest_from_home_counts(addresses: tuple[str, ...], outcome: Outcome, where: str) -> None:
    verdict = judge(*addresses)
    assert (verdict.outcome, verdict.facts["where"]) == (outcome, where)


def test_the_registers_word_on_a_cdn_counts_too() -> None:
    assert judge(THERE, owner=HostEntry(THERE, "Penyedia", HostKind.CDN)).outcome is Outcome.PARTIAL


def test_an_application_named_by_its_address() -> None:
    (verdict,) = hosting_location.evaluate(app(site(f"http://{THERE}/", {})), context(intel=Intel(networks=Table())))
    assert (verdict.outcome, verdict.facts["country"]) == (Outcome.FAIL, "US")


@pytest.mark.parametrize(
    ("addresses", "outcome", "reason"),
    [
        ((), Outcome.NOT_TESTED, Reason.DNS),
        (("10.1.2.3", "127.0.0.1"), Outcome.NOT_APPLICABLE, Reason.INTERNAL),
        ((NOWHERE,), Outcome.INCONCLUSIVE, Reason.NO_RANGE),
    ],
)
def test_what_cannot_be_told(addresses: tuple[str, ...], outcome: Outcome, reason: Reason) -> None:
    verdict = judge(*addresses)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_without_a_table_nothing_is_tested() -> None:
    verdict = judge(HERE, table=False)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.NOT_CONFIGURED)
