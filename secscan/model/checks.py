"""Checks and what they conclude."""

from collections.abc import Callable, Iterator

import msgspec

from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId, JobKey
from secscan.model.requests import Request
from secscan.model.subjects import Subject

Fact = str | int | float | bool | tuple[str, ...]
Discriminators = tuple[tuple[str, str], ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one check concluded of one subject.

    `discriminators` tell several findings of one check on one subject apart (the path of a leaked file, the name of a
    cookie); a verdict without them speaks of the subject as a whole, or of the rest of it where others are named apart.
    `facts` are what the write-up prints; `evidence` the job keys of the observations it rests on.
    """

    check: CheckId
    subject: Subject
    outcome: Outcome
    severity: Severity
    confidence: Confidence = Confidence.PASTI
    discriminators: Discriminators = ()
    facts: dict[str, Fact] = {}
    reason: Reason | None = None
    evidence: tuple[JobKey, ...] = ()


class CheckSpec(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a check that are not code. `severity` and `confidence` are those of an ordinary failure.

    `compromise` marks checks whose confirmed finding is an incident. `host_level` checks judge addresses, so that their
    findings go to the host's owner.
    `asks_again`: its own questions name the paths of open findings, in a way that only it knows (the first bytes of a
    leaked file, never the whole).
    `by_data`: what it says changes with the data packs.
    `effort_minutes` is what a fix usually takes an admin. `absence_closes`: the finding is fixed once the thing it
    is about is gone (a cookie no longer set).
    """

    id: CheckId
    severity: Severity
    confidence: Confidence = Confidence.PASTI
    cwe: tuple[int, ...] = ()
    references: tuple[str, ...] = ()
    compromise: bool = False
    host_level: bool = False
    effort_minutes: int = 15
    absence_closes: bool = False
    by_data: bool = False
    asks_again: bool = False

    def verdict(
        self,
        subject: Subject,
        outcome: Outcome,
        *,
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        discriminators: Discriminators = (),
        reason: Reason | None = None,
        evidence: tuple[JobKey, ...] = (),
        **facts: Fact,
    ) -> Verdict:
        """A verdict of this check, with the spec's severity and confidence unless told otherwise."""
        return Verdict(
            check=self.id,
            subject=subject,
            outcome=outcome,
            severity=severity or self.severity,
            confidence=confidence or self.confidence,
            discriminators=discriminators,
            facts=facts,
            reason=reason,
            evidence=evidence,
        )


Evaluate = Callable[[AppEvidence, Context], Iterator[Verdict]]
Ask = Callable[[SiteEvidence, Context], Iterator[Request]]


class Check(msgspec.Struct, frozen=True):
    """One check: its spec, its rule, and the requests it would like answered, if any."""

    spec: CheckSpec
    evaluate: Evaluate
    ask: Ask | None = None
