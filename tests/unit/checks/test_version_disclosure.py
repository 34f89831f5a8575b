import pytest

from secscan.checks import version_disclosure as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"


def judge(responses: dict[str, Response]) -> Verdict:
    (verdict,) = check.evaluate(app(site(URL, responses)), context())
    return verdict


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Server", "nginx/1.18.0 (Ubuntu)"),
        ("Server", "Apache/2.4.52 (Debian) OpenSSL/3.0.2"),
        ("Server", "Apache/2"),
        ("Server", "Microsoft-IIS/10.0"),
        ("X-Powered-By", "PHP/7.4.33"),
        ("X-Powered-By", "Phusion Passenger 6.0.4"),
        ("X-AspNet-Version", "4.0.30319"),
        ("X-Generator", "Drupal 10 (https://www.drupal.org)"),
    ],
)
def test_headers_with_a_version_fail(name: str, value: str) -> None:
    verdict = judge({"/": (200, {"Content-Type": "text/html", name: value}, "<p>Halo")})
    assert (verdict.outcome, verdict.severity) == (Outcome.FAIL, Severity.INFO)
    assert verdict.facts["disclosed"] == (f"{name.lower()}: {value}",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Server", "nginx"),
        ("Server", "Apache"),
        ("Server", "cloudflare"),
        ("Server", "AmazonS3"),
        ("Server", "Apache-Coyote/1.1"),
        ("X-Powered-By", "ASP.NET"),
        ("X-Powered-By", "Express"),
        ("X-Request-Id", "1.2.3"),
    ],
)
def test_headers_without_a_version_pass(name: str, value: str) -> None:
    assert judge({"/": (200, {"Content-Type": "text/html", name: value}, "<p>Halo")}).outcome is Outcome.PASS


def test_generator_of_any_page_is_judged() -> None:
    page = "<html><head><meta name='generator' content='{}'></head>"
    assert judge({"/": "<p>Halo", "/berita": page.format("WordPress 6.4.2")}).outcome is Outcome.FAIL
    assert judge({"/": page.format("Joomla! - Open Source Content Management")}).outcome is Outcome.PASS


def test_a_challenge_page_speaks_for_its_own_server_only() -> None:
    challenge: Response = (403, {"cf-mitigated": "challenge", "Server": "edge/3.1", "Content-Type": "text/html"}, "<p>")
    verdict = judge({"/": challenge})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.BLOCKED)


def test_no_answer_is_not_tested() -> None:
    verdict = judge({"/": Status.TIMEOUT, "http://simpeg.contoh.go.id/": Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
