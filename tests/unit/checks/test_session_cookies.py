from secscan.checks import session_cookies as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"
HTTP = "http://simpeg.contoh.go.id/"
ID = "6q1m2n3b4v5c6x7z8l9k0j1h2g"


def setting(*cookies: str) -> Response:
    return (200, {"Content-Type": "text/html", "Set-Cookie": list(cookies)}, "<p>Selamat datang")


def verdicts(responses: dict[str, Response]) -> list[Verdict]:
    return list(check.evaluate(app(site(URL, responses)), context()))


def test_both_flags_pass() -> None:
    (verdict,) = verdicts({"/": setting(f"PHPSESSID={ID}; path=/; secure; HttpOnly")})
    assert (verdict.outcome, verdict.facts["cookies"]) == (Outcome.PASS, ("PHPSESSID",))


def test_one_flag_missing_is_partial_both_missing_fails() -> None:
    one, rest = verdicts({"/": setting(f"PHPSESSID={ID}; path=/; HttpOnly")})
    assert (one.outcome, one.facts["missing"], rest.outcome) == (Outcome.PARTIAL, ("Secure",), Outcome.PASS)
    assert one.discriminators == (("cookie", "PHPSESSID"),)
    both, _ = verdicts({"/": setting(f"PHPSESSID={ID}; path=/")})
    assert both.outcome is Outcome.FAIL


def test_each_cookie_is_a_finding_of_its_own() -> None:
    found = verdicts({"/": setting(f"PHPSESSID={ID}"), "/masuk": setting(f"ci_session={ID}; Secure")})
    assert [verdict.outcome for verdict in found] == [Outcome.FAIL, Outcome.PARTIAL, Outcome.PASS]


def test_unknown_name_with_the_shape_of_a_session_id() -> None:
    joomla = "0d2b8a6f4c1e3957b1d0a8f6c4e29375=9f8e7d6c5b4a39281706f5e4d3c2b1a0; path=/; HttpOnly"
    partial, _ = verdicts({"/": setting(joomla)})
    assert partial.outcome is Outcome.PARTIAL


def test_cookies_that_carry_no_session() -> None:
    others = setting(
        f"XSRF-TOKEN={ID}{ID}; path=/",
        "_ga=GA1.1.1234567890.1700000000; path=/",
        "bahasa=id; path=/; HttpOnly",
        f"cookie_consent={ID}; path=/; HttpOnly",
        f"BIGipServerpool={ID}; path=/; HttpOnly",
        f"keranjang={ID}; Max-Age=31536000; HttpOnly",
    )
    (verdict,) = verdicts({"/": others})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_SESSION_COOKIE)


def test_deleting_a_cookie_sets_none() -> None:
    gone = setting("PHPSESSID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/")
    (verdict,) = verdicts({"/": gone})
    assert verdict.outcome is Outcome.NOT_APPLICABLE


def test_secure_cannot_be_set_over_http_where_https_sets_it() -> None:
    plain: Response = (301, {"Location": URL, "Set-Cookie": f"PHPSESSID={ID}; HttpOnly"}, "")
    (verdict,) = verdicts({HTTP: plain, "/": setting(f"PHPSESSID={ID}; HttpOnly; Secure")})
    assert verdict.outcome is Outcome.PASS


def test_http_only_app_is_told_why() -> None:
    partial, _ = verdicts({URL: Status.REFUSED, HTTP: setting(f"ci_session={ID}; HttpOnly")})
    assert (partial.outcome, partial.facts["http_only_site"]) == (Outcome.PARTIAL, True)


def test_random_part_of_a_classic_asp_name_is_no_identity() -> None:
    one, _ = verdicts({"/": setting(f"ASPSESSIONIDQATBQCBC={ID}; path=/")})
    assert one.discriminators == (("cookie", "ASPSESSIONID"),)


def test_no_answer_is_not_tested() -> None:
    (verdict,) = verdicts({"/": Status.TIMEOUT, HTTP: Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
