"""The shipped list of CDNs and clouds, held against addresses that the providers have published for years."""

import ipaddress

import pytest

from secscan.intel.packs import load_intel
from secscan.model.enums import HostKind


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("104.16.132.229", "cloudflare"),  # cloudflare.com/ips-v4
        ("2606:4700::6810:84e5", "cloudflare"),
        ("151.101.1.69", "fastly"),  # api.fastly.com/public-ip-list
        ("13.224.0.5", "cloudfront"),  # ip-ranges.amazonaws.com, service CLOUDFRONT
        ("23.200.1.1", "akamai"),
        ("45.60.1.1", "imperva"),
        ("192.124.249.10", "sucuri"),
        ("185.199.108.153", "github-pages"),
        ("108.136.5.5", "aws"),  # Jakarta
        ("1.1.1.1", None),  # Cloudflare's resolver, which serves no customers' sites
        ("103.10.20.30", None),
        ("127.0.0.1", None),
        ("10.0.0.1", None),
        ("202.51.96.1", None),
    ],
)
def test_published_addresses(address: str, key: str | None) -> None:
    front = load_intel().fronts.at(address)
    assert (front.key if front is not None else None) == key


def test_every_entry_is_usable_and_networks_do_not_overlap() -> None:
    fronts = load_intel().fronts
    assert len(fronts.known) == len({front.key for front in fronts.known}) >= 20
    networks = [ipaddress.ip_network(text) for front in fronts.known for text in front.networks]
    for index, one in enumerate(networks):
        assert one.is_global
        assert not any(one.version == other.version and one.overlaps(other) for other in networks[index + 1 :])
    for front in fronts.known:
        assert front.kind in (HostKind.CDN, HostKind.CLOUD, HostKind.HOSTING_BERSAMA)
        assert all(alias.startswith(".") and alias == alias.lower() for alias in front.aliases)
        assert all(name == name.lower() and begin == begin.lower() for name, begin in front.headers)


def test_the_pack_is_dated_and_known_to_be_old_after_two_years() -> None:
    (pack,) = (one for one in load_intel().packs if one.name == "fronts")
    assert (pack.entries, pack.max_age) == (len(load_intel().fronts.known), 730)
