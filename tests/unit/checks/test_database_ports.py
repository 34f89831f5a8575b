"""SS-NET-01: the rules of the catalogue, port by port."""

import pytest

from secscan.checks import database_ports
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Vantage
from secscan.model.evidence import AppEvidence, HostLook
from secscan.model.observations import Access, ServiceAnswer
from secscan.model.subjects import Endpoint, Host
from tests.unit.builders import app, context, site
from tests.unit.checks.hosts import IP, evidence, host, refused

DATABASES = (1433, 1521, 3306, 5432, 5984, 6379, 9042, 9200, 11211, 27017)


def judge(*hosts: HostLook, vantage: Vantage = Vantage.INTERNET) -> list[Verdict]:
    return list(database_ports.evaluate(evidence(*hosts), context(vantage=vantage)))


def test_closed_ports_pass() -> None:
    (verdict,) = judge(host({443: None}))
    assert (verdict.subject, verdict.outcome) == (Host(IP), Outcome.PASS)


def test_an_open_database_with_a_log_in_is_high() -> None:
    answer = ServiceAnswer(service="mysql", product="MariaDB", access=Access.AUTHENTICATED)
    leak, rest = judge(host({443: None, 3306: answer}))
    assert (leak.subject, leak.outcome, leak.severity) == (Endpoint(IP, 3306), Outcome.FAIL, Severity.TINGGI)
    assert leak.confidence is Confidence.PASTI
    assert (rest.subject, rest.outcome) == (Host(IP), Outcome.PASS)


def test_one_that_answers_anybody_is_critical() -> None:
    leak, _ = judge(host({6379: ServiceAnswer(service="redis", access=Access.OPEN)}))
    assert (leak.outcome, leak.severity) == (Outcome.FAIL, Severity.KRITIS)


def test_a_database_on_another_port_counts() -> None:
    leak, _ = judge(host({8081: ServiceAnswer(service="mysql")}))
    assert leak.subject == Endpoint(IP, 8081)


def test_a_web_server_on_a_database_port_is_not_one() -> None:
    (verdict,) = judge(host({3306: ServiceAnswer(service="http")}))
    assert verdict.outcome is Outcome.PASS


def test_a_silent_database_port_counts_but_less_surely() -> None:
    leak, _ = judge(host({1521: None}))
    assert (leak.outcome, leak.confidence, leak.severity) == (Outcome.FAIL, Confidence.KUAT, Severity.TINGGI)


def test_filtered_ports_without_self_test_are_untested() -> None:
    (verdict,) = judge(host({443: None}, filtered=DATABASES))
    assert (verdict.subject, verdict.outcome, verdict.reason) == (Host(IP), Outcome.NOT_TESTED, Reason.EGRESS)


def test_filtered_ports_with_anchor_and_self_test_pass() -> None:
    (verdict,) = judge(host({443: None}, filtered=DATABASES, egress=DATABASES))
    assert verdict.outcome is Outcome.PASS


def test_some_filtered_ports_are_named() -> None:
    first, rest = judge(host({443: None}, filtered=(1521, 3306), egress=(1521,)))
    assert (first.subject, first.outcome, first.reason) == (Endpoint(IP, 3306), Outcome.NOT_TESTED, Reason.EGRESS)
    assert rest.outcome is Outcome.PASS


@pytest.mark.parametrize("reason", [Reason.PERMIT, Reason.CONSENT, Reason.SHARED_ADDRESS])
def test_a_refused_scan_is_untested(reason: Reason) -> None:
    (verdict,) = judge(refused(reason))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, reason)


def test_an_app_of_which_nothing_was_seen() -> None:
    unseen: AppEvidence = app(site("https://a.go.id/", {}))
    (verdict,) = database_ports.evaluate(unseen, context())
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.INTERRUPTED)


def test_from_inside_an_open_port_never_fails() -> None:
    leak, _ = judge(host({6379: ServiceAnswer(service="redis", access=Access.OPEN)}), vantage=Vantage.INTRANET)
    assert (leak.outcome, leak.reason, leak.facts["vantage"]) == (Outcome.PARTIAL, Reason.VANTAGE, "intranet")
