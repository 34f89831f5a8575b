from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.model.requests import Request, View
from secscan.probes.headers import is_whole, request_headers, retry_after, user_agent

NOW = datetime(2026, 10, 1, 3, 0, 0, tzinfo=UTC)


def request(**changes: object) -> Request:
    return Request(**({"scheme": "https", "host": "dinkes.example.go.id", "port": 443} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scheme", "host", "port", "host_header"),
    [
        ("https", "a.go.id", 443, "a.go.id"),
        ("https", "a.go.id", 80, "a.go.id:80"),
        ("http", "a.go.id", 8080, "a.go.id:8080"),
        ("http", "2001:db8::1", 80, "[2001:db8::1]"),
        ("http", "::1", 8080, "[::1]:8080"),
        ("http", "127.0.0.2", 80, "127.0.0.2"),
    ],
)
def test_the_host_header(scheme: str, host: str, port: int, host_header: str) -> None:
    assert request_headers(request(scheme=scheme, host=host, port=port), "x")["Host"] == host_header


def test_every_view_names_secscan_and_its_contact() -> None:
    for view in View:
        agent = request_headers(request(view=view), "csirt@example.go.id")["User-Agent"]
        assert "secscan/" in agent
        assert "csirt@example.go.id" in agent
    assert "Googlebot" in user_agent("x", View.SEARCH_ENGINE)
    assert "Googlebot" not in user_agent("x")


def test_views_differ_in_one_header_each() -> None:
    plain = request_headers(request(), "x")
    referred = request_headers(request(view=View.SEARCH_REFERRER), "x")
    foreign = request_headers(request(view=View.FOREIGN_ORIGIN), "x")
    assert set(referred) - set(plain) == {"Referer"}
    assert foreign["Origin"] == "https://secscan.invalid"


@given(st.text(max_size=300))
def test_no_contact_breaks_out_of_the_header(contact: str) -> None:
    agent = user_agent(contact)
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.count("(") == agent.count(")") == 1
    assert len(agent) < 250


def test_a_prefix_is_asked_for_uncompressed() -> None:
    headers = request_headers(request(prefix_only=True), "x")
    assert headers["Range"] == "bytes=0-4095"
    assert headers["Accept-Encoding"] == "identity"
    assert "Range" not in request_headers(request(prefix_only=True, method="HEAD"), "x")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Thu, 01 Oct 2026 03:00:30 GMT", 30.0),
        ("Thu, 01 Oct 2026 02:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("9" * 40, None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "length", "whole"),
    [
        ("bytes 0-4095/90000", 4096, False),
        ("bytes 0-99/100", 100, True),
        ("bytes 0-4095/*", 4096, True),
        ("nonsense", 10, True),
        ("bytes 0-1/" + "9" * 5000, 2, True),
    ],
)
def test_content_range_tells_whether_there_is_more(value: str, length: int, whole: bool) -> None:
    assert is_whole([("content-range", value)], length) is whole
