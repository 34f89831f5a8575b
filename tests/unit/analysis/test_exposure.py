import msgspec
import pytest

from secscan.analysis.exposure import Group, exposures, guest_ports, not_scanned, untested
from secscan.model.enums import Confidence, Reason, Status
from secscan.model.evidence import HostLook
from secscan.model.ids import JobKey
from secscan.model.observations import Access, Observation, PortScan, ServiceAnswer
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


def guests(**answers: ServiceAnswer) -> HostLook:
    found = {int(port.removeprefix("p")): answer for port, answer in answers.items()}
    looked = host({21: ServiceAnswer(service="ftp", banner="220 siap"), 873: ServiceAnswer(service="rsync"), 445: None})
    return msgspec.structs.replace(looked, guests=found)


def told(look: HostLook, port: int) -> tuple[Group, str, Access, bool, str]:
    one = next(one for one in exposures(look) if one.port == port)
    return one.group, one.service, one.answer.access, one.answer.anonymous, one.answer.banner


def test_what_a_guest_was_told_joins_what_the_service_says() -> None:
    look = guests(
        p21=ServiceAnswer(service="ftp", access=Access.OPEN),
        p873=ServiceAnswer(service="rsync", access=Access.OPEN, banner="arsip"),
        p445=ServiceAnswer(service="smb", access=Access.OPEN),
        p161=ServiceAnswer(service="snmp", access=Access.OPEN, banner="Ruter"),
    )
    assert told(look, 21) == (Group.CLEARTEXT, "ftp", Access.OPEN, True, "220 siap")
    assert told(look, 873) == (Group.CLEARTEXT, "rsync", Access.OPEN, False, "arsip")
    assert told(look, 445) == (Group.REMOTE_ADMIN, "smb", Access.OPEN, False, "")
    assert told(look, 161) == (Group.CLEARTEXT, "snmp", Access.OPEN, False, "Ruter")


def test_guests_that_were_turned_away_change_nothing() -> None:
    look = guests(
        p21=ServiceAnswer(service="ftp", access=Access.AUTHENTICATED),
        p873=ServiceAnswer(service="rsync", access=Access.AUTHENTICATED),
        p161=ServiceAnswer(service="snmp", access=Access.UNKNOWN),
    )
    assert told(look, 21)[:4] == (Group.CLEARTEXT, "ftp", Access.AUTHENTICATED, False)
    assert told(look, 873)[0] is Group.OTHER
    assert not [one for one in exposures(look) if one.port == 161]


def test_guests_are_asked_where_the_service_is() -> None:
    scan = PortScan(method="plain", scanned=(), open=(21, 2121, 445, 873, 5900, 5901, 5902))
    services = {21: "http", 2121: "ftp", 445: "", 873: "rsync", 5900: "vnc", 5901: "vnc", 5902: "vnc"}
    found = list(guest_ports(("ftp", "rsync", "smb", "snmp", "vnc"), scan, services))
    expected = [("ftp", 2121), ("rsync", 873), ("smb", 445), ("snmp", 161), ("vnc", 5900), ("vnc", 5901), ("vnc", 5902)]
    assert found == expected
