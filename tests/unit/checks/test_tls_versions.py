import pytest

from secscan.checks import tls_versions
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.observations import TlsAssessment, TlsVersion
from secscan.model.subjects import Endpoint
from tests.unit.builders import ADDRESS, app, context
from tests.unit.tls_evidence import HOST, assessment, host, http_only, https, look

V = TlsVersion


def verdict(tls: TlsAssessment | Status, reason: Reason | None = None) -> Verdict:
    (found,) = tls_versions.evaluate(app(https(), hosts=(host(look(tls, reason=reason)),)), context())
    return found


@pytest.mark.parametrize("accepted", [{V.TLS1_2}, {V.TLS1_3}, {V.TLS1_2, V.TLS1_3}])
def test_only_new_versions_pass(accepted: set[TlsVersion]) -> None:
    found = verdict(assessment(accepted))
    assert (found.outcome, found.subject, found.discriminators) == (Outcome.PASS, Endpoint(ADDRESS, 443), ())


@pytest.mark.parametrize("old", [{V.TLS1_0}, {V.TLS1_1}, {V.TLS1_0, V.TLS1_1}])
def test_old_tls_beside_new_is_partial(old: set[TlsVersion]) -> None:
    found = verdict(assessment({V.TLS1_2} | old))
    assert (found.outcome, found.severity) == (Outcome.PARTIAL, Severity.SEDANG)
    assert found.facts["old"] == tuple(sorted(str(version) for version in old))


@pytest.mark.parametrize("ssl", [V.SSL2, V.SSL3])
def test_ssl_fails_whatever_else_is_accepted(ssl: TlsVersion) -> None:
    found = verdict(assessment({V.TLS1_2, V.TLS1_3, ssl}))
    assert (found.outcome, found.severity) == (Outcome.FAIL, Severity.TINGGI)


def test_nothing_new_fails() -> None:
    found = verdict(assessment({V.TLS1_0, V.TLS1_1}))
    assert (found.outcome, found.severity) == (Outcome.FAIL, Severity.TINGGI)


@pytest.mark.parametrize("version", [V.SSL2, V.SSL3, V.TLS1_0, V.TLS1_1])
def test_an_unknown_old_version_never_passes(version: TlsVersion) -> None:
    found = verdict(assessment(unknown={version}))
    assert (found.outcome, found.reason) == (Outcome.INCONCLUSIVE, Reason.TIMEOUT)
    lacking = verdict(assessment(unknown={version}, errors=(f"{version}: client",)))
    assert (lacking.outcome, lacking.reason) == (Outcome.INCONCLUSIVE, Reason.CLIENT)


def test_what_is_known_to_be_wrong_counts_beside_what_is_unknown() -> None:
    assert verdict(assessment({V.TLS1_2, V.TLS1_0}, {V.SSL3})).outcome is Outcome.PARTIAL
    assert verdict(assessment({V.TLS1_2, V.SSL3}, {V.TLS1_0})).outcome is Outcome.FAIL


def test_an_unknown_new_version_is_no_proof_that_there_is_none() -> None:
    assert verdict(assessment({V.TLS1_0}, {V.TLS1_2})).outcome is Outcome.INCONCLUSIVE
    assert verdict(assessment({V.TLS1_2}, {V.TLS1_3})).outcome is Outcome.PASS


def test_a_failed_look_is_not_tested() -> None:
    found = verdict(Status.TIMEOUT)
    assert (found.outcome, found.reason, found.discriminators) == (
        Outcome.NOT_TESTED,
        Reason.TIMEOUT,
        (("name", HOST),),
    )
    assert verdict(Status.SKIPPED, Reason.PERMIT).reason is Reason.PERMIT


def test_http_only_is_not_applicable() -> None:
    (found,) = tls_versions.evaluate(app(http_only()), context())
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, Reason.HTTP_ONLY)


def test_a_name_configured_apart_has_a_finding_of_its_own() -> None:
    found = verdict(assessment({V.TLS1_2, V.TLS1_0}, own=True))
    assert found.discriminators == (("name", HOST),)
