"""What people say of a finding: a named reviewer that it is real or a false alarm, its owner that it is repaired."""

from datetime import datetime

import msgspec

from secscan.base.errors import UsageError
from secscan.base.text import clean
from secscan.model.enums import Confidence, FindingState, Review
from secscan.model.findings import Finding, FindingEvent

_MAX_NAME = 120
_MAX_REASON = 1000


def confirm(finding: Finding, reviewer: str, reason: str, at: datetime) -> Finding:
    """The finding, no longer an indication. Raises UsageError unless it is one, and there.

    A dismissed indication may be confirmed after all: it is open again.
    """
    name, why = _named(reviewer), _reasoned(reason)
    if finding.confidence is not Confidence.INDIKASI:
        raise UsageError("not_an_indication", where=finding.fingerprint)
    if finding.state is FindingState.FIXED:
        raise UsageError("finding_fixed", where=finding.fingerprint)
    dismissed = finding.state is FindingState.FALSE_POSITIVE
    confirmed = msgspec.structs.replace(
        finding,
        confidence=Confidence.PASTI,
        review=Review.CONFIRMED,
        state=FindingState.REOPENED if dismissed else finding.state,
    )
    return _signed(confirmed, "confirmed", name, why, at)


def dismiss(finding: Finding, reviewer: str, reason: str, at: datetime) -> Finding:
    """The finding as a false positive; its evidence is kept, and a later scan that sees it again reopens it.

    Raises UsageError unless it is open.
    """
    name, why = _named(reviewer), _reasoned(reason)
    if not finding.is_open:
        raise UsageError("finding_not_open", where=finding.fingerprint)
    dismissed = msgspec.structs.replace(finding, state=FindingState.FALSE_POSITIVE, review=Review.DISMISSED)
    return _signed(dismissed, "dismissed", name, why, at)


def claim(finding: Finding, reporter: str, reason: str, at: datetime) -> Finding:
    """The finding, said to be repaired: it stays open, and counts, until a scan has seen for itself, which is due soon.

    Raises UsageError unless it is open.
    """
    name, why = _named(reporter), _reasoned(reason)
    if not finding.is_open:
        raise UsageError("finding_not_open", where=finding.fingerprint)
    event = FindingEvent(at=at, what="claimed", by=name, note=why)
    return msgspec.structs.replace(finding, history=(*finding.history, event))


def _named(reviewer: str) -> str:
    name = clean(reviewer, _MAX_NAME)
    if not name:
        raise UsageError("no_reviewer")
    return name


def _reasoned(reason: str) -> str:
    why = clean(reason, _MAX_REASON)
    if not why:
        raise UsageError("no_reason")
    return why


def _signed(finding: Finding, what: str, reviewer: str, reason: str, at: datetime) -> Finding:
    event = FindingEvent(at=at, what=what, by=reviewer, note=reason)
    return msgspec.structs.replace(finding, reviewer=reviewer, review_reason=reason, history=(*finding.history, event))
