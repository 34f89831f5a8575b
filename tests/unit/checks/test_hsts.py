import pytest

from secscan.checks import hsts
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

PAGE = "<!doctype html><title>SIMPEG</title>"
HTTP = "http://simpeg.contoh.go.id/"
HTTPS = "https://simpeg.contoh.go.id/"


def judge(responses: dict[str, Response], url: str = HTTPS) -> Verdict:
    (verdict,) = hsts.evaluate(app(site(url, responses)), context())
    return verdict


def answer(*values: str, status: int = 200) -> Response:
    return (status, {"Content-Type": "text/html", "Strict-Transport-Security": list(values)}, PAGE)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        # RFC 6797, section 6.2: the examples of the standard itself.
        ("max-age=31536000", 31_536_000),
        ("max-age=15768000 ; includeSubDomains", 15_768_000),
        ('max-age="31536000"', 31_536_000),
        ("max-age=0", 0),
        ("max-age=0; includeSubDomains", 0),
        ("MAX-AGE=1; ; preload", 1),
        ('max-age=5; note="a;b"', 5),
        ("includeSubDomains", None),
        ("max-age", None),
        ("max-age=ten", None),
        ("max-age=-1", None),
        ("max-age=1; max-age=2", None),
        ("max-age=1; includeSubDomains; IncludeSubdomains", None),
        ("max-age=31536000, includeSubDomains", None),
        ("max-age=31536000 includeSubDomains", None),
        ('max-age="31536000', None),
        ("", None),
    ],
)
def test_max_age(header: str, seconds: int | None) -> None:
    assert hsts.max_age(header) == seconds


def test_half_a_year_passes_and_less_is_partial() -> None:
    assert judge({HTTPS: answer("max-age=15552000")}).outcome is Outcome.PASS
    assert judge({HTTPS: answer("max-age=15551999")}).outcome is Outcome.PARTIAL


@pytest.mark.parametrize(("header", "cause"), [("includeSubDomains", "invalid"), ("max-age=0", "off")])
def test_without_effect_it_fails(header: str, cause: str) -> None:
    verdict = judge({HTTPS: answer(header)})
    assert (verdict.outcome, verdict.facts["cause"]) == (Outcome.FAIL, cause)


def test_absent_header_fails() -> None:
    assert judge({HTTPS: PAGE}).facts["cause"] == "absent"


def test_only_the_first_header_counts() -> None:
    assert judge({HTTPS: answer("max-age=0", "max-age=31536000")}).outcome is Outcome.FAIL


def test_header_over_http_does_not_count() -> None:
    sent_over_http: Response = (301, {"Location": HTTPS, "Strict-Transport-Security": "max-age=31536000"}, "")
    assert judge({HTTP: sent_over_http, HTTPS: PAGE}).outcome is Outcome.FAIL


def test_final_response_is_judged() -> None:
    moved: Response = (302, {"Location": "/beranda"}, "")
    assert judge({HTTPS: moved, HTTPS + "beranda": answer("max-age=31536000")}).outcome is Outcome.PASS
    assert judge({HTTPS: moved, HTTPS + "beranda": Status.TIMEOUT}).reason is Reason.TIMEOUT


def test_redirect_out_of_scope_is_not_tested() -> None:
    assert judge({HTTPS: (302, {"Location": "https://portal.lain.example/"}, "")}).reason is Reason.SCOPE


def test_http_only_app_has_nothing_to_judge() -> None:
    verdict = judge({HTTPS: Status.REFUSED, HTTP: PAGE})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.HTTP_ONLY)


def test_addresses_have_no_hsts() -> None:
    assert judge({"/": PAGE}, "https://127.0.0.2/").reason is Reason.IP_LITERAL


def test_no_answer_is_not_tested() -> None:
    verdict = judge({HTTPS: Status.TIMEOUT, HTTP: Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
    assert judge({HTTPS: (502, {}, "")}).reason is Reason.ERROR


def test_error_page_without_header_proves_nothing() -> None:
    assert judge({HTTPS: (403, {"Content-Type": "text/html"}, PAGE)}).outcome is Outcome.INCONCLUSIVE
