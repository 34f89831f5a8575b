"""What became of findings between two states of a workspace.

Both states are judged with today's rules and data, so that what differs between them is what the sites showed. What
data, rules or register changed meanwhile differs in neither: the history of findings tells it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from secscan.model.checks import Fact
from secscan.model.enums import Cause, FindingState
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import CheckId, Fingerprint

Findings = Mapping[Fingerprint, Finding]


class Became(StrEnum):
    """What became of a finding."""

    NEW = "new"
    REOPENED = "reopened"
    CHANGED = "changed"
    UNTESTED = "untested"
    FIXED = "fixed"
    DISMISSED = "dismissed"


class Altered(msgspec.Struct, frozen=True):
    """A property or fact that is another now; None where there was or is none."""

    name: str
    before: Fact | None
    after: Fact | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One finding that is not as it was. `cause` is None where a reviewer spoke; `data` are the packs that changed."""

    became: Became
    finding: Finding
    cause: Cause | None = None
    data: tuple[str, ...] = ()
    altered: tuple[Altered, ...] = ()


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """The time between two states, `end` None for now. `by_data` are the checks that judge by data packs; `rules` says
    that more than one version of secscan was at work."""

    start: datetime
    end: datetime | None
    by_data: Collection[CheckId] = ()
    rules: bool = False

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


_BY_EVENT = {
    "opened": Became.NEW,
    "seen": Became.CHANGED,
    "reopened": Became.REOPENED,
    "fixed": Became.FIXED,
}
_PROPERTIES = ("outcome", "severity", "confidence")


def differences(old: Findings, new: Findings, known: Iterable[Finding], between: Between) -> tuple[Difference, ...]:
    """Every finding that is not as it was, the worst first. `new` was tracked on from `old`; `known` are those stored,
    with their history."""
    found = {key: one for key, finding in new.items() if (one := _seen(old.get(key), finding)) is not None}
    judged = {
        stored.fingerprint: one
        for stored in known
        if stored.fingerprint not in found
        if (one := _judged(stored, new.get(stored.fingerprint), between)) is not None
    }
    return tuple(sorted((*found.values(), *judged.values()), key=_weight))


def _weight(one: Difference) -> tuple[int, int, str, str]:
    return list(Became).index(one.became), one.finding.severity.rank, one.finding.check, one.finding.fingerprint


def _seen(was: Finding | None, now: Finding) -> Difference | None:
    """What the evidence of two states, or a reviewer between them, made of a finding."""
    altered = tuple(_altered(was, now)) if was is not None else ()
    became = _became(was, now, altered)
    if became is None:
        return None
    last = now.history[-1]
    spoken = last.run is None and (was is None or last not in was.history)
    return Difference(became=became, finding=now, cause=None if spoken else Cause.SITE, altered=altered)


def _became(was: Finding | None, now: Finding, altered: tuple[Altered, ...]) -> Became | None:
    if was is None or not was.is_open:
        if now.is_open:
            return Became.NEW if was is None else Became.REOPENED
        return None
    if not now.is_open:
        return Became.FIXED if now.state is FindingState.FIXED else Became.DISMISSED
    if was.retested and not now.retested:
        return Became.UNTESTED
    return Became.CHANGED if altered else None


def _altered(was: Finding, now: Finding) -> Iterator[Altered]:
    """Properties, and facts that say what is there. Bare numbers (days left, counts, sizes) move by themselves."""
    for name in _PROPERTIES:
        before, after = str(getattr(was, name)), str(getattr(now, name))
        if before != after:
            yield Altered(name, before, after)
    for name in sorted({*was.facts, *now.facts}):
        old, new = was.facts.get(name), now.facts.get(name)
        if old != new and not (_is_number(old) and _is_number(new)):
            yield Altered(name, old, new)


def _is_number(fact: Fact | None) -> bool:
    return fact is None or (isinstance(fact, int | float) and not isinstance(fact, bool))


def _judged(stored: Finding, now: Finding | None, between: Between) -> Difference | None:
    """What an evaluation between the two states made of a finding that today's rules judge alike in both."""
    events = [
        event
        for event in stored.history
        if event.what in _BY_EVENT and event.cause not in (None, Cause.SITE)
        if between.holds(event.judged_at or event.at)
    ]
    if not events or (events[0].what == "opened" and events[-1].what == "fixed"):
        return None
    last = events[-1]
    if (last.what == "fixed") is (now is not None and now.is_open):
        return None
    became, cause = _BY_EVENT[last.what], _not_the_site(last, stored.check, between)
    return Difference(
        became=Became.NEW if events[0].what == "opened" else became,
        finding=now or stored,
        cause=cause,
        data=last.data if cause in (Cause.DATA, Cause.UNCLEAR) else (),
    )


def _not_the_site(event: FindingEvent, check: CheckId, between: Between) -> Cause | None:
    """The cause, now that it is known not to be the site."""
    if event.cause is not Cause.UNCLEAR:
        return event.cause
    if check not in between.by_data or not event.data:
        return Cause.RULES
    return Cause.UNCLEAR if between.rules else Cause.DATA
