import pytest

from secscan.checks import infrastructure_consoles
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import HostLook
from secscan.model.observations import Access, ServiceAnswer
from tests.unit.builders import context
from tests.unit.checks.hosts import evidence, host, refused


def judge(one: HostLook) -> list[Verdict]:
    return list(infrastructure_consoles.evaluate(evidence(one), context()))


@pytest.mark.parametrize(
    ("port", "service"), [(2375, "docker"), (10250, "kubelet"), (8500, "consul"), (8080, "jenkins")]
)
def test_without_log_in_it_is_critical(port: int, service: str) -> None:
    verdict, rest = judge(host({port: ServiceAnswer(service=service, access=Access.OPEN)}))
    assert (verdict.outcome, verdict.severity) == (Outcome.FAIL, Severity.KRITIS)
    assert rest.outcome is Outcome.PASS


@pytest.mark.parametrize("access", [Access.AUTHENTICATED, Access.UNKNOWN])
def test_a_log_in_page_is_partial(access: Access) -> None:
    verdict, _ = judge(host({2087: ServiceAnswer(service="whm", access=access, tls=True)}))
    assert (verdict.outcome, verdict.severity) == (Outcome.PARTIAL, Severity.SEDANG)


@pytest.mark.parametrize("port", [2087, 3000, 8080, 8443, 9000, 10000])
def test_some_other_web_server_on_such_a_port_is_none(port: int) -> None:
    assert [verdict.outcome for verdict in judge(host({port: ServiceAnswer(service="http")}))] == [Outcome.PASS]


def test_refused_is_untested() -> None:
    (verdict,) = judge(refused(Reason.SHARED_ADDRESS))
    assert verdict.outcome is Outcome.NOT_TESTED


def test_elasticsearch_is_reported_once_by_the_database_check() -> None:
    found = judge(host({9200: ServiceAnswer(service="elasticsearch", access=Access.OPEN)}))
    assert [verdict.outcome for verdict in found] == [Outcome.PASS]
