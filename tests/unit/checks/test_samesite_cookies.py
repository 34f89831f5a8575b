import pytest

from secscan.checks import samesite_cookies as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"
ID = "6q1m2n3b4v5c6x7z8l9k0j1h2g"


def setting(*cookies: str) -> Response:
    return (200, {"Content-Type": "text/html", "Set-Cookie": list(cookies)}, "<p>Selamat datang")


def verdicts(responses: dict[str, Response]) -> list[Verdict]:
    return list(check.evaluate(app(site(URL, responses)), context()))


@pytest.mark.parametrize("flags", ["SameSite=Lax", "samesite=STRICT; Secure", "SameSite=None; Secure"])
def test_a_sound_value_passes(flags: str) -> None:
    (verdict,) = verdicts({"/": setting(f"PHPSESSID={ID}; path=/; {flags}")})
    assert verdict.outcome is Outcome.PASS


@pytest.mark.parametrize("flags", ["Secure; HttpOnly", "SameSite=None", "SameSite=", "SameSite=Ketat; Secure"])
def test_absent_unknown_or_none_without_secure_fails(flags: str) -> None:
    bad, rest = verdicts({"/": setting(f"PHPSESSID={ID}; path=/; {flags}")})
    assert (bad.outcome, bad.discriminators) == (Outcome.FAIL, (("cookie", "PHPSESSID"),))
    assert rest.outcome is Outcome.PASS


def test_one_careless_answer_is_enough() -> None:
    bad, _ = verdicts({"/": setting(f"ci_session={ID}; SameSite=Lax"), "/masuk": setting(f"ci_session={ID}; HttpOnly")})
    assert bad.facts["url"] == "https://simpeg.contoh.go.id/masuk"


def test_cookies_that_carry_no_session_are_not_judged() -> None:
    (verdict,) = verdicts({"/": setting("_ga=GA1.1.1234567890.1700000000", "bahasa=id", f"XSRF-TOKEN={ID}")})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_SESSION_COOKIE)


def test_no_answer_is_not_tested() -> None:
    (verdict,) = verdicts({"/": Status.TIMEOUT, "http://simpeg.contoh.go.id/": Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
