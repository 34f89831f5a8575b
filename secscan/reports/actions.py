"""What to do first: open findings ordered by harm and by what their repair brings."""

from collections.abc import Iterable

import msgspec

from secscan.checks.catalogue import CHECKS
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import Confidence, Outcome, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId
from secscan.model.standard import Standard
from secscan.scoring.score import score

_UNKNOWN_EFFORT = 15
_CANDIDATES = 5
"""Rises are computed for this many times as many actions as are asked for: re-scoring is exact, and not free."""


class Action(msgspec.Struct, frozen=True):
    """One thing to do: all open findings of a check on one app, or on one host or endpoint.

    `gain` is what the app's score rises by once they are gone, caps included (the mean over the rated apps concerned);
    `held` says that it does not rise only because other findings cap the score. `minutes` is the usual work.
    """

    check: CheckId
    findings: tuple[Finding, ...]
    severity: Severity
    to_verify: bool
    gain: float
    held: bool
    minutes: int


def useful_actions(assessment: Assessment, findings: Iterable[Finding], limit: int) -> tuple[Action, ...]:
    """The most useful things to do about the open findings: incidents, then by severity, then by what they bring."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.is_open and finding.outcome in (Outcome.FAIL, Outcome.PARTIAL):
            where = str(finding.app) if finding.app is not None else finding.subject.key
            groups.setdefault((finding.check, where), []).append(finding)
    by_app = {entry.app.id: entry for entry in assessment.apps}
    rough = [_action(assessment.standard, by_app, tuple(group)) for group in groups.values()]
    rough.sort(key=_order)
    candidates = rough[: limit * _CANDIDATES]
    index = _findings_by_app(assessment, {app for action in candidates for one in action.findings for app in one.apps})
    exact = [_measured(action, assessment.standard, by_app, index) for action in candidates]
    return tuple(sorted(exact, key=_order)[:limit])


def score_after(
    entry: AppAssessment, findings: Iterable[Finding], repaired: Iterable[Finding], standard: Standard
) -> float | None:
    """The score of an app once these findings are repaired and a new look has seen it; None without a score.

    `findings` are all that count for the app. A control passes once none of its findings is left open.
    """
    gone = {finding.fingerprint for finding in repaired}
    left = [finding for finding in findings if finding.fingerprint not in gone]
    touched = {control for finding in repaired for control in standard.controls_of(finding.check)}
    still = {control for finding in left if finding.is_open for control in standard.controls_of(finding.check)}
    results = [
        msgspec.structs.replace(result, outcome=Outcome.PASS, reason=None)
        if result.control in touched - still and result.outcome is not Outcome.NOT_APPLICABLE
        else result
        for result in entry.results
    ]
    return score(standard, results, left).value


def effort(check: CheckId) -> int:
    """Minutes that the repair usually takes an admin."""
    return next((known.spec.effort_minutes for known in CHECKS if known.spec.id == check), _UNKNOWN_EFFORT)


def is_compromise(check: CheckId) -> bool:
    """Whether a confirmed finding of this check is an incident."""
    return any(known.spec.id == check and known.spec.compromise for known in CHECKS)


def _findings_by_app(assessment: Assessment, apps: set[AppId]) -> dict[AppId, list[Finding]]:
    index: dict[AppId, list[Finding]] = {app: [] for app in apps}
    for finding in assessment.findings:
        for app in finding.apps:
            if app in index:
                index[app].append(finding)
    return index


def _action(standard: Standard, by_app: dict[AppId, AppAssessment], group: tuple[Finding, ...]) -> Action:
    """The action with the gain before caps, from the score's own contributions."""
    check = group[0].check
    controls = standard.controls_of(check)
    gains = [
        sum(part.gain for part in by_app[app].score.contributions if part.control in controls)
        for app in group[0].apps
        if app in by_app
    ]
    return Action(
        check=check,
        findings=group,
        severity=min((finding.severity for finding in group), key=lambda severity: severity.rank),
        to_verify=all(one.confidence is Confidence.INDIKASI and one.review is Review.NONE for one in group),
        gain=sum(gains) / len(gains) if gains else 0.0,
        held=False,
        minutes=effort(check),
    )


def _measured(
    action: Action, standard: Standard, by_app: dict[AppId, AppAssessment], index: dict[AppId, list[Finding]]
) -> Action:
    """The action with the gain after caps."""
    rises = []
    for app in action.findings[0].apps:
        entry = by_app.get(app)
        if entry is None or entry.score.value is None:
            continue
        after = score_after(entry, index[app], action.findings, standard)
        if after is not None:
            rises.append(after - entry.score.value)
    gain = max(0.0, sum(rises) / len(rises)) if rises else 0.0
    return msgspec.structs.replace(action, gain=gain, held=bool(rises) and gain < 0.5 <= action.gain)


def _order(action: Action) -> tuple[bool, int, float, int, str]:
    return (not is_compromise(action.check), action.severity.rank, -action.gain, action.minutes, action.check)
