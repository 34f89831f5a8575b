import pytest

from secscan.checks import tls_ciphers
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.observations import TlsAssessment
from tests.unit.builders import app, context
from tests.unit.tls_evidence import assessment, host, http_only, https, look


def verdict(tls: TlsAssessment | Status) -> Verdict:
    (found,) = tls_ciphers.evaluate(app(https(), hosts=(host(look(tls)),)), context())
    return found


def test_strong_suites_pass() -> None:
    assert verdict(assessment()).outcome is Outcome.PASS
    assert verdict(assessment(dh_bits=2048)).outcome is Outcome.PASS


@pytest.mark.parametrize("family", ["NULL", "EXPORT", "ANON"])
def test_suites_that_protect_nothing_are_grave(family: str) -> None:
    found = verdict(assessment(weak={family, "3DES"}))
    assert (found.outcome, found.severity) == (Outcome.FAIL, Severity.TINGGI)


@pytest.mark.parametrize("family", ["RC4", "DES", "3DES", "SMALL_DH"])
def test_broken_suites_fail(family: str) -> None:
    found = verdict(assessment(weak={family}))
    assert (found.outcome, found.severity, found.facts["broken"]) == (Outcome.FAIL, Severity.SEDANG, (family,))


@pytest.mark.parametrize("family", ["CBC_ONLY", "RSA_KEX"])
def test_dated_suites_are_partial(family: str) -> None:
    assert verdict(assessment(weak={family})).outcome is Outcome.PARTIAL


def test_no_forward_secrecy_is_partial() -> None:
    assert verdict(assessment(forward_secrecy=False)).outcome is Outcome.PARTIAL


def test_what_is_unknown_never_passes() -> None:
    found = verdict(assessment(unknown_families={"RC4"}))
    assert (found.outcome, found.reason) == (Outcome.INCONCLUSIVE, Reason.TIMEOUT)
    assert verdict(assessment(forward_secrecy=None)).outcome is Outcome.INCONCLUSIVE
    assert verdict(assessment(weak={"3DES"}, unknown_families={"NULL"})).outcome is Outcome.FAIL


def test_failed_looks_and_http_only() -> None:
    assert verdict(Status.ERROR).outcome is Outcome.NOT_TESTED
    (found,) = tls_ciphers.evaluate(app(http_only()), context())
    assert found.outcome is Outcome.NOT_APPLICABLE
