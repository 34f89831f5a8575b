"""Why a result is another than last time: the site was looked at anew, or the same evidence met other data or rules."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from secscan.model.enums import Cause
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import Fingerprint, RunId
from secscan.model.judgements import Judgement, PackStamp

_MAX_PACKS = 12


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """What is different since the last evaluation of an app: `evidence` is of a new look, `packs` name the data that
    changed ("vulns 2026-08-22 -> 2026-11-01"), `rules` says that another version of secscan judges; `at` is when."""

    evidence: bool
    packs: tuple[str, ...] = ()
    rules: bool = False
    at: datetime | None = None

    def cause(self, by_data: bool) -> Cause:
        """The cause of a change in what a check says; `by_data`: the check judges by the data packs."""
        reasons = [
            cause
            for cause, holds in (
                (Cause.SITE, self.evidence),
                (Cause.DATA, by_data and self.packs),
                (Cause.RULES, self.rules),
            )
            if holds
        ]
        if len(reasons) == 1:
            return reasons[0]
        return Cause.UNCLEAR if reasons else Cause.REGISTER


def since(
    before: Judgement | None, run: RunId, packs: Iterable[PackStamp], version: str, at: datetime | None = None
) -> Since | None:
    """Compare an evaluation made `at` a time with the last one; None where there was none."""
    if before is None:
        return None
    return Since(
        evidence=run not in before.runs, packs=changed(before.packs, packs), rules=version != before.version, at=at
    )


def changed(before: Iterable[PackStamp], now: Iterable[PackStamp]) -> tuple[str, ...]:
    """The packs that are not as they were, each with its dates; a pack that is new or gone has one date only."""
    old, new = {pack.name: pack for pack in before}, {pack.name: pack for pack in now}
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return tuple(f"{name} {_day(old.get(name))} -> {_day(new.get(name))}" for name in names)[:_MAX_PACKS]


def _day(pack: PackStamp | None) -> str:
    return pack.data_date.isoformat() if pack is not None else "-"


class Change(msgspec.Struct, frozen=True):
    """What an evaluation changed in a finding."""

    finding: Finding
    event: FindingEvent


def changes(before: Mapping[Fingerprint, Finding], after: Iterable[Finding]) -> tuple[Change, ...]:
    """What became of findings in an evaluation for another cause than a new look at the site, the worst first."""
    found = [
        Change(finding, event)
        for finding in after
        for event in finding.history
        if event.cause not in (None, Cause.SITE) and not _known(before.get(finding.fingerprint), event)
    ]
    return tuple(sorted(found, key=lambda one: (one.finding.severity.rank, one.finding.check, one.finding.fingerprint)))


def _known(finding: Finding | None, event: FindingEvent) -> bool:
    return finding is not None and event in finding.history
