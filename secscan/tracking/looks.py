"""What an evaluation concluded, arranged so that a finding can ask: was I looked for, and what came of it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from secscan.model.checks import Discriminators, Verdict
from secscan.model.enums import Confidence, Outcome, Reason
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId, Fingerprint, JobKey, OpdId, RunId
from secscan.model.subjects import Endpoint, Host
from secscan.tracking.causes import Since
from secscan.tracking.identity import fingerprint

PROBLEMS = (Outcome.FAIL, Outcome.PARTIAL)
_WORST_FIRST = (
    Outcome.FAIL,
    Outcome.PARTIAL,
    Outcome.INCONCLUSIVE,
    Outcome.NOT_TESTED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
_SUREST_FIRST = (Confidence.PASTI, Confidence.KUAT, Confidence.INDIKASI)
_Identity = tuple[CheckId, str, Discriminators]


class AppVerdicts(msgspec.Struct, frozen=True, kw_only=True):
    """The verdicts on one app from one run. `at` is when the evidence was taken, `checks` what the run's profile asked
    for, `since` what is different since the app was evaluated last. `pages` are what can be asked for in any run, and
    was in this one, with the reason why it could not be seen."""

    app: AppId
    opd: OpdId
    run: RunId
    at: datetime
    checks: frozenset[CheckId]
    verdicts: tuple[Verdict, ...]
    since: Since | None = None
    pages: Mapping[JobKey, Reason | None] = {}


class Said(msgspec.Struct, frozen=True):
    """One verdict, and the look that it is from."""

    look: AppVerdicts
    verdict: Verdict


class RunLooks:
    """The looks of one run at some apps."""

    def __init__(self, looks: Sequence[AppVerdicts]) -> None:
        self.run = looks[0].run
        self._apps = {look.app: look for look in looks}
        self._said: defaultdict[_Identity, list[Said]] = defaultdict(list)
        for look in looks:
            for verdict in look.verdicts:
                if verdict.check in look.checks:
                    self._said[_identity(verdict)].append(Said(look, verdict))

    def problems(self) -> dict[Fingerprint, list[Said]]:
        """What was said of each identity that has a problem."""
        found = {}
        for said in self._said.values():
            if any(one.verdict.outcome in PROBLEMS for one in said):
                verdict = said[0].verdict
                found[fingerprint(verdict.check, verdict.subject, verdict.discriminators)] = said
        return found

    def about(self, finding: Finding) -> tuple[list[Said], bool]:
        """What was said of exactly this finding (and True), else of its subject as a whole, else of the host that holds
        its endpoint (and False)."""
        exact = _identity(finding)
        if exact in self._said:
            return self._said[exact], True
        subject = finding.subject
        for outer in (subject, Host(subject.ip)) if isinstance(subject, Endpoint) else (subject,):
            general = (finding.check, outer.key, ())
            if general in self._said:
                return self._said[general], False
        return [], False

    def asked(self, check: CheckId, apps: Iterable[AppId]) -> list[AppVerdicts]:
        """The looks at those apps in which the check was asked for, whatever it said."""
        return [self._apps[app] for app in apps if app in self._apps and check in self._apps[app].checks]


def _identity(one: Verdict | Finding) -> _Identity:
    return one.check, one.subject.key, tuple(sorted(one.discriminators))


def by_run(looks: Iterable[AppVerdicts]) -> list[RunLooks]:
    """The looks of each run, the oldest run first."""
    grouped: defaultdict[RunId, list[AppVerdicts]] = defaultdict(list)
    for look in looks:
        grouped[look.run].append(look)
    ordered = sorted(grouped.items(), key=lambda item: (max(look.at for look in item[1]), item[0]))
    return [RunLooks(group) for _, group in ordered]


def worst(said: Sequence[Said]) -> Said:
    """The worst of what was said: by outcome, then severity, then how sure it is."""
    return min(
        said,
        key=lambda one: (
            _WORST_FIRST.index(one.verdict.outcome),
            one.verdict.severity.rank,
            _SUREST_FIRST.index(one.verdict.confidence),
            one.look.app,
        ),
    )
