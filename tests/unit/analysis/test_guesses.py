from secscan.analysis.guesses import follow, unanswered
from secscan.model.enums import Intensity, Reason, Status
from tests.unit.builders import TOKEN, Response, site

BASE = "https://app.contoh.go.id/"
HOME: dict[str, Response] = {"/": "<p>Beranda</p>"}
GONE: Response = (404, {"Content-Type": "text/html"}, "<h1>Not Found</h1>")


def test_all_answered() -> None:
    known = site(BASE, {**HOME, "/admin": GONE})
    assert unanswered(known, [known.request("admin")]) is None


def test_why_not() -> None:
    known = site(BASE, {**HOME, "/admin": Status.TIMEOUT, "/login": Status.SKIPPED})
    assert unanswered(known, [known.request("admin")]) is Reason.TIMEOUT
    assert unanswered(known, [known.request("login")]) is Reason.BUDGET
    assert unanswered(known, [known.request("dashboard")]) is Reason.BUDGET
    passive = site(BASE, HOME, intensity=Intensity.PASSIVE)
    assert unanswered(passive, [passive.request("admin")]) is Reason.PERMIT


def test_refused_everywhere_is_blocked() -> None:
    refused: Response = (403, {"Content-Type": "text/html"}, "<h1>Forbidden</h1>")
    known = site(BASE, {"/": refused, "/admin": refused, f"/{TOKEN}": refused})
    assert unanswered(known, [known.request("admin")]) is Reason.BLOCKED


def test_redirects_are_followed_on_the_own_site_only() -> None:
    known = site(BASE, {**HOME, "/admin": (302, {"Location": "/admin/login"}, "")})
    assert [request.path for request in follow(known, [known.request("admin")])] == ["/admin/login"]
    away = site(BASE, {**HOME, "/admin": (302, {"Location": "https://sso.contoh.go.id/"}, "")})
    assert list(follow(away, [away.request("admin")])) == []
