from secscan.analysis.looks import judged_home, walled
from secscan.model.enums import Reason
from tests.unit.builders import site

URL = "https://a.go.id/"
FORBIDDEN = (403, {"Content-Type": "text/html"}, "<h1>Forbidden</h1>")
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
