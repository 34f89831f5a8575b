"""Findings: what stays open until its check really ran on its subject and passed."""

from datetime import datetime

import msgspec

from secscan.model.checks import Discriminators, Fact
from secscan.model.enums import Cause, Confidence, FindingState, Outcome, Review, Severity
from secscan.model.ids import AppId, CheckId, Fingerprint, JobKey, OpdId, RunId
from secscan.model.subjects import Subject


class FindingEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a finding's history: `what` is opened, seen, not_retested, fixed, reopened, confirmed,
    dismissed, or claimed (to be repaired). `at` is when the evidence was taken or somebody spoke; `judged_at` when an
    evaluation said so, where there was one before."""

    at: datetime
    what: str
    run: RunId | None = None
    by: str = ""
    note: str = ""
    cause: Cause | None = None
    data: tuple[str, ...] = ()
    judged_at: datetime | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One problem of one subject.

    `app` is None for hosts and endpoints, whose finding lists all `apps` there and belongs to the host's owner
    (`opd` is None when nobody registered it). `retested` is False while the newest run could not look again ("belum
    diuji ulang"). `pages` are the requests whose answers showed it, as far as any run can ask them again: it stays open
    until all of them were.
    """

    fingerprint: Fingerprint
    check: CheckId
    subject: Subject
    app: AppId | None
    apps: tuple[AppId, ...]
    opd: OpdId | None
    outcome: Outcome
    severity: Severity
    confidence: Confidence
    discriminators: Discriminators = ()
    facts: dict[str, Fact] = {}
    pages: tuple[JobKey, ...] = ()
    state: FindingState = FindingState.OPEN
    review: Review = Review.NONE
    reviewer: str = ""
    review_reason: str = ""
    retested: bool = True
    first_seen: datetime
    last_seen: datetime
    fixed_at: datetime | None = None
    history: tuple[FindingEvent, ...] = ()

    @property
    def is_open(self) -> bool:
        """Open in tracking: it counts, and caps."""
        return self.state in (FindingState.OPEN, FindingState.REOPENED, FindingState.ACCEPTED)
