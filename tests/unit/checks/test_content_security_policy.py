import pytest

from secscan.checks import content_security_policy as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"
PAGE = "<!doctype html><html><head><title>SIMPEG</title></head><body>Selamat datang</body></html>"


def judge(response: Response) -> Verdict:
    (verdict,) = check.evaluate(app(site(URL, {"/": response})), context())
    return verdict


def policy(*values: str, name: str = "Content-Security-Policy", status: int = 200, body: str = PAGE) -> Response:
    return (status, {"Content-Type": "text/html", name: list(values)}, body)


@pytest.mark.parametrize(
    "value",
    [
        "default-src 'self'",
        "script-src 'self' https://cdn.contoh.go.id; style-src 'self' 'unsafe-inline'",
        "default-src 'none'; SCRIPT-SRC 'self'",
        # The strict policy that web.dev teaches: old keywords stand there for old browsers only.
        "script-src 'nonce-r4nd0m' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; base-uri 'none'",
        "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'unsafe-inline'",
        "script-src 'nonce-abc' 'unsafe-eval'",
    ],
)
def test_strict_policies_pass(value: str) -> None:
    assert judge(policy(value)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("value", "fact"),
    [
        ("default-src 'self' 'unsafe-inline'", "inline"),
        ("script-src 'self' 'unsafe-eval'", "evaluated"),
        ("script-src *", "anywhere"),
        ("script-src 'self' https:", "anywhere"),
        ("script-src 'self' data:", "anywhere"),
        ("frame-ancestors 'self'", "no_script_rule"),
        ("upgrade-insecure-requests", "no_script_rule"),
        # The first of two directives of one name counts (section 2.2.1).
        ("script-src 'unsafe-inline'; script-src 'self'", "inline"),
    ],
)
def test_weak_policies_are_partial(value: str, fact: str) -> None:
    verdict = judge(policy(value))
    assert (verdict.outcome, verdict.facts[fact]) == (Outcome.PARTIAL, True)


def test_two_policies_hold_together() -> None:
    weak, strict = "script-src 'self' 'unsafe-inline'", "script-src 'self' https:"
    assert judge(policy(weak, strict)).outcome is Outcome.PASS
    assert judge(policy(f"{weak}, {strict}")).outcome is Outcome.PASS


def test_meta_policy_counts_in_the_head_only() -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
    assert judge(PAGE.replace("<title>", meta + "<title>")).outcome is Outcome.PASS
    assert judge(PAGE.replace("Selamat", meta + "Selamat")).outcome is Outcome.FAIL


def test_absent_invalid_and_report_only_fail() -> None:
    assert judge(PAGE).outcome is Outcome.FAIL
    assert judge(policy("aman: ya")).facts["invalid"] is True
    report_only = judge(policy("default-src 'self'", name="Content-Security-Policy-Report-Only"))
    assert (report_only.outcome, report_only.facts["report_only"]) == (Outcome.FAIL, True)


def test_json_has_no_scripts_to_restrict() -> None:
    verdict = judge((200, {"Content-Type": "application/json"}, '{"status": "ok"}'))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_HTML)


def test_error_page_without_policy_is_inconclusive() -> None:
    assert judge((404, {"Content-Type": "text/html"}, PAGE)).outcome is Outcome.INCONCLUSIVE


def test_no_answer_is_not_tested() -> None:
    evidence = app(site(URL, {"/": Status.TIMEOUT, "http://simpeg.contoh.go.id/": Status.TIMEOUT}))
    (verdict,) = check.evaluate(evidence, context())
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
