from secscan.analysis.sessions import session_cookies
from tests.unit.builders import Response, site

URL = "https://simpeg.contoh.go.id/"
ID = "6q1m2n3b4v5c6x7z8l9k0j1h2g"


def setting(*cookies: str) -> Response:
    return (200, {"Content-Type": "text/html", "Set-Cookie": list(cookies)}, "<p>Selamat datang")


def test_https_answers_alone_are_judged_where_they_set_the_cookie() -> None:
    seen = site(
        URL, {"/": setting(f"sid={ID}"), "http://simpeg.contoh.go.id/": setting(f"sid={ID}; Secure", "PHPSESSID=" + ID)}
    )
    found = session_cookies(seen)
    assert [one.exchange.request.scheme for one in found["sid"]] == ["https"]
    assert [one.exchange.request.scheme for one in found["PHPSESSID"]] == ["http"]


def test_every_answer_that_sets_a_cookie_is_kept() -> None:
    seen = site(URL, {"/": setting(f"sid={ID}"), "/a": setting(f"sid={ID}; Secure"), "/b": setting("bahasa=id")})
    assert [one.cookie.secure for one in session_cookies(seen)["sid"]] == [False, True]


def test_random_letters_of_classic_asp_are_one_cookie() -> None:
    seen = site(URL, {"/": setting(f"ASPSESSIONIDQATRBDAA={ID}"), "/a": setting(f"ASPSESSIONIDCCXX={ID}")})
    assert list(session_cookies(seen)) == ["ASPSESSIONID"]
