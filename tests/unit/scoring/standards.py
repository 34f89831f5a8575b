"""The shipped standard, as it is and as if every control had a check, and results and findings to score."""

from collections.abc import Mapping

import msgspec

from secscan.model.enums import Confidence, FindingState, Outcome, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId, ControlId, Fingerprint
from secscan.model.score import ControlResult
from secscan.model.standard import Standard
from secscan.model.subjects import Site
from secscan.standards.load import load_standard
from tests.unit.tracking.verdicts import day

SHIPPED = load_standard("pemda-eksternal")


def _complete(standard: Standard) -> Standard:
    controls = tuple(
        msgspec.structs.replace(one, checks=one.checks or (CheckId(one.id.lower()),)) for one in standard.controls
    )
    return msgspec.structs.replace(standard, controls=controls)


FULL = _complete(SHIPPED)
"""All 54 controls with a check each."""


def results(outcomes: Mapping[str, Outcome], otherwise: Outcome = Outcome.PASS) -> tuple[ControlResult, ...]:
    """A result for every control; `outcomes` are those that differ from `otherwise`."""
    return tuple(
        ControlResult(control=one.id, outcome=outcomes.get(one.id, otherwise), checks=one.checks, taken_at=day(0))
        for one in FULL.controls
    )


def finding(
    control: str,
    severity: Severity = Severity.TINGGI,
    *,
    outcome: Outcome = Outcome.FAIL,
    confidence: Confidence = Confidence.PASTI,
    state: FindingState = FindingState.OPEN,
    review: Review = Review.NONE,
    number: int = 0,
) -> Finding:
    known = FULL.control(ControlId(control))
    assert known is not None
    return Finding(
        fingerprint=Fingerprint(f"{control}-{number}"),
        check=known.checks[0],
        subject=Site("https", "simpeg.contoh.go.id", 443),
        app=AppId("app-1"),
        apps=(AppId("app-1"),),
        opd=None,
        outcome=outcome,
        severity=severity,
        confidence=confidence,
        state=state,
        review=review,
        first_seen=day(0),
        last_seen=day(0),
    )


def untested(*controls: str) -> dict[str, Outcome]:
    return dict.fromkeys(controls, Outcome.NOT_TESTED)
