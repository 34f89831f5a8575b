"""Names of other parties, and what look-ups say of them."""

import pytest

from secscan.analysis.thirdparty import Fate, fate, hosts_of, judged, loaded_hosts, to_look_up
from secscan.model.enums import Status
from secscan.model.observations import Observation
from tests.unit.analysis.pages import HOST, exchange_of
from tests.unit.builders import site
from tests.unit.checks.lookups import resolved


def gone(*names: str) -> dict[str, Observation]:
    return {name: seen for name in names for name, seen in resolved(name, rcode="NXDOMAIN").items()}


def there(*names: str) -> dict[str, Observation]:
    return {name: seen for name in names for name, seen in resolved(name).items()}


def test_only_code_of_other_hosts_counts() -> None:
    page = exchange_of(
        "<script src=/a.js></script><script src=https://a.example.com:8443/x.js></script><img src=https://b.example.com/x>"
        "<iframe src=https://c.example.com/></iframe><link rel=stylesheet href=https://d.example.com/x.css>"
        "<script src=https://127.0.0.9/x.js></script>"
    ).page
    assert page is not None
    assert list(hosts_of(page, HOST)) == ["a.example.com", "c.example.com"]


def test_a_hostile_page_costs_a_bounded_number_of_look_ups() -> None:
    many = "".join(f"<script src=https://n{n}.example.com/x.js></script>" for n in range(60))
    assert len(loaded_hosts(site(f"https://{HOST}/", {"/": many}))) == 25


def test_the_names_above_are_asked_for_until_one_exists() -> None:
    assert list(to_look_up(["cdn.js.widget.co.id", "www.google.com"], {})) == ["cdn.js.widget.co.id"]
    known = gone("cdn.js.widget.co.id")
    assert list(to_look_up(["cdn.js.widget.co.id"], known)) == ["js.widget.co.id"]
    known |= gone("js.widget.co.id", "widget.co.id")
    assert list(to_look_up(["cdn.js.widget.co.id"], known)) == ["co.id"]
    assert list(to_look_up(["cdn.js.widget.co.id"], {**known, **there("co.id")})) == []


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (resolved("cdn.w.com", "192.0.2.1"), Fate.RESOLVES),
        (resolved("cdn.w.com"), Fate.ADDRESSLESS),
        ({**gone("cdn.w.com", "w.com"), **there("com")}, Fate.LAPSED),
        ({**gone("cdn.w.com"), **there("w.com")}, Fate.MISSING),
        (gone("cdn.w.com", "w.com", "com"), Fate.UNKNOWN),
        (gone("cdn.w.com", "w.com"), Fate.UNKNOWN),
        ({**gone("cdn.w.com"), **resolved("w.com", rcode="SERVFAIL", status=Status.ERROR)}, Fate.UNKNOWN),
        (resolved("cdn.w.com", rcode="SERVFAIL", status=Status.ERROR), Fate.UNKNOWN),
        (resolved("cdn.w.com", rcode="TIMEOUT", status=Status.TIMEOUT), Fate.UNKNOWN),
        ({}, Fate.UNKNOWN),
    ],
)
def test_only_answers_tell_a_fate(looks: dict[str, Observation], expected: Fate) -> None:
    assert fate("cdn.w.com", looks) is expected


def test_second_level_registries_are_told_from_domains() -> None:
    looks = {**gone("cdn.w.co.id", "w.co.id", "a.b.abcd.id", "b.abcd.id"), **there("co.id", "abcd.id")}
    assert fate("cdn.w.co.id", looks) is Fate.LAPSED
    assert fate("a.b.abcd.id", looks) is Fate.MISSING


def test_an_alias_to_a_lapsed_domain_and_a_name_that_its_provider_gives_away() -> None:
    alias = resolved("cdn.w.com", chain=("x.lama.net",), rcode="NXDOMAIN")
    assert "x.lama.net" in set(to_look_up(["cdn.w.com"], {**alias, **there("w.com")}))
    looks = {**alias, **gone("x.lama.net", "lama.net"), **there("net", "w.com")}
    assert fate("cdn.w.com", looks) is Fate.LAPSED
    assert fate("old.azurewebsites.net", gone("old.azurewebsites.net")) is Fate.CLAIMABLE


def test_lists_come_before_look_ups() -> None:
    assert judged("a.b.example.com", {}, frozenset(("b.example.com",))) is Fate.BLOCKED
    assert judged("cdn.polyfill.io", resolved("cdn.polyfill.io", "192.0.2.1"), frozenset()) is Fate.HOSTILE
    assert judged("www.googletagmanager.com", {}, frozenset()) is Fate.RESOLVES
