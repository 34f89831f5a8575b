import pytest

from secscan.checks import remote_admin_ports
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import HostLook
from secscan.model.observations import ServiceAnswer
from secscan.model.subjects import Endpoint
from tests.unit.builders import context
from tests.unit.checks.hosts import IP, evidence, host, refused


def judge(one: HostLook) -> list[Verdict]:
    return list(remote_admin_ports.evaluate(evidence(one), context()))


def test_nothing_reachable_passes() -> None:
    assert [verdict.outcome for verdict in judge(host({443: None}))] == [Outcome.PASS]


def test_ssh_alone_is_partial_and_low() -> None:
    ssh, _ = judge(host({22: ServiceAnswer(service="ssh", banner="SSH-2.0-OpenSSH_9.2p1 Debian-2")}))
    assert (ssh.subject, ssh.outcome, ssh.severity) == (Endpoint(IP, 22), Outcome.PARTIAL, Severity.RENDAH)


@pytest.mark.parametrize(("port", "service"), [(23, "telnet"), (3389, "rdp"), (5900, "vnc"), (2222, "telnet")])
def test_others_fail(port: int, service: str) -> None:
    verdict, _ = judge(host({port: ServiceAnswer(service=service)}))
    assert (verdict.outcome, verdict.severity) == (Outcome.FAIL, Severity.TINGGI)


@pytest.mark.parametrize("port", [445, 2049, 8291])
def test_protocols_that_wait_are_told_by_their_number(port: int) -> None:
    assert judge(host({port: None}))[0].outcome is Outcome.FAIL


def test_a_web_server_on_such_a_port_is_none() -> None:
    assert [verdict.outcome for verdict in judge(host({5900: ServiceAnswer(service="http")}))] == [Outcome.PASS]


def test_filtered_or_refused_is_untested() -> None:
    (verdict,) = judge(refused(Reason.PERMIT))
    assert verdict.outcome is Outcome.NOT_TESTED
    first, _ = judge(host({443: None}, filtered=(22,)))
    assert (first.subject, first.outcome) == (Endpoint(IP, 22), Outcome.NOT_TESTED)
