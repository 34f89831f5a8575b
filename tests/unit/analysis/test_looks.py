import pytest
from msgspec import structs

from secscan.analysis.looks import banned, failing, judged_home, walled
from secscan.base.urls import parse_url
from secscan.model.enums import Reason
from secscan.model.requests import Request, View
from tests.unit.builders import Response, site

URL = "https://a.go.id/"
FORBIDDEN = (403, {"Content-Type": "text/html"}, "<h1>Forbidden</h1>")
HOME = "<title>Dinas</title><p>Selamat datang"
MOVED = (301, {"Location": URL}, "")


def test_403_for_everything_is_a_wall() -> None:
    known = site(URL, {"/": FORBIDDEN, "/x": FORBIDDEN, "http://a.go.id/": MOVED})
    assert walled(known)
    assert judged_home(known) is Reason.BLOCKED


def test_403_on_the_home_page_alone_is_the_apps_own() -> None:
    known = site(URL, {"/": FORBIDDEN, "/x": (404, {}, "Not found"), "http://a.go.id/": MOVED})
    assert not walled(known)
    assert not isinstance(judged_home(known), Reason)


def test_a_login_wall_is_no_ban() -> None:
    known = site(URL, {"/": (401, {"WWW-Authenticate": "Basic"}, ""), "/x": (401, {}, "")})
    assert not walled(known)


@pytest.mark.parametrize(("again", "expected"), [(FORBIDDEN, True), (HOME, False), ((404, {}, "x"), False)])
def test_a_ban_shows_when_the_home_page_is_asked_for_again(again: Response, expected: bool) -> None:
    home = Request.to(parse_url(URL))
    known = site(URL, {"/": HOME, "/x": FORBIDDEN}, requests={structs.replace(home, view=View.SEARCH_REFERRER): again})
    assert banned(known) is expected


def test_a_home_page_that_was_never_public_shows_no_ban() -> None:
    home = Request.to(parse_url(URL))
    views = {structs.replace(home, view=View.SEARCH_REFERRER): FORBIDDEN}
    assert not banned(site(URL, {"/": FORBIDDEN}, requests=views))  # type: ignore[arg-type]
    assert not banned(site(URL, {"/": HOME}))


@pytest.mark.parametrize(
    ("home", "status", "expected"), [(200, 503, True), (200, 500, False), (500, 500, True), (500, 404, False)]
)
def test_a_servers_troubles_say_nothing_of_a_path(home: int, status: int, expected: bool) -> None:
    known = site(URL, {"/": (home, {}, "x"), "/x": (status, {}, "x")})
    (exchange,) = [one for one in known.exchanges() if one.request.path == "/x"]
    assert failing(known, exchange) is expected
