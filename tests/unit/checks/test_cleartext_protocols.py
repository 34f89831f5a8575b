import msgspec
import pytest

from secscan.checks import cleartext_protocols
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import HostLook
from secscan.model.observations import Access, ServiceAnswer
from secscan.model.subjects import Endpoint
from tests.unit.builders import context
from tests.unit.checks.hosts import IP, evidence, host, refused


def judge(one: HostLook) -> list[Verdict]:
    return list(cleartext_protocols.evaluate(evidence(one), context()))


def test_closed_ports_pass() -> None:
    assert [verdict.outcome for verdict in judge(host({443: None}))] == [Outcome.PASS]


@pytest.mark.parametrize(("port", "service"), [(21, "ftp"), (110, "pop3"), (143, "imap"), (2121, "ftp")])
def test_clear_text_only_fails(port: int, service: str) -> None:
    verdict, _ = judge(host({port: ServiceAnswer(service=service, starttls=False)}))
    assert (verdict.outcome, verdict.severity) == (Outcome.FAIL, Severity.SEDANG)


def test_an_upgrade_that_is_only_offered_is_partial() -> None:
    assert judge(host({21: ServiceAnswer(service="ftp", starttls=True)}))[0].outcome is Outcome.PARTIAL


def test_an_upgrade_that_is_required_passes() -> None:
    found = judge(host({143: ServiceAnswer(service="imap", starttls=True, tls_required=True)}))
    assert [verdict.outcome for verdict in found] == [Outcome.PASS]


def test_anonymous_ftp_is_high() -> None:
    verdict, _ = judge(host({21: ServiceAnswer(service="ftp", starttls=True, anonymous=True)}))
    assert (verdict.outcome, verdict.severity) == (Outcome.FAIL, Severity.TINGGI)


@pytest.mark.parametrize("answer", [None, ServiceAnswer(service="ftp", starttls=None)])
def test_an_unclear_answer_is_inconclusive(answer: ServiceAnswer | None) -> None:
    assert judge(host({21: answer}))[0].outcome is Outcome.INCONCLUSIVE


def test_tls_from_the_first_byte_passes() -> None:
    found = judge(host({993: ServiceAnswer(service="imap", tls=True)}))
    assert [verdict.outcome for verdict in found] == [Outcome.PASS]


def test_refused_is_untested() -> None:
    (verdict,) = judge(refused(Reason.PERMIT))
    assert verdict.outcome is Outcome.NOT_TESTED


@pytest.mark.parametrize(
    ("port", "guest"),
    [
        (21, ServiceAnswer(service="ftp", access=Access.OPEN)),
        (873, ServiceAnswer(service="rsync", access=Access.OPEN)),
        (161, ServiceAnswer(service="snmp", access=Access.OPEN)),
    ],
)
def test_what_lets_guests_in_is_high(port: int, guest: ServiceAnswer) -> None:
    look = host(
        {21: ServiceAnswer(service="ftp", starttls=True, tls_required=True), 873: ServiceAnswer(service="rsync")}
    )
    found = judge(msgspec.structs.replace(look, guests={port: guest}))
    assert [(one.outcome, one.severity) for one in found if one.subject == Endpoint(IP, port)] == [
        (Outcome.FAIL, Severity.TINGGI)
    ]


def test_rsync_that_asks_for_a_password_is_no_finding() -> None:
    look = host({873: ServiceAnswer(service="rsync")})
    turned_away = msgspec.structs.replace(
        look, guests={873: ServiceAnswer(service="rsync", access=Access.AUTHENTICATED)}
    )
    assert [verdict.outcome for verdict in judge(turned_away)] == [Outcome.PASS]
