"""The score of an app and an OPD, with everything needed to explain it."""

from datetime import datetime

import msgspec

from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.ids import AppId, CheckId, ControlId, OpdId


class ControlResult(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One control of one app: the worst of what its checks said. `planned` controls have no check yet."""

    control: ControlId
    outcome: Outcome
    reason: Reason | None = None
    planned: bool = False
    condition: bool = False
    checks: tuple[CheckId, ...] = ()
    taken_at: datetime | None = None


class AppliedCap(msgspec.Struct, frozen=True, kw_only=True):
    """A cap that holds, and the controls that caused it."""

    name: str
    max_score: float
    max_rating: str
    controls: tuple[ControlId, ...]


class DomainScore(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One scoring domain: `value` (0-1) over what was tested, None when nothing was; `coverage` 0-1."""

    domain: str
    weight: float
    value: float | None
    coverage: float


class Contribution(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one control does to the score: points it adds now, and points that passing it would add (before caps)."""

    control: ControlId
    outcome: Outcome
    weight: float
    points: float
    gain: float


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """SKE of one app, 0-100, unrounded, after caps; None when nothing was tested. `coverage` is 0-1.

    `rating` is a letter or "-"; `uncapped` is the value before caps; `incident` says that a compromise was confirmed;
    `awaiting_review` that a critical indication waits for a reviewer.
    """

    value: float | None
    low: float | None
    high: float | None
    coverage: float
    rating: str
    provisional: bool = False
    uncapped: float | None = None
    caps: tuple[AppliedCap, ...] = ()
    domains: tuple[DomainScore, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    mandatory_untested: tuple[ControlId, ...] = ()
    incident: bool = False
    awaiting_review: bool = False


class OpdScore(msgspec.Struct, frozen=True, kw_only=True):
    """An OPD: `value` over its rated apps, `low` over all its registered active apps, an unscanned one counting 0.

    `asset_coverage` is rated / registered apps; `unscanned` are named in the report.
    """

    opd: OpdId
    value: float | None
    low: float | None
    rating: str
    provisional: bool
    asset_coverage: float
    rated: tuple[AppId, ...] = ()
    unscanned: tuple[AppId, ...] = ()


class SeverityCount(msgspec.Struct, frozen=True):
    severity: Severity
    count: int
