from datetime import date

import pytest

from secscan.checks import runtime_version
from secscan.intel.packs import load_intel
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

INTEL = load_intel()


def verdicts(headers: dict[str, str] | Status, day: date = date(2026, 10, 1)) -> list[Verdict]:
    home: Response = (
        headers if isinstance(headers, Status) else (200, {"Content-Type": "text/html"} | headers, "<p>x</p>")
    )
    known = site("http://app.contoh.go.id:8080/", {"/": home})
    return list(runtime_version.evaluate(app(known), context(intel=INTEL, as_of=day)))


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"X-Powered-By": "PHP/7.4.33"}, Outcome.FAIL),
        ({"X-Powered-By": "PHP/5.6.40"}, Outcome.FAIL),
        ({"X-Powered-By": "PHP/8.4.24"}, Outcome.PASS),
        ({"X-Powered-By": "PHP/9.0.1"}, Outcome.PASS),
        ({"X-Powered-By": "PHP/3.0.18"}, Outcome.FAIL),
        ({"Server": "nginx/1.14.2"}, Outcome.FAIL),
        ({"Server": "nginx/1.30.4"}, Outcome.PASS),
        ({"Server": "Apache/2.2.15 (Unix)"}, Outcome.FAIL),
        ({"Server": "Apache/2.4.29"}, Outcome.PASS),
        ({"Server": "Microsoft-IIS/7.5"}, Outcome.FAIL),
        ({"Server": "Microsoft-IIS/10.0"}, Outcome.PASS),
    ],
)
def test_branches(headers: dict[str, str], outcome: Outcome) -> None:
    (verdict,) = verdicts(headers)
    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    ("headers", "product"),
    [
        ({"Server": "nginx/1.18.0 (Ubuntu)"}, "nginx"),
        ({"X-Powered-By": "PHP/7.4.3-4ubuntu2.18"}, "php"),
    ],
)
def test_packages_of_distributions_prove_nothing(headers: dict[str, str], product: str) -> None:
    (verdict,) = verdicts(headers)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.BACKPORTS)
    assert verdict.discriminators == (("product", product),)


@pytest.mark.parametrize("headers", [{"Server": "nginx"}, {"Server": "Apache"}, {"Server": "cloudflare"}, {}])
def test_hidden_versions(headers: dict[str, str]) -> None:
    (verdict,) = verdicts(headers)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_HIDDEN)


@pytest.mark.parametrize("headers", [{"Server": "Apache/2"}, {"Server": "nginx/1"}])
def test_half_a_version_is_uncertain(headers: dict[str, str]) -> None:
    (verdict,) = verdicts(headers)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)


def test_iis_is_uncertain_once_the_first_windows_behind_its_number_ended() -> None:
    (verdict,) = verdicts({"Server": "Microsoft-IIS/10.0"}, date(2028, 1, 1))
    assert verdict.reason is Reason.VERSION_UNCERTAIN


def test_the_day_decides() -> None:
    (before,) = verdicts({"X-Powered-By": "PHP/8.2.33"}, date(2026, 12, 30))
    (after,) = verdicts({"X-Powered-By": "PHP/8.2.33"}, date(2027, 1, 1))
    assert (before.outcome, after.outcome) == (Outcome.PASS, Outcome.FAIL)


def test_each_runtime_is_judged_apart() -> None:
    found = {
        one.discriminators: one.outcome for one in verdicts({"Server": "nginx/1.30.4", "X-Powered-By": "PHP/7.4.33"})
    }
    assert found == {(("product", "nginx"),): Outcome.PASS, (("product", "php"),): Outcome.FAIL}


def test_no_answer_is_not_tested() -> None:
    (verdict,) = verdicts(Status.REFUSED)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.UNREACHABLE)
