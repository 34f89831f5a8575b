"""Whose machine an address is: the register's word against what is known of providers."""

from secscan.model.enums import HostKind
from secscan.model.fronts import Front, Fronts
from secscan.model.observations import DnsAnswer
from secscan.model.register import HostEntry
from secscan.planning.ownership import fronts_of, is_opds_own, known_hosts
from secscan.planning.scope import owner_of

CDN = Front(key="cdn", label="CDN", kind=HostKind.CDN, networks=("198.51.100.0/24",), aliases=(".cdn.example",))
CLOUD = Front(key="cloud", label="Awan", kind=HostKind.CLOUD, networks=("192.0.2.0/24",), aliases=(".vm.example",))
FRONTS = Fronts((CDN, CLOUD))
EDGE, MACHINE, ELSEWHERE = "198.51.100.7", "192.0.2.7", "203.0.113.7"
OWN = HostEntry("198.51.0.0/16", "kominfo")


def owner(hosts: tuple[HostEntry, ...], address: str, **answers: DnsAnswer) -> HostEntry | None:
    return owner_of(known_hosts(hosts, FRONTS, answers, (address,)), address)


def alias(address: str, *chain: str) -> DnsAnswer:
    return DnsAnswer(name="app.contoh.go.id", records={"A": (address,)}, cname_chain=chain)


def test_a_cdns_address_is_the_cdns_even_where_the_register_claims_it() -> None:
    assert owner((), EDGE) == HostEntry(EDGE, "CDN", HostKind.CDN)
    assert owner((OWN,), EDGE) == HostEntry(EDGE, "CDN", HostKind.CDN)
    assert owner((HostEntry(EDGE, "kominfo"),), EDGE) == HostEntry(EDGE, "CDN", HostKind.CDN)


def test_what_the_register_calls_foreign_stays_as_registered() -> None:
    agreed = HostEntry("198.51.100.0/24", "PT Penyedia", HostKind.CDN, contact="noc@penyedia.example")
    assert owner((agreed,), EDGE) == agreed


def test_a_machine_in_a_cloud_is_the_pemdas_where_it_is_registered_so() -> None:
    mine = HostEntry(MACHINE, "dinkes")
    assert owner((mine,), MACHINE) == mine
    assert owner((), MACHINE) == HostEntry(MACHINE, "Awan", HostKind.CLOUD)


def test_an_alias_into_a_providers_zone_counts_where_the_register_is_silent() -> None:
    behind = alias(ELSEWHERE, "x1.cdn.example")
    assert owner((), ELSEWHERE, app=behind) == HostEntry(ELSEWHERE, "CDN", HostKind.CDN)
    assert owner((HostEntry(ELSEWHERE, "dinkes"),), ELSEWHERE, app=behind) == HostEntry(ELSEWHERE, "dinkes")
    assert owner((), ELSEWHERE, app=alias(ELSEWHERE, "x1.cdn.example.lain.test")) is None


def test_only_the_addresses_of_the_alias_are_the_providers() -> None:
    behind = alias(ELSEWHERE, "x1.cdn.example")
    other = "203.0.113.8"
    assert fronts_of(FRONTS, {"app": behind, "own": alias(other)}, (ELSEWHERE, other)) == {ELSEWHERE: CDN}


def test_shared_machines_are_nobodys_own() -> None:
    assert is_opds_own(HostEntry(MACHINE, "dinkes", HostKind.CLOUD))
    assert is_opds_own(HostEntry(MACHINE, "dinkes"))
    assert not is_opds_own(HostEntry(EDGE, "dinkes", HostKind.CDN))
    assert not is_opds_own(HostEntry(EDGE, "dinkes", HostKind.HOSTING_BERSAMA))
