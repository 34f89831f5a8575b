from secscan.checks import unapproved_ports
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import HostLook
from secscan.model.observations import ServiceAnswer
from secscan.model.subjects import Endpoint, Host
from tests.unit.builders import context
from tests.unit.checks.hosts import IP, evidence, host, refused

WEB = ServiceAnswer(service="http")


def judge(one: HostLook) -> list[Verdict]:
    return list(unapproved_ports.evaluate(evidence(one), context()))


def test_registered_ports_pass() -> None:
    (verdict,) = judge(host({80: None, 443: None, 8080: WEB}, approved=(80, 443, 8080)))
    assert (verdict.subject, verdict.outcome) == (Host(IP), Outcome.PASS)


def test_an_unregistered_port_fails() -> None:
    verdict, rest = judge(host({443: None, 8080: WEB}))
    assert (verdict.subject, verdict.outcome, verdict.severity) == (Endpoint(IP, 8080), Outcome.FAIL, Severity.RENDAH)
    assert rest.outcome is Outcome.PASS


def test_what_other_controls_report_is_not_reported_twice() -> None:
    services = {
        22: ServiceAnswer(service="ssh"),
        21: ServiceAnswer(service="ftp", starttls=False),
        3306: ServiceAnswer(service="mysql"),
        2375: ServiceAnswer(service="docker"),
    }
    (verdict,) = judge(host(services))
    assert verdict.outcome is Outcome.PASS


def test_a_web_server_on_a_database_port_is_reported_here() -> None:
    assert judge(host({3306: WEB}))[0].subject == Endpoint(IP, 3306)


def test_without_a_register_the_apps_own_ports_are_approved() -> None:
    (verdict,) = judge(host({80: None, 443: None}, approved=()))
    assert verdict.outcome is Outcome.PASS


def test_filtered_ports_leave_the_rest_untested() -> None:
    (verdict,) = judge(host({443: None}, filtered=(8080,)))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.EGRESS)
    (verdict,) = judge(host({443: None}, filtered=(8080,), egress=(8080,)))
    assert verdict.outcome is Outcome.PASS
    (verdict,) = judge(host({443: None}, filtered=(80,)))
    assert verdict.outcome is Outcome.PASS


def test_an_interrupted_or_refused_scan_is_untested() -> None:
    (verdict,) = judge(host({443: None}, reason=Reason.TIMEOUT))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
    (verdict,) = judge(refused(Reason.CONSENT))
    assert verdict.outcome is Outcome.NOT_TESTED
