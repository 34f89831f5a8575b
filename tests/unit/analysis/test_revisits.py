"""Pages of open findings: which are asked for again, and which answers count as another look."""

import pytest

from secscan.analysis.revisits import ask, revisited
from secscan.checks.catalogue import CHECKS
from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.requests import Request, View
from tests.unit.builders import TOKEN, Response, context, site

URL = "https://dinas.contoh.go.id/"
HOME = "<html><body><h1>Dinas</h1></body></html>"
PAGE = "http|GET|secscan|https://dinas.contoh.go.id/berita"
GONE = (410, {"Content-Type": "text/html"}, "<p>hilang</p>")
CHALLENGE = (403, {"Content-Type": "text/html", "cf-mitigated": "challenge"}, "<title>Just a moment...</title>")


def moved(where: str) -> Response:
    return (301, {"Location": where}, "")


def asked(*keys: str, url: str = URL, given: dict[str, Response] | None = None, **fields: object) -> list[str]:
    known = context(open_pages=tuple(JobKey(key) for key in keys), **fields)
    return [request.url for request in ask(site(url, given or {"/": HOME}), known)]


def test_the_page_of_an_open_finding_is_asked_for_as_it_was_before() -> None:
    view = PAGE.replace("secscan", "search_engine", 1)
    requests = list(ask(site(URL, {"/": HOME}), context(open_pages=(JobKey(PAGE), JobKey(view)))))
    assert [request.key for request in requests] == [PAGE, view]
    assert [request.view for request in requests] == [View.SECSCAN, View.SEARCH_ENGINE]
    assert not any(request.prefix_only for request in requests)


@pytest.mark.parametrize(
    "key",
    [
        "http|GET|secscan|https://lain.contoh.go.id/berita",
        "http|OPTIONS|secscan|https://dinas.contoh.go.id/berita",
        "http|GET|secscan|https://dinas.contoh.go.id.evil.example/",
        "tls|203.0.113.1|443|dinas.contoh.go.id",
        "",
    ],
)
def test_nothing_else_is_asked_for(key: str) -> None:
    assert asked(key) == []


def test_pages_outside_the_base_path_are_not_asked_for() -> None:
    assert asked(PAGE, url=URL + "aplikasi/", given={"/aplikasi/": HOME}) == []


def test_a_site_is_asked_for_a_few_only() -> None:
    assert len(asked(*(f"{PAGE}/{number}" for number in range(40)), revisits=6)) == 6


def test_pages_that_others_ask_for_take_no_share() -> None:
    pages = [f"{PAGE}/{number}" for number in range(8)]
    given: dict[str, Response] = {"/": HOME} | {f"/berita/{number}": HOME for number in range(6)}
    assert asked("http|GET|secscan|" + URL, *pages, given=given, revisits=2) == [
        URL + "berita/6",
        URL + "berita/7",
    ]


def test_what_was_asked_for_once_more_keeps_its_place() -> None:
    """The share is that of the whole look, not of each round."""
    known = context(open_pages=tuple(JobKey(f"{PAGE}/{number}") for number in range(8)), revisits=2)
    first = list(ask(site(URL, {"/": HOME}), known))
    seen = site(URL, {"/": HOME}, requests=dict.fromkeys(first, GONE))
    assert [request.key for request in ask(seen, known)] == [request.key for request in first]


def test_what_other_origins_are_told_is_no_page() -> None:
    foreign = Request(scheme="https", host="dinas.contoh.go.id", port=443, view=View.FOREIGN_ORIGIN)
    assert list(revisited(site(URL, {"/": HOME}, requests={foreign: HOME}))) == ["http|GET|secscan|" + URL]


def test_a_page_that_moved_within_the_site_is_followed() -> None:
    key = "http|GET|secscan|http://dinas.contoh.go.id/berita"
    given = {"/": HOME, "http://dinas.contoh.go.id/berita": moved(URL + "berita")}
    assert asked(key, given=given) == [URL + "berita"]
    assert asked(key, given=given | {"http://dinas.contoh.go.id/berita": moved("https://lain.example/")}) == []


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (HOME, None),
        (GONE, None),
        ((404, {"Content-Type": "text/html"}, "<p>tidak ada</p>"), None),
        ((401, {"WWW-Authenticate": "Basic"}, ""), None),
        (moved("https://lain.example/"), None),
        (moved("/masuk"), Reason.BUDGET),
        (Status.REFUSED, None),
        (Status.TIMEOUT, Reason.TIMEOUT),
        (Status.SKIPPED, Reason.BUDGET),
        ((429, {}, ""), Reason.BLOCKED),
        ((503, {}, ""), Reason.ERROR),
        (CHALLENGE, Reason.BLOCKED),
    ],
)
def test_what_counts_as_another_look(response: Response, reason: Reason | None) -> None:
    assert revisited(site(URL, {"/": HOME, "/berita": response}))[JobKey(PAGE)] is reason


def test_a_redirect_counts_once_its_target_was_seen() -> None:
    assert revisited(site(URL, {"/": HOME, "/berita": moved("/masuk"), "/masuk": HOME}))[JobKey(PAGE)] is None


def test_a_refusal_by_a_ban_says_nothing_of_the_page() -> None:
    again = Request(scheme="https", host="dinas.contoh.go.id", port=443, view=View.SEARCH_REFERRER)
    seen = site(URL, {"/": HOME, "/berita": (403, {}, "")}, requests={again: (403, {}, "")})
    assert revisited(seen)[JobKey(PAGE)] is Reason.BLOCKED


def test_paths_made_up_for_one_run_are_no_pages() -> None:
    assert list(revisited(site(URL, {"/": HOME, f"/{TOKEN}": GONE, f"/{TOKEN[::-1]}.php": GONE}))) == [
        "http|GET|secscan|" + URL
    ]


def test_checks_that_ask_again_by_themselves_name_the_paths_of_their_findings() -> None:
    seen = site(URL, {"/": HOME})
    for check in (one for one in CHECKS if one.spec.asks_again):
        assert check.ask is not None
        path = "/lama/" if check.spec.id == "directory-listing" else "/lama/x.bin"
        known = context(open_paths=((check.spec.id, seen.site.key, path),))
        assert path in {request.path for request in check.ask(seen, known)}, check.spec.id
