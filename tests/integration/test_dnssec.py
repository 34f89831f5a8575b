"""DNSSEC of zones that BIND signed and serves, looked up and judged by the program; each state made on purpose."""

from collections.abc import Iterator

import pytest

from secscan.analysis.dnssec import Chain, Security, chain, zones
from secscan.base.clock import SystemClock
from secscan.model.observations import DnsAnswer
from secscan.probes.dns import look_up_all
from secscan.workflows.zones import ZONE_TYPES
from tests.accuracy.serve import free_port
from tests.lab.programs import public_folder
from tests.lab.signed_zones import ADDRESS, SignedZones, Zone, signed_zones

TREE = {
    ".": Zone("ns.contoh.test. IN A 127.0.0.1"),
    "id": Zone(),
    "go.id": Zone("salah.go.id. IN DS 12345 13 2 " + "AB" * 32),  # names a key that the zone does not have
    "aman.go.id": Zone('@ IN CAA 0 issue "letsencrypt.org"'),
    "biasa.go.id": Zone(signed=False, linked=False),
    "lepas.go.id": Zone(linked=False),
    "kedaluwarsa.go.id": Zone(dates=("-s", "20200101000000", "-e", "20200201000000")),
    "salah.go.id": Zone(linked=False),
    "desa.id": Zone(signed=False, linked=False),
    "suka.desa.id": Zone(linked=False),
}


@pytest.fixture(scope="module")
def tree() -> Iterator[SignedZones]:
    with public_folder("zona") as folder, signed_zones(folder, free_port(ADDRESS), TREE) as served:
        yield served


def judged(domain: str, tree: SignedZones, *anchors: str) -> Chain:
    clock = SystemClock()
    looks = look_up_all(zones(domain), ZONE_TYPES, tree.place, clock)
    answers = {name: seen.payload for name, seen in looks.items() if isinstance(seen.payload, DnsAnswer)}
    return chain(domain, answers, clock.now(), anchors or (tree.anchor,))


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("aman.go.id", Chain(Security.SECURE, "aman.go.id")),
        ("biasa.go.id", Chain(Security.UNSIGNED, "biasa.go.id")),
        ("lepas.go.id", Chain(Security.UNLINKED, "lepas.go.id")),
        ("kedaluwarsa.go.id", Chain(Security.BOGUS, "kedaluwarsa.go.id")),
        ("salah.go.id", Chain(Security.BOGUS, "salah.go.id")),
        ("suka.desa.id", Chain(Security.PARENT, "desa.id")),
    ],
)
def test_states(domain: str, expected: Chain, tree: SignedZones) -> None:
    assert judged(domain, tree) == expected


def test_a_root_with_another_key_is_not_the_domains_fault(tree: SignedZones) -> None:
    other = "20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"
    assert judged("aman.go.id", tree, other) == Chain(Security.UNKNOWN, ".")
