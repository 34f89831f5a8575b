"""Which provider an address, a chain of names, or a header speaks of."""

import pytest

from secscan.model.enums import HostKind
from secscan.model.fronts import Front, Fronts

WIDE = Front(key="cloud", label="Awan", kind=HostKind.CLOUD, networks=("198.51.0.0/16",))
CDN = Front(
    key="cdn",
    label="CDN",
    kind=HostKind.CDN,
    networks=("198.51.100.0/24", "2001:db8::/32"),
    aliases=(".cdn.example",),
    headers=(("cdn-ray", ""), ("server", "cdn/")),
)
KNOWN = Fronts((WIDE, CDN))


@pytest.mark.parametrize(
    ("address", "front"),
    [("198.51.100.7", CDN), ("198.51.7.7", WIDE), ("203.0.113.1", None), ("2001:db8::7", CDN), ("2001:db9::7", None)],
)
def test_the_longest_network_that_holds_an_address(address: str, front: Front | None) -> None:
    assert KNOWN.at(address) is front


def test_names_lead_to_a_provider_only_by_its_own_zone() -> None:
    assert KNOWN.behind(("x.contoh.go.id", "abc.cdn.example.")) is CDN
    assert KNOWN.behind(("cdn.example",)) is CDN
    assert KNOWN.behind(("abc.cdn.example.penipu.test", "notcdn.example")) is None
    assert KNOWN.behind(()) is None


def test_headers_are_hints_by_name_and_beginning() -> None:
    assert KNOWN.hinted((("cdn-ray", "8a"),)) is CDN
    assert KNOWN.hinted((("server", "CDN/2.1"),)) is CDN
    assert KNOWN.hinted((("server", "nginx"), ("x-cdn-ray", "1"))) is None
