import pytest

from secscan.checks import error_pages as check
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.requests import Request
from tests.unit.builders import Response, answer, app, context, with_looks
from tests.unit.checks.rounds import GONE, HOME, App, explore

PHP: Response = (
    "<!doctype html><br /><b>Warning</b>:  Undefined array key in <b>/home/dinas/public_html/a.php</b> on line <b>7</b>"
)
EXPRESS: Response = (404, {"Content-Type": "text/html"}, "<!doctype html><title>Error</title><pre>Cannot GET /x</pre>")


def judge(serve: App, home: Response = HOME, intensity: Intensity = Intensity.STANDARD) -> Verdict:
    seen, _ = explore(check.ask, serve, home=home, intensity=intensity)
    (only,) = check.evaluate(app(seen), context())
    return only


def test_one_over_long_harmless_value_is_all_that_is_asked() -> None:
    asked: list[Request] = []

    def serve(request: Request) -> Response:
        asked.append(request)
        return HOME

    assert judge(serve).outcome is Outcome.PASS
    (only,) = asked
    assert (only.method, only.path[:10]) == ("GET", "/?secscan=")
    assert 300 <= len(only.path) <= 800
    assert only.path[10:].isalnum()


def test_a_trace_fails_and_is_shown_without_markup() -> None:
    found = judge(lambda _: PHP)
    assert (found.outcome, found.severity, found.facts["shown"]) == (Outcome.FAIL, Severity.SEDANG, "php")
    assert "a.php on line 7" in str(found.facts["sample"])


def test_a_trace_on_the_home_page_counts() -> None:
    assert judge(lambda _: GONE, home=PHP).outcome is Outcome.FAIL


def test_the_default_page_of_a_framework_is_partial() -> None:
    found = judge(lambda _: EXPRESS)
    assert (found.outcome, found.severity) == (Outcome.PARTIAL, Severity.RENDAH)


def test_error_pages_that_other_checks_met_are_judged() -> None:
    seen, _ = explore(check.ask, lambda _: GONE)
    request = seen.request("/phpinfo.php", purpose="guess")
    seen = with_looks(seen, answer(request, (500, {"Content-Type": "text/html"}, str(PHP))))
    (only,) = check.evaluate(app(seen), context())
    assert (only.outcome, only.facts["url"]) == (Outcome.FAIL, "https://simpeg.contoh.go.id/phpinfo.php")


def test_an_article_that_quotes_an_error_is_no_error_page() -> None:
    seen, _ = explore(check.ask, lambda _: GONE)
    request = seen.request("/artikel/galat-php", purpose="linked")
    seen = with_looks(seen, answer(request, PHP))
    (only,) = check.evaluate(app(seen), context())
    assert only.outcome is Outcome.PASS


@pytest.mark.parametrize(
    "page", [GONE, (404, {}, ""), HOME, (403, {"Content-Type": "text/html"}, "<h1>Forbidden</h1>")]
)
def test_generic_pages_pass(page: Response) -> None:
    assert judge(lambda _: page).outcome is Outcome.PASS


def test_could_not_look() -> None:
    passive = judge(lambda _: GONE, intensity=Intensity.PASSIVE)
    assert (passive.outcome, passive.reason) == (Outcome.NOT_TESTED, Reason.PERMIT)
    assert judge(lambda _: GONE, home=(503, {}, "")).outcome is Outcome.NOT_TESTED
