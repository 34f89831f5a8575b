"""The shipped list of CDNs and clouds, held against addresses that the providers have published for years."""

import ipaddress
import json

import pytest

from secscan.intel.fronts import decode, load_fronts
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
    front = load_fronts()[0].at(address)
    assert (front.key if front is not None else None) == key


def test_every_entry_is_usable_and_networks_do_not_overlap() -> None:
    fronts, pack = load_fronts()
    assert pack.entries == len(fronts.known) == len({front.key for front in fronts.known})
    networks = [ipaddress.ip_network(text) for front in fronts.known for text in front.networks]
    for index, one in enumerate(networks):
        assert one.is_global
        assert not any(one.version == other.version and one.overlaps(other) for other in networks[index + 1 :])
    for front in fronts.known:
        assert front.kind in (HostKind.CDN, HostKind.CLOUD, HostKind.HOSTING_BERSAMA)
        assert all(alias.startswith(".") and alias == alias.lower() for alias in front.aliases)
        assert all(name == name.lower() and begin == begin.lower() for name, begin in front.headers)


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", json.dumps({"format": 2, "data_date": "2025-03-01", "source": "", "fronts": []}).encode()]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        decode(data)
