"""SS-DOM-02: records, and what stands behind them."""

import pytest

from secscan.checks import dangling_dns
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.evidence import HostLook
from secscan.model.observations import Observation
from secscan.model.subjects import Domain, Site
from tests.unit.builders import Response, app, context, site
from tests.unit.checks.hosts import host
from tests.unit.checks.lookups import resolved

NAME = "info.a.go.id"
HOME: Response = "<title>Info</title><p>Selamat datang di layanan informasi</p>"
GITHUB: Response = (404, {"Content-Type": "text/html"}, "<p>There isn't a GitHub Pages site here.</p>")
REFUSED: dict[str, Response] = {"/": Status.REFUSED, f"http://{NAME}/": Status.REFUSED}


def judge(
    responses: dict[str, Response], dns: dict[str, Observation] | None = None, *hosts: HostLook
) -> tuple[Verdict, Verdict]:
    seen = site(f"https://{NAME}/", responses)
    of_name, of_site = dangling_dns.evaluate(
        app(seen, dns=resolved(NAME, "192.0.2.1") if dns is None else dns, hosts=hosts), context()
    )
    assert (of_name.subject, of_site.subject) == (Domain(NAME), Site("https", NAME, 443))
    return of_name, of_site


def test_a_living_app_passes() -> None:
    assert [verdict.outcome for verdict in judge({"/": HOME})] == [Outcome.PASS, Outcome.PASS]


def test_a_claimable_target_is_high() -> None:
    of_name, _ = judge({"/": GITHUB}, resolved(NAME, "185.199.108.153", chain=("dinas.github.io.",)))
    assert (of_name.outcome, of_name.severity, of_name.facts["provider"]) == (
        Outcome.FAIL,
        Severity.TINGGI,
        "GitHub Pages",
    )


def test_the_providers_page_without_the_record_is_no_claim() -> None:
    assert judge({"/": GITHUB})[0].outcome is Outcome.PASS


def test_without_the_providers_page_nothing_passes() -> None:
    silent: dict[str, Response] = {"/": Status.TIMEOUT, f"http://{NAME}/": Status.TIMEOUT}
    of_name, _ = judge(silent, resolved(NAME, "185.199.108.153", chain=("dinas.github.io.",)))
    assert (of_name.outcome, of_name.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_an_alias_of_nothing_is_partial() -> None:
    of_name, _ = judge(REFUSED, resolved(NAME, chain=("lama.vendor.example",), rcode="NXDOMAIN"))
    assert (of_name.outcome, of_name.severity, of_name.facts["kind"]) == (
        Outcome.PARTIAL,
        Severity.RENDAH,
        "dead_alias",
    )


def test_a_name_that_does_not_exist_dangles_nowhere() -> None:
    of_name, _ = judge({}, resolved(NAME, rcode="NXDOMAIN"))
    assert (of_name.outcome, of_name.reason) == (Outcome.INCONCLUSIVE, Reason.DNS)


@pytest.mark.parametrize(
    "dns", [{}, resolved(NAME, status=Status.TIMEOUT), resolved(NAME, rcode="SERVFAIL", status=Status.ERROR)]
)
def test_a_failed_look_up_is_untested(dns: dict[str, Observation]) -> None:
    assert judge({"/": HOME}, dns)[0].outcome is Outcome.NOT_TESTED


def test_nothing_listening_is_a_dead_app() -> None:
    _, of_site = judge(REFUSED)
    assert (of_site.outcome, of_site.severity, of_site.facts["kind"]) == (Outcome.PARTIAL, Severity.RENDAH, "no_answer")


def test_a_timeout_is_never_called_dead() -> None:
    silent: dict[str, Response] = {"/": Status.TIMEOUT, f"http://{NAME}/": Status.TIMEOUT}
    assert judge(silent)[1].outcome is Outcome.NOT_TESTED
    assert judge(silent, None, host({22: None}, filtered=(80, 443)))[1].outcome is Outcome.NOT_TESTED
    mixed: dict[str, Response] = {"/": Status.REFUSED, f"http://{NAME}/": Status.TIMEOUT}
    assert judge(mixed)[1].outcome is Outcome.NOT_TESTED


def test_closed_ports_on_an_address_that_answers_are_dead() -> None:
    silent: dict[str, Response] = {"/": Status.TIMEOUT, f"http://{NAME}/": Status.TIMEOUT}
    assert judge(silent, None, host({22: None}))[1].outcome is Outcome.PARTIAL


def test_a_default_page_is_no_app() -> None:
    page = "<title>Welcome to nginx!</title><p>the nginx web server is successfully installed and working.</p>"
    _, of_site = judge({"/": page})
    assert (of_site.outcome, of_site.facts["kind"]) == (Outcome.PARTIAL, "default_page")


@pytest.mark.parametrize("answer", [(502, {}, "x"), Status.BLOCKED, Status.SKIPPED])
def test_what_cannot_be_judged_is_untested(answer: Response) -> None:
    assert judge({"/": answer, f"http://{NAME}/": answer})[1].outcome is Outcome.NOT_TESTED


def test_a_refusing_or_redirecting_app_lives() -> None:
    assert judge({"/": (401, {}, "")})[1].outcome is Outcome.PASS
    assert judge({"/": (302, {"Location": "https://sso.a.go.id/"}, "")})[1].outcome is Outcome.PASS


def test_an_address_has_no_name_to_judge() -> None:
    (verdict,) = dangling_dns.evaluate(app(site("http://127.0.0.9:8080/", {"/": HOME})), context())
    assert verdict.outcome is Outcome.PASS
