from datetime import date

import msgspec
import pytest

from secscan.checks import runtime_version
from secscan.intel.packs import load_intel
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Status
from secscan.model.intel import Cycle, ProductIntel
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
        ({"X-Powered-By": "PHP/7.3.9-4ubuntu2.18"}, "php"),
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


UBUNTU = ProductIntel(
    key="ubuntu",
    label="Ubuntu",
    cycles=(Cycle(name="16.04", eol=date(2021, 4, 2)), Cycle(name="22.04", eol=date(2027, 4, 1))),
)
CENTOS = ProductIntel(key="centos", label="CentOS", cycles=(Cycle(name="7", eol=date(2024, 6, 30)),))


def packaged(headers: dict[str, str]) -> Verdict:
    known = site("http://app.contoh.go.id:8080/", {"/": (200, {"Content-Type": "text/html"} | headers, "<p>x</p>")})
    distributions = {**INTEL.products, "ubuntu": UBUNTU, "centos": CENTOS}
    intel = msgspec.structs.replace(INTEL, products=distributions)
    return next(iter(runtime_version.evaluate(app(known), context(intel=intel, as_of=date(2026, 10, 1)))))


@pytest.mark.parametrize(
    ("headers", "outcome", "release"),
    [
        ({"Server": "Apache/2.4.18 (Ubuntu)"}, Outcome.FAIL, "Ubuntu 16.04"),
        ({"Server": "Apache/2.4.6 (CentOS)"}, Outcome.FAIL, "CentOS 7"),
        ({"X-Powered-By": "PHP/8.1.2-1ubuntu2.14"}, Outcome.PASS, "Ubuntu 22.04"),
    ],
)
def test_a_package_is_as_old_as_its_distribution(headers: dict[str, str], outcome: Outcome, release: str) -> None:
    verdict = packaged(headers)
    assert (verdict.outcome, verdict.confidence) == (outcome, Confidence.INDIKASI)
    assert (verdict.facts["branch"], verdict.facts["by_distribution"]) == (release, True)


@pytest.mark.parametrize(
    ("server", "confidence", "carried"),
    [
        ("nginx/1.18.0", Confidence.INDIKASI, ("Ubuntu 22.04",)),  # Ubuntu's nginx may hide whose it is
        ("nginx/1.16.1", Confidence.KUAT, ()),
    ],
)
def test_a_number_that_a_maintained_release_carries_too(
    server: str, confidence: Confidence, carried: tuple[str, ...]
) -> None:
    verdict = packaged({"Server": server})
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, confidence)
    assert set(carried) <= set(verdict.facts["backports"])  # type: ignore[arg-type]


def test_a_version_of_an_ended_and_a_maintained_release_proves_nothing() -> None:
    verdict = packaged({"Server": "nginx/1.18.0 (Ubuntu)"})
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.BACKPORTS)


def test_a_build_of_a_third_party_is_no_package_of_the_distribution() -> None:
    verdict = packaged({"X-Powered-By": "PHP/8.1.2-1+ubuntu16.04.1+deb.sury.org+1"})
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.BACKPORTS)
