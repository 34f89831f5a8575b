import pytest

from secscan.checks import cleartext_protocols
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import HostLook
from secscan.model.observations import ServiceAnswer
from tests.unit.builders import context
from tests.unit.checks.hosts import evidence, host, refused


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
