import pytest

from secscan.checks import tls_flaws
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Severity, Status
from secscan.model.observations import TlsAssessment
from tests.unit.builders import app, context
from tests.unit.tls_evidence import assessment, host, http_only, https, look


def verdict(tls: TlsAssessment | Status) -> Verdict:
    (found,) = tls_flaws.evaluate(app(https(), hosts=(host(look(tls)),)), context())
    return found


def test_none_passes() -> None:
    assert verdict(assessment()).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("field", "value", "flaw", "severity"),
    [
        ("heartbleed", True, "heartbleed", Severity.KRITIS),
        ("ccs_injection", True, "ccs_injection", Severity.SEDANG),
        ("compression", True, "compression", Severity.SEDANG),
        ("secure_renegotiation", False, "insecure_renegotiation", Severity.SEDANG),
        ("fallback_scsv", False, "no_fallback_scsv", Severity.SEDANG),
        ("client_renegotiation_dos", True, "client_renegotiation", Severity.RENDAH),
    ],
)
def test_each_flaw_fails(field: str, value: bool, flaw: str, severity: Severity) -> None:
    found = verdict(assessment(**{field: value}))  # type: ignore[arg-type]
    assert (found.outcome, found.facts["flaws"], found.severity) == (Outcome.FAIL, (flaw,), severity)
    unknown = verdict(assessment(**{field: None}))  # type: ignore[arg-type]
    assert unknown.outcome is Outcome.INCONCLUSIVE


def test_a_flaw_counts_beside_what_is_unknown() -> None:
    assert verdict(assessment(compression=True, heartbleed=None)).outcome is Outcome.FAIL


def test_renegotiation_behind_client_certificates_need_not_be_known() -> None:
    assert verdict(assessment(client_renegotiation_dos=None, client_auth_required=True)).outcome is Outcome.PASS


def test_failed_looks_and_http_only() -> None:
    assert verdict(Status.REFUSED).outcome is Outcome.NOT_TESTED
    (found,) = tls_flaws.evaluate(app(http_only()), context())
    assert found.outcome is Outcome.NOT_APPLICABLE
