"""A finding as it stood at an earlier moment, as far as its history tells."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from secscan.model.enums import Confidence, FindingState, Review
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import RunId

Starts = Mapping[RunId, datetime]
"""When each run began."""

_SEEN = ("opened", "seen", "reopened")


def rewind(finding: Finding, moment: datetime, starts: Starts) -> Finding | None:
    """The finding before `moment`: the evidence of runs that began earlier, and what was said of it until then.

    None where it was not known. Severity and facts are those of today where no earlier evidence is judged anew.
    """
    past = tuple(event for event in finding.history if began(event, starts) < moment)
    if not past or past[0].what != "opened":
        return None
    was = msgspec.structs.replace(
        finding,
        state=FindingState.OPEN,
        review=Review.NONE,
        reviewer="",
        review_reason="",
        confidence=Confidence.INDIKASI if finding.review is Review.CONFIRMED else finding.confidence,
        retested=True,
        last_seen=max(event.at for event in past if event.what in _SEEN),
        fixed_at=None,
        history=(),
    )
    for event in past:
        was = _after(was, event)
    return was


def reviewed(finding: Finding, known: Finding | None, start: datetime, end: datetime | None) -> Finding:
    """The finding with what reviewers said of it between two moments; a dismissal before it was seen again is past."""
    said = (event for event in known.history if event.run is None) if known is not None else ()
    for event in said:
        if event.at < start or (end is not None and event.at >= end):
            continue
        if event.what == "dismissed" and (not finding.is_open or event.at < finding.last_seen):
            continue
        finding = _after(finding, event)
    return finding


def began(event: FindingEvent, starts: Starts) -> datetime:
    """When the run whose evidence an event rests on began; when somebody spoke, where it rests on none."""
    return starts.get(event.run, event.at) if event.run is not None else event.at


def _after(finding: Finding, event: FindingEvent) -> Finding:
    """The finding after one line of its history."""
    history = (*finding.history, event)
    match event.what:
        case "fixed":
            return msgspec.structs.replace(
                finding, state=FindingState.FIXED, fixed_at=event.at, retested=True, history=history
            )
        case "reopened":
            return msgspec.structs.replace(
                finding,
                state=FindingState.REOPENED,
                review=Review.NONE,
                reviewer="",
                review_reason="",
                fixed_at=None,
                retested=True,
                history=history,
            )
        case "confirmed" if finding.state is not FindingState.FIXED:
            back = finding.state is FindingState.FALSE_POSITIVE
            return msgspec.structs.replace(
                finding,
                state=FindingState.REOPENED if back else finding.state,
                review=Review.CONFIRMED,
                reviewer=event.by,
                review_reason=event.note,
                confidence=Confidence.PASTI,
                history=history,
            )
        case "dismissed":
            return msgspec.structs.replace(
                finding,
                state=FindingState.FALSE_POSITIVE,
                review=Review.DISMISSED,
                reviewer=event.by,
                review_reason=event.note,
                history=history,
            )
        case _:
            return msgspec.structs.replace(finding, retested=event.what != "not_retested", history=history)
