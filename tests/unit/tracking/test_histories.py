"""Random histories: whatever runs see, in whatever order, tracking keeps its promises."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, FindingState, Outcome, Review
from secscan.model.findings import Finding
from secscan.model.ids import Fingerprint
from secscan.tracking.looks import AppVerdicts
from secscan.tracking.review import confirm, dismiss
from secscan.tracking.track import track
from tests.unit.tracking.verdicts import CLOSING, HOST, OWNERS, REDIS, SITE, SPECS, day, look, says

PATH = (("path", "/backup.zip"),)
IDENTITIES = ((SITE, ()), (SITE, PATH), (REDIS, ()), (HOST, ()))
verdict = st.builds(
    lambda who, outcome, confidence: says(outcome, who[0], what=who[1], confidence=confidence),
    st.sampled_from(IDENTITIES),
    st.sampled_from(Outcome),
    st.sampled_from(Confidence),
)
verdicts = st.lists(verdict, max_size=5)


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.findings: dict[Fingerprint, Finding] = {}
        self.day = 0
        self.last: list[AppVerdicts] = []
        self.specs = SPECS

    def looked(self, looks: list[AppVerdicts]) -> None:
        before = self.findings
        self.findings = track(before, looks, OWNERS, self.specs)
        self.last = looks
        said = [one for seen in looks for one in seen.verdicts]
        for identity, old in before.items():
            self.promises(old, self.findings[identity], said)
        for verdict in said:
            if verdict.outcome in (Outcome.FAIL, Outcome.PARTIAL):
                assert any(
                    found.is_open and (found.subject, found.discriminators) == (verdict.subject, verdict.discriminators)
                    for found in self.findings.values()
                )

    def promises(self, old: Finding, new: Finding, said: list[Verdict]) -> None:
        assert new.first_seen == old.first_seen
        assert new.last_seen >= old.last_seen
        assert new.history[: len(old.history)] == old.history
        if old.is_open and not new.is_open:  # closed: then something passed, or the thing itself is gone
            assert new.state is FindingState.FIXED
            closing = (Outcome.PASS, Outcome.NOT_APPLICABLE) if self.specs is CLOSING else (Outcome.PASS,)
            about = [one for one in said if one.subject in (old.subject, HOST)]
            assert any(one.outcome in closing for one in about)
            exact = [one for one in about if (one.subject, one.discriminators) == (old.subject, old.discriminators)]
            assert all(one.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE) for one in exact)
        if not old.is_open and new.is_open:
            assert new.state is FindingState.REOPENED
            assert new.review is Review.NONE

    @rule(one=verdicts, two=verdicts, both=st.booleans(), closing=st.booleans())
    def scan(self, one: list[Verdict], two: list[Verdict], both: bool, closing: bool) -> None:
        self.day += 1
        self.specs = CLOSING if closing else SPECS
        self.looked([look(self.day, *one), *([look(self.day, *two, app="app-2")] if both else [])])

    @precondition(lambda self: self.last)
    @rule()
    def evaluate_again(self) -> None:
        assert track(self.findings, self.last, OWNERS, self.specs) == self.findings

    @precondition(lambda self: self.findings)
    @rule(data=st.data())
    def review(self, data: st.DataObject) -> None:
        identity = data.draw(st.sampled_from(sorted(self.findings)))
        finding = self.findings[identity]
        at = day(self.day) + timedelta(hours=1)
        if finding.confidence is Confidence.INDIKASI and finding.is_open and data.draw(st.booleans()):
            self.findings[identity] = confirm(finding, "Sari", "alasan", at)
        elif finding.is_open:
            self.findings[identity] = dismiss(finding, "Sari", "alasan", at)

    @invariant()
    def findings_are_sound(self) -> None:
        for identity, finding in self.findings.items():
            assert finding.fingerprint == identity
            assert finding.apps
            assert finding.first_seen <= finding.last_seen
            assert (finding.fixed_at is not None) == (finding.state is FindingState.FIXED)
            assert [event.at for event in finding.history] == sorted(event.at for event in finding.history)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
