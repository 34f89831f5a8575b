"""What open findings do to a score: caps, incidents, and indications that wait for a reviewer."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from secscan.model.enums import Confidence, Outcome, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import ControlId
from secscan.model.score import AppliedCap
from secscan.model.standard import Cap, Standard
from secscan.scoring.controls import weakest


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The caps that hold (one for each severity), whether a compromise is confirmed, and whether a critical indication
    waits for review."""

    caps: tuple[AppliedCap, ...] = ()
    incident: bool = False
    awaiting_review: bool = False


def limits(standard: Standard, findings: Iterable[Finding], excluded: Collection[ControlId] = ()) -> Limits:
    """The limits that an app's findings set. Only open ones of outcome `fail` count; a waiver changes nothing.

    `excluded` are controls outside the base of the score, whose findings are conditions.
    """
    counted: defaultdict[Severity, set[ControlId]] = defaultdict(set)
    incident = awaiting = False
    for finding in findings:
        if not finding.is_open or finding.outcome is not Outcome.FAIL:
            continue
        for control in standard.controls:
            if finding.check not in control.checks or control.id in excluded:
                continue
            reviewed = finding.review is Review.CONFIRMED
            sure = finding.confidence if reviewed else weakest(finding.confidence, control.confidence)
            if sure is not Confidence.INDIKASI:
                counted[finding.severity].add(control.id)
            elif finding.severity is Severity.KRITIS:
                awaiting = True
            incident = incident or (reviewed and control.id in standard.scoring.compromise_controls)
    return Limits(caps=_caps(standard, counted), incident=incident, awaiting_review=awaiting)


def _caps(standard: Standard, counted: dict[Severity, set[ControlId]]) -> tuple[AppliedCap, ...]:
    """For each severity the cap with the highest count that was reached, the lowest first."""
    reached: dict[Severity, Cap] = {}
    for cap in sorted(standard.scoring.caps, key=lambda cap: cap.count):
        if len(counted.get(cap.severity, ())) >= cap.count:
            reached[cap.severity] = cap
    order = [control.id for control in standard.controls]
    applied = (
        AppliedCap(
            name=cap.name,
            max_score=cap.max_score,
            max_rating=cap.max_rating,
            controls=tuple(sorted(counted[severity], key=order.index)),
        )
        for severity, cap in reached.items()
    )
    return tuple(sorted(applied, key=lambda cap: cap.max_score))
