from datetime import timedelta

import msgspec
import pytest

from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Environment, Outcome, Reason
from secscan.model.ids import CheckId
from secscan.model.score import ControlResult
from secscan.model.standard import Standard
from secscan.scoring.controls import aged, control_results, limit_confidence
from tests.unit.scoring.standards import SHIPPED
from tests.unit.tracking.verdicts import day, says

PARTLY = msgspec.structs.replace(
    SHIPPED,
    controls=tuple(
        msgspec.structs.replace(one, checks=()) if one.id == "SS-DOM-05" else one for one in SHIPPED.controls
    ),
)
"""A standard with a control that no check judges."""

ALL = frozenset(check for control in SHIPPED.controls for check in control.checks)
FRAMING, NOSNIFF = CheckId("framing"), CheckId("nosniff-referrer")


def results(
    *verdicts: Verdict,
    checks: frozenset[CheckId] = ALL,
    environment: Environment = Environment.PRODUKSI,
    unseen: Reason | None = None,
    standard: Standard = SHIPPED,
) -> dict[str, ControlResult]:
    made = control_results(standard, verdicts, checks=checks, environment=environment, taken_at=day(0), unseen=unseen)
    assert [one.control for one in made] == [control.id for control in SHIPPED.controls]
    return {one.control: one for one in made}


ORDER = [
    Outcome.FAIL,
    Outcome.PARTIAL,
    Outcome.INCONCLUSIVE,
    Outcome.NOT_TESTED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
]


@pytest.mark.parametrize("place", range(len(ORDER)), ids=[str(one) for one in ORDER])
def test_the_worst_verdict_counts(place: int) -> None:
    said = [says(outcome) for outcome in reversed(ORDER[place:])]
    assert results(*said)["SS-HDR-02"].outcome is ORDER[place]


def test_the_reason_is_that_of_the_worst() -> None:
    said = results(says(Outcome.PASS), says(Outcome.NOT_TESTED, reason=Reason.BLOCKED))
    assert said["SS-HDR-02"].reason is Reason.BLOCKED


def test_controls_without_check_are_planned_even_when_all_was_seen() -> None:
    planned = results(standard=PARTLY)["SS-DOM-05"]
    assert (planned.planned, planned.outcome, planned.reason) == (True, Outcome.NOT_TESTED, Reason.PLANNED)
    assert [name for name, one in results(standard=PARTLY).items() if one.planned] == ["SS-DOM-05"]
    assert not [one for one in results().values() if one.planned]  # every control of the shipped one has its checks


def test_checks_outside_the_profile_are_not_tested() -> None:
    said = results(says(Outcome.PASS), checks=frozenset({FRAMING}))
    assert said["SS-HDR-02"].outcome is Outcome.PASS
    assert (said["SS-NET-01"].outcome, said["SS-NET-01"].reason) == (Outcome.NOT_TESTED, Reason.PROFILE)


def test_a_silent_check_is_not_tested_for_the_reason_of_the_app() -> None:
    assert results()["SS-HDR-02"].reason is Reason.INTERRUPTED
    refused = results(unseen=Reason.PERMIT)["SS-HDR-02"]
    assert (refused.outcome, refused.reason) == (Outcome.NOT_TESTED, Reason.PERMIT)


def test_of_several_checks_one_that_was_not_run_keeps_the_control_from_passing() -> None:
    controls = tuple(
        msgspec.structs.replace(one, checks=(FRAMING, NOSNIFF)) if one.id == "SS-HDR-02" else one
        for one in SHIPPED.controls
    )
    standard = msgspec.structs.replace(SHIPPED, controls=controls)
    made = control_results(
        standard,
        [says(Outcome.PASS)],
        checks=frozenset({FRAMING}),
        environment=Environment.PRODUKSI,
        taken_at=None,
    )
    framing = next(one for one in made if one.control == "SS-HDR-02")
    assert (framing.outcome, framing.reason) == (Outcome.NOT_TESTED, Reason.PROFILE)


def test_in_the_test_environment_deployment_controls_are_conditions_and_keep_their_outcome() -> None:
    plain = says(Outcome.FAIL, check=CheckId("https-redirect"))
    said = results(plain, environment=Environment.UJI)
    conditions = {name for name, one in said.items() if one.condition}
    assert conditions == {
        *(f"SS-TLS-0{number}" for number in (1, 2, 3, 4, 5, 6, 8)),
        *(f"SS-NET-0{number}" for number in range(1, 6)),
        "SS-DOM-01",
        "SS-DOM-02",
        "SS-DOM-03",
        "SS-DOM-04",
        "SS-DOM-05",
        "SS-DOM-06",
    }
    assert said["SS-TLS-01"].outcome is Outcome.FAIL
    assert not any(one.condition for one in results(plain).values())


def test_old_evidence_is_not_tested() -> None:
    passed = (says(Outcome.PASS), says(Outcome.NOT_APPLICABLE, check=CheckId("hsts")))
    said = list(results(*passed, standard=PARTLY).values())
    last_day = day(0).date() + timedelta(days=90)
    assert aged(said, last_day, 90) == tuple(said)
    old = {one.control: one for one in aged(said, last_day + timedelta(days=1), 90)}
    assert (old["SS-HDR-02"].outcome, old["SS-HDR-02"].reason) == (Outcome.NOT_TESTED, Reason.STALE)
    assert (old["SS-TLS-05"].outcome, old["SS-TLS-05"].reason) == (Outcome.NOT_TESTED, Reason.STALE)
    assert old["SS-DOM-05"].reason is Reason.PLANNED


def test_a_control_limits_how_sure_its_findings_are() -> None:
    cms = says(Outcome.FAIL, check=CheckId("cms-version"))
    assert limit_confidence(cms, SHIPPED).confidence is Confidence.KUAT
    hint = says(Outcome.FAIL, check=CheckId("cms-version"), confidence=Confidence.INDIKASI)
    assert limit_confidence(hint, SHIPPED).confidence is Confidence.INDIKASI
    assert limit_confidence(says(Outcome.FAIL), SHIPPED).confidence is Confidence.PASTI
