from secscan.checks import framing
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import app, context, site

HTML = {"Content-Type": "text/html"}


def outcome(headers: dict[str, str], body: str = "<p>Selamat datang</p>") -> Outcome:
    evidence = app(site("https://simpeg.contoh.go.id/", {"/": (200, HTML | headers, body)}))
    (verdict,) = framing.evaluate(evidence, context())
    return verdict.outcome


def test_x_frame_options_protects() -> None:
    assert outcome({"X-Frame-Options": "SAMEORIGIN"}) is Outcome.PASS


def test_frame_ancestors_protects_and_wins_over_x_frame_options() -> None:
    assert outcome({"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'"}) is Outcome.PASS
    assert outcome({"Content-Security-Policy": "frame-ancestors *", "X-Frame-Options": "DENY"}) is Outcome.FAIL


def test_without_either_it_fails() -> None:
    assert outcome({}) is Outcome.FAIL


def test_allow_from_protects_no_browser() -> None:
    assert outcome({"X-Frame-Options": "ALLOW-FROM https://contoh.go.id"}) is Outcome.FAIL


def test_report_only_and_meta_do_not_count() -> None:
    assert outcome({"Content-Security-Policy-Report-Only": "frame-ancestors 'none'"}) is Outcome.FAIL
    meta = "<meta http-equiv='Content-Security-Policy' content=\"frame-ancestors 'none'\">"
    assert outcome({}, meta) is Outcome.FAIL


def test_no_answer_is_not_tested() -> None:
    evidence = app(
        site("https://simpeg.contoh.go.id/", {"/": Status.TIMEOUT, "http://simpeg.contoh.go.id/": Status.TIMEOUT})
    )
    (verdict,) = framing.evaluate(evidence, context())
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_scheme_sources_let_anybody_frame() -> None:
    assert outcome({"Content-Security-Policy": "frame-ancestors 'self' https:"}) is Outcome.FAIL


def test_repeated_header_is_one_set_of_words() -> None:
    assert outcome({"X-Frame-Options": "SAMEORIGIN, SAMEORIGIN"}) is Outcome.PASS


def test_error_page_without_header_is_inconclusive() -> None:
    evidence = app(site("https://simpeg.contoh.go.id/", {"/": (404, HTML, "<h1>Not Found</h1>")}))
    (verdict,) = framing.evaluate(evidence, context())
    assert verdict.outcome is Outcome.INCONCLUSIVE
