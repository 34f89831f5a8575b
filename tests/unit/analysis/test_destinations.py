"""Where links lead, seen from their page."""

from secscan.analysis.destinations import destinations
from secscan.base.urls import UrlParts
from secscan.model.observations import Exchange
from tests.unit import builders

URL = "https://dinkes.contoh.go.id/"


def page(body: str, path: str = "/layanan/") -> Exchange:
    seen = builders.site(URL, {path: body})
    return next(iter(seen.pages()))


def test_links_are_resolved_in_their_order_each_time_they_stand() -> None:
    found = destinations(page('<a href="/a">a</a><a href="b?x=1">b</a><a href="https://lain.example:8443/c">c</a>'))
    assert found == (
        UrlParts("https", "dinkes.contoh.go.id", 443, "/a", ""),
        UrlParts("https", "dinkes.contoh.go.id", 443, "/layanan/b", "x=1"),
        UrlParts("https", "lain.example", 8443, "/c", ""),
    )


def test_there_is_one_place_for_each_link() -> None:
    exchange = page('<a href="mailto:a@b.example">tulis</a><a href="tel:112">telepon</a><a href="/a">a</a>')
    assert exchange.page is not None
    assert len(destinations(exchange)) == len(exchange.page.links)


def test_an_answer_that_is_no_page_leads_nowhere() -> None:
    seen = builders.site(URL, {"/data.json": (200, {"Content-Type": "application/json"}, '{"a": 1}')})
    assert [destinations(one) for one in seen.exchanges()] == [()]
