"""What a pass may not close: findings on pages that the run did not ask for, or could not see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason
from secscan.model.findings import Finding
from secscan.model.ids import JobKey

MAX_PAGES = 5
"""Pages that a finding remembers: enough to know it by, few enough to ask for again."""


def held(
    findings: Iterable[Finding], verdicts: Sequence[Verdict], pages: Mapping[JobKey, Reason | None], at: datetime
) -> Iterator[Verdict]:
    """A verdict "not tested" for each open finding whose pages were not all looked at again in a look of `at`.

    `pages` are those that were asked for, with the reason why they could not be seen. A finding that the look shows
    anyway, or that is younger than the look, needs no such word.
    """
    said = {(one.check, one.subject, one.discriminators) for one in verdicts if one.outcome is not Outcome.PASS}
    for finding in findings:
        if not finding.is_open or finding.last_seen >= at:
            continue
        if (finding.check, finding.subject, finding.discriminators) in said:
            continue
        missed = [key for key in finding.pages if pages.get(key, Reason.BUDGET) is not None]
        if missed:
            yield Verdict(
                check=finding.check,
                subject=finding.subject,
                outcome=Outcome.NOT_TESTED,
                severity=finding.severity,
                confidence=finding.confidence,
                discriminators=finding.discriminators,
                reason=pages.get(missed[0], Reason.BUDGET),
                evidence=tuple(missed),
            )


def seen_on(
    verdict: Verdict, pages: Mapping[JobKey, Reason | None], before: Iterable[JobKey] = ()
) -> tuple[JobKey, ...]:
    """The pages that a problem is known from: those of the verdict, and those of `before` that were not looked at
    again."""
    known = (key for key in verdict.evidence if key in pages)
    missed = (key for key in before if pages.get(key, Reason.BUDGET) is not None)
    return tuple(dict.fromkeys((*known, *missed)))[:MAX_PAGES]
