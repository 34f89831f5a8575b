from datetime import UTC, date, datetime
from typing import Any

import pytest

from secscan.checks import tls_certificate
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.observations import ChainState, TlsAssessment
from secscan.model.subjects import Site
from tests.unit.builders import app, context, site
from tests.unit.tls_evidence import HOST, assessment, certificate, host, http_only, https, look


def verdict(tls: TlsAssessment | Status, **of_context: Any) -> Verdict:
    (found,) = tls_certificate.evaluate(app(https(), hosts=(host(look(tls)),)), context(**of_context))
    return found


def with_leaf(state: ChainState = ChainState.TRUSTED, **changes: Any) -> TlsAssessment:
    return assessment(chain=(certificate(**changes),), chain_state=state)


def test_a_good_certificate_passes() -> None:
    found = verdict(assessment())
    assert (found.outcome, found.subject) == (Outcome.PASS, Site("https", HOST, 443))


@pytest.mark.parametrize(
    ("tls", "problem"),
    [
        (with_leaf(not_after=datetime(2026, 9, 30, tzinfo=UTC)), "expired"),
        (with_leaf(not_before=datetime(2026, 10, 20, tzinfo=UTC)), "not_yet_valid"),
        (with_leaf(names=("lain.contoh.go.id",)), "name_mismatch"),
        (with_leaf(ChainState.SELF_SIGNED, self_signed=True), "self_signed"),
        (with_leaf(ChainState.UNTRUSTED), "untrusted"),
        (with_leaf(signature_hash="sha1"), "weak_signature"),
        (with_leaf(key_type="RSA", key_bits=1024), "short_key"),
    ],
)
def test_faults_fail(tls: TlsAssessment, problem: str) -> None:
    found = verdict(tls)
    assert (found.outcome, found.severity, found.facts["problems"]) == (Outcome.FAIL, Severity.TINGGI, (problem,))


@pytest.mark.parametrize(
    ("tls", "problem"),
    [
        (with_leaf(not_after=datetime(2026, 10, 14, tzinfo=UTC)), "expires_soon"),
        (with_leaf(ChainState.MISSING_INTERMEDIATE), "missing_intermediate"),
    ],
)
def test_warnings_are_partial(tls: TlsAssessment, problem: str) -> None:
    found = verdict(tls)
    assert (found.outcome, found.facts["problems"]) == (Outcome.PARTIAL, (problem,))


def test_expiry_is_judged_on_the_day_asked_for() -> None:
    assert verdict(assessment(), as_of=date(2026, 11, 16)).outcome is Outcome.PASS
    assert verdict(assessment(), as_of=date(2026, 11, 20)).outcome is Outcome.PARTIAL
    assert verdict(assessment(), as_of=date(2026, 12, 2)).outcome is Outcome.FAIL


def test_no_certificate_is_inconclusive_and_no_look_not_tested() -> None:
    assert verdict(assessment(chain=(), chain_state=ChainState.UNKNOWN)).outcome is Outcome.INCONCLUSIVE
    found = verdict(Status.TIMEOUT)
    assert (found.outcome, found.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_the_worst_address_counts() -> None:
    bad = with_leaf(ChainState.SELF_SIGNED)
    hosts = (host(look(assessment())), host(look(bad, ip="127.0.0.3"), ip="127.0.0.3"))
    (found,) = tls_certificate.evaluate(app(https(), hosts=hosts), context())
    assert (found.outcome, found.facts["ip"]) == (Outcome.FAIL, "127.0.0.3")
    hosts = (host(look(assessment())), host(look(Status.TIMEOUT, ip="127.0.0.3"), ip="127.0.0.3"))
    (found,) = tls_certificate.evaluate(app(https(), hosts=hosts), context())
    assert found.outcome is Outcome.NOT_TESTED


def test_http_only_is_not_applicable_and_the_https_twin_is_judged() -> None:
    (found,) = tls_certificate.evaluate(app(http_only()), context())
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, Reason.HTTP_ONLY)
    twin = site(f"http://{HOST}/", {"/": "<p>halo</p>", f"https://{HOST}/": "<p>halo</p>"})
    (found,) = tls_certificate.evaluate(app(twin, hosts=(host(look(assessment())),)), context())
    assert (found.outcome, found.subject) == (Outcome.PASS, Site("https", HOST, 443))


def test_two_paths_of_one_host_are_one_verdict() -> None:
    two = (https(f"https://{HOST}/a/"), https(f"https://{HOST}/b/"))
    found = list(tls_certificate.evaluate(app(*two, hosts=(host(look(assessment())),)), context()))
    assert len(found) == 1
