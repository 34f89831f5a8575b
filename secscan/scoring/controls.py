"""From the verdicts on an app to one result per control of the standard."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from secscan.base.once import once
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Environment, Outcome, Reason
from secscan.model.ids import CheckId
from secscan.model.score import ControlResult
from secscan.model.standard import Control, Standard

_WORST_FIRST = (
    Outcome.FAIL,
    Outcome.PARTIAL,
    Outcome.INCONCLUSIVE,
    Outcome.NOT_TESTED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
_SUREST_FIRST = (Confidence.PASTI, Confidence.KUAT, Confidence.INDIKASI)


def control_results(
    standard: Standard,
    verdicts: Iterable[Verdict],
    *,
    checks: Collection[CheckId],
    environment: Environment,
    taken_at: datetime | None,
    unseen: Reason | None = None,
) -> tuple[ControlResult, ...]:
    """One result for each control, in the order of the standard.

    `checks` are those that the run's profile asked for. A check that was asked for and said nothing makes its control
    not tested, for the reason `unseen`. On an app in the test environment deployment controls keep their outcome and
    become conditions.
    """
    by_check: defaultdict[CheckId, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_check[verdict.check].append(verdict)
    return tuple(
        msgspec.structs.replace(
            _result(control, by_check, checks, unseen or Reason.INTERRUPTED),
            condition=control.deployment and bool(control.checks) and environment is Environment.UJI,
            checks=control.checks,
            taken_at=taken_at,
        )
        for control in standard.controls
    )


def _result(
    control: Control, by_check: dict[CheckId, list[Verdict]], asked: Collection[CheckId], unseen: Reason
) -> ControlResult:
    if not control.checks:
        return ControlResult(control=control.id, outcome=Outcome.NOT_TESTED, reason=Reason.PLANNED, planned=True)
    said: list[tuple[Outcome, Reason | None]] = []
    for check in control.checks:
        heard = [(verdict.outcome, verdict.reason) for verdict in by_check.get(check, ())]
        silent = (Outcome.NOT_TESTED, unseen if check in asked else Reason.PROFILE)
        said += heard or [silent]
    outcome, reason = min(said, key=lambda one: _WORST_FIRST.index(one[0]))
    return ControlResult(control=control.id, outcome=outcome, reason=reason)


def aged(results: Sequence[ControlResult], as_of: date, freshness_days: int) -> tuple[ControlResult, ...]:
    """The results, those older than `freshness_days` on the day `as_of` as not tested: old evidence proves nothing
    today."""

    def stale(result: ControlResult) -> bool:
        return result.taken_at is not None and (as_of - result.taken_at.date()).days > freshness_days

    return tuple(
        msgspec.structs.replace(result, outcome=Outcome.NOT_TESTED, reason=Reason.STALE)
        if stale(result) and not result.planned
        else result
        for result in results
    )


def limit_confidence(verdict: Verdict, standard: Standard) -> Verdict:
    """The verdict, no surer than the controls that its check serves allow."""
    limit = _limits(standard).get(verdict.check)
    sure = verdict.confidence if limit is None else weakest(verdict.confidence, limit)
    return verdict if sure is verdict.confidence else msgspec.structs.replace(verdict, confidence=sure)


@once
def _limits(standard: Standard) -> Mapping[CheckId, Confidence]:
    """How sure each check's verdicts may be."""
    limits: dict[CheckId, Confidence] = {}
    for control in standard.controls:
        for check in control.checks:
            limits[check] = weakest(limits.get(check, control.confidence), control.confidence)
    return limits


def weakest(*confidences: Confidence) -> Confidence:
    """The least sure of them."""
    return max(confidences, key=_SUREST_FIRST.index)
