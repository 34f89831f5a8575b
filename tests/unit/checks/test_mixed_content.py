import pytest

from secscan.checks import mixed_content as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"
HTTP = "http://simpeg.contoh.go.id/"
PAGE = "<html><head></head><body><p>Selamat datang</p>{}</body></html>"


def judge(responses: dict[str, Response]) -> Verdict:
    (verdict,) = check.evaluate(app(site(URL, responses)), context())
    return verdict


@pytest.mark.parametrize(
    "markup",
    [
        "<script src='http://cdn.example/a.js'></script>",
        "<link rel=stylesheet href='http://cdn.example/a.css'>",
        "<iframe src='http://peta.example/'></iframe>",
        "<form action='http://simpeg.contoh.go.id/cari'><input name=q></form>",
        "<object data='http://cdn.example/a.swf'></object>",
    ],
)
def test_active_content_fails(markup: str) -> None:
    assert judge({"/": PAGE.format(markup)}).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "markup", ["<img src='http://cdn.example/a.png'>", "<video><source src='http://cdn.example/a.mp4'></video>"]
)
def test_passive_content_is_partial(markup: str) -> None:
    assert judge({"/": PAGE.format(markup)}).outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='http://lama.example/'>tautan</a>",
        "<img src='//cdn.example/a.png'><script src='/a.js'></script>",
        "<script src='http://127.0.0.1:8021/agen.js'></script><img src='http://localhost/a.png'>",
        "<link rel=canonical href='http://simpeg.contoh.go.id/'>",
        "<!-- <script src='http://cdn.example/a.js'></script> -->",
        "<template><img src='http://cdn.example/a.png'></template>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    ],
)
def test_what_is_no_mixed_content(markup: str) -> None:
    assert judge({"/": PAGE.format(markup)}).outcome is Outcome.PASS


def test_base_href_decides_where_relative_addresses_lead() -> None:
    page = PAGE.replace("<head>", "<head><base href='http://simpeg.contoh.go.id/'>").format(
        "<script src=a.js></script>"
    )
    assert judge({"/": page}).outcome is Outcome.FAIL


def test_upgrade_insecure_requests_mends_it() -> None:
    headers = {"Content-Type": "text/html", "Content-Security-Policy": "upgrade-insecure-requests"}
    page = PAGE.format("<script src='http://cdn.example/a.js'></script>")
    assert judge({"/": (200, headers, page)}).outcome is Outcome.PASS


def test_any_https_page_counts() -> None:
    verdict = judge({"/": PAGE.format(""), "/berita": PAGE.format("<img src='http://cdn.example/a.png'>")})
    assert (verdict.outcome, verdict.facts["url"]) == (Outcome.PARTIAL, URL + "berita")


def test_http_only_app_has_nothing_to_mix() -> None:
    verdict = judge({URL: Status.REFUSED, HTTP: PAGE.format("<img src='http://cdn.example/a.png'>")})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.HTTP_ONLY)


def test_without_page_not_applicable_without_answer_not_tested() -> None:
    assert judge({"/": (200, {"Content-Type": "application/json"}, "{}")}).reason is Reason.NO_HTML
    verdict = judge({"/": Status.TIMEOUT, HTTP: Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
    blocked = judge({"/": (503, {"Content-Type": "text/html", "cf-mitigated": "challenge"}, PAGE)})
    assert (blocked.outcome, blocked.reason) == (Outcome.NOT_TESTED, Reason.BLOCKED)
