import pytest

from secscan.checks import nosniff_referrer as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import app, context, site

URL = "https://simpeg.contoh.go.id/"
BOTH = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}


def judge(headers: dict[str, str | list[str]], body: str = "<p>Selamat datang", status: int = 200) -> Verdict:
    response = (status, {"Content-Type": "text/html", **headers}, body)
    (verdict,) = check.evaluate(app(site(URL, {"/": response})), context())
    return verdict


def test_both_pass_one_is_partial_none_fails() -> None:
    assert judge({**BOTH}).outcome is Outcome.PASS
    for name, value in BOTH.items():
        assert judge({name: value}).outcome is Outcome.PARTIAL
    assert judge({}).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("value", "counts"), [("NoSniff", True), ("nosniff, x", True), ("x, nosniff", False), ("", False)]
)
def test_first_value_of_nosniff_counts(value: str, counts: bool) -> None:
    assert judge({"X-Content-Type-Options": value}).facts["nosniff"] is counts


@pytest.mark.parametrize(
    ("values", "policy"),
    [
        (["no-referrer"], "no-referrer"),
        # Referrer Policy, section 11.1: unknown words are skipped, so that new ones may stand last.
        (["no-referrer, strict-origin-when-cross-origin, baru"], "strict-origin-when-cross-origin"),
        (["same-origin", "origin"], "origin"),
        (["SAME-ORIGIN"], "same-origin"),
        (["never-send"], ""),
        ([""], ""),
        (["no-referrer, unsafe-url"], "unsafe-url"),
    ],
)
def test_last_valid_referrer_policy_counts(values: list[str], policy: str) -> None:
    verdict = judge({"Referrer-Policy": values})
    assert verdict.facts["referrer_policy"] == policy
    assert verdict.facts["referrer"] is (policy not in ("", "unsafe-url"))


def test_meta_referrer_counts_and_wins() -> None:
    head = "<html><head><meta name=referrer content='{}'></head><body>Halo"
    assert judge({}, head.format("same-origin")).facts["referrer"] is True
    assert judge({"Referrer-Policy": "no-referrer"}, head.format("always")).facts["referrer"] is False
    assert judge({"Referrer-Policy": "no-referrer"}, head.format("apa saja")).facts["referrer"] is True


def test_json_answers_are_judged_too() -> None:
    response = (200, {"Content-Type": "application/json", **BOTH}, "{}")
    (verdict,) = check.evaluate(app(site(URL, {"/": response})), context())
    assert verdict.outcome is Outcome.PASS


def test_error_page_without_headers_is_inconclusive_and_no_answer_not_tested() -> None:
    assert judge({}, status=404).outcome is Outcome.INCONCLUSIVE
    assert judge({**BOTH}, status=404).outcome is Outcome.PASS
    (verdict,) = check.evaluate(app(site("https://simpeg.contoh.go.id:8443/", {"/": Status.REFUSED})), context())
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.UNREACHABLE)
