import pytest

from secscan.analysis.providers import claimable, is_missing, needs_page
from secscan.model.observations import DnsAnswer, Exchange
from secscan.model.requests import Request
from tests.unit.builders import Response, answer

GITHUB = (
    404,
    {"Content-Type": "text/html"},
    "<title>Site not found</title><h1>404</h1><p>There isn't a GitHub Pages site here.</p>",
)
S3 = (404, {"Content-Type": "application/xml"}, '<?xml version="1.0"?><Error><Code>NoSuchBucket</Code></Error>')


def dns(*chain: str, addresses: tuple[str, ...] = ("192.0.2.1",), rcode: str = "NOERROR") -> DnsAnswer:
    return DnsAnswer(name="info.a.go.id", records={"A": addresses}, rcodes={"A": rcode}, cname_chain=chain)


def page(response: Response) -> Exchange:
    payload = answer(Request(scheme="https", host="info.a.go.id", port=443), response).payload
    assert isinstance(payload, Exchange)
    return payload


@pytest.mark.parametrize(
    ("target", "response", "name"),
    [
        ("dinas.github.io.", GITHUB, "GitHub Pages"),
        ("dinas.s3.ap-southeast-1.amazonaws.com", S3, "Amazon S3"),
        ("dinas.herokuapp.com", (404, {}, "<title>No such app</title>"), "Heroku"),
    ],
)
def test_both_signs_together_are_claimable(target: str, response: Response, name: str) -> None:
    found = claimable(dns(target), page(response))
    assert found is not None
    assert found.name == name
    assert claimable(dns("web.a.go.id"), page(response)) is None
    assert claimable(dns(target), page("<p>Selamat datang di portal kami</p>")) is None
    assert claimable(dns(target), None) is None


def test_github_addresses_count_like_its_name() -> None:
    assert claimable(dns(addresses=("185.199.108.153",)), page(GITHUB)) is not None


def test_a_freed_target_name_is_claimable_without_a_page() -> None:
    gone = dns("dinas.azurewebsites.net", addresses=(), rcode="NXDOMAIN")
    assert claimable(gone, None) is not None
    assert claimable(dns("dinas.azurewebsites.net", addresses=(), rcode="SERVFAIL"), None) is None
    assert claimable(dns("lama.vendor.example", addresses=(), rcode="NXDOMAIN"), None) is None


def test_a_provider_must_end_the_target() -> None:
    assert claimable(dns("github.io.a.go.id"), page(GITHUB)) is None
    assert claimable(dns("notgithub.io"), page(GITHUB)) is None


def test_missing_means_nxdomain() -> None:
    assert is_missing(dns(addresses=(), rcode="NXDOMAIN"))
    assert not is_missing(dns(addresses=(), rcode="SERVFAIL"))
    assert not is_missing(dns())


def test_a_name_at_a_provider_needs_its_page() -> None:
    assert needs_page(dns("dinas.github.io"))
    assert not needs_page(dns("dinas.azurewebsites.net"))
    assert not needs_page(dns("web.a.go.id"))
