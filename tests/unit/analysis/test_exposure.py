import pytest

from secscan.analysis.exposure import Group, exposures, not_scanned, untested
from secscan.model.enums import Confidence, Reason, Status
from secscan.model.evidence import HostLook
from secscan.model.ids import JobKey
from secscan.model.observations import Access, Observation, ServiceAnswer
from secscan.model.subjects import Host
from tests.unit.builders import NOW
from tests.unit.checks.hosts import IP, host, refused


@pytest.mark.parametrize(
    ("port", "service", "group"),
    [
        (3306, "mysql", Group.DATABASE),
        (3306, "http", Group.OTHER),
        (8081, "redis", Group.DATABASE),
        (9200, "elasticsearch", Group.DATABASE),
        (443, "ssh", Group.REMOTE_ADMIN),
        (8080, "http", Group.OTHER),
        (8080, "jenkins", Group.CONSOLE),
        (2121, "ftp", Group.CLEARTEXT),
        (25, "smtp", Group.OTHER),
    ],
)
def test_what_answers_decides(port: int, service: str, group: Group) -> None:
    (one,) = exposures(host({port: ServiceAnswer(service=service)}))
    assert (one.group, one.service, one.confidence) == (group, service, Confidence.PASTI)


@pytest.mark.parametrize(
    ("port", "group", "service"),
    [
        (1521, Group.DATABASE, "oracle"),
        (445, Group.REMOTE_ADMIN, "smb"),
        (3389, Group.REMOTE_ADMIN, "rdp"),
        (21, Group.CLEARTEXT, "ftp"),
    ],
)
@pytest.mark.parametrize("answer", [None, ServiceAnswer(service="")])
def test_a_silent_port_is_taken_for_what_its_number_stands_for(
    port: int, group: Group, service: str, answer: ServiceAnswer | None
) -> None:
    (one,) = exposures(host({port: answer}))
    assert (one.group, one.service, one.confidence) == (group, service, Confidence.KUAT)


def test_a_broker_is_a_console_only_where_it_lets_anybody_in() -> None:
    for access, group in ((Access.OPEN, Group.CONSOLE), (Access.AUTHENTICATED, Group.OTHER)):
        (one,) = exposures(host({1883: ServiceAnswer(service="mqtt", access=access)}))
        assert one.group is group


@pytest.mark.parametrize("port", [3000, 8080, 8086, 8443, 9000, 50000])
def test_numbers_used_for_anything_prove_nothing(port: int) -> None:
    (one,) = exposures(host({port: ServiceAnswer(service="")}))
    assert one.group is Group.OTHER


def test_an_unknown_greeting_on_a_database_port_is_no_database() -> None:
    (one,) = exposures(host({3306: ServiceAnswer(service="", banner="HELLO KIOSK 1.0")}))
    assert one.group is Group.OTHER


def test_winrm_is_told_by_its_web_server() -> None:
    (one,) = exposures(host({5985: ServiceAnswer(service="http", banner="HTTP 404 Microsoft-HTTPAPI/2.0")}))
    assert one.group is Group.REMOTE_ADMIN


def test_mail_within_tls_is_not_clear_text() -> None:
    (one,) = exposures(host({993: ServiceAnswer(service="imap", tls=True)}))
    assert one.group is Group.OTHER


def test_filtered_counts_as_closed_only_with_both_proofs() -> None:
    assert untested(host({443: None}), 3306) is None
    assert untested(host({443: None}, filtered=(3306,)), 3306) is Reason.EGRESS
    assert untested(host({443: None}, filtered=(3306,), egress=(3306,)), 3306) is None
    assert untested(host({443: None}, filtered=(3306,), egress=(5432,)), 3306) is Reason.EGRESS
    assert untested(host({443: None}, filtered=(3306,), egress=(3306,), anchors=(True, False)), 3306) is Reason.EGRESS
    assert untested(host({443: None}, scanned=(443,)), 3306) is Reason.PROFILE
    assert untested(host({443: None}, scanned=(443,), reason=Reason.TIMEOUT), 3306) is Reason.TIMEOUT


def test_why_an_address_was_not_scanned() -> None:
    assert not_scanned(refused(Reason.CONSENT)) is Reason.CONSENT
    assert not_scanned(HostLook(ip=IP)) is Reason.PROFILE
    trap = Observation(job_key=JobKey("ports|x"), subject=Host(IP), taken_at=NOW, probe="ports", status=Status.BLOCKED)
    assert not_scanned(HostLook(ip=IP, ports=trap)) is Reason.BLOCKED
