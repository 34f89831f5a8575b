"""What no set of outcomes may break: fixing never hurts, not looking never helps, a waiver changes nothing."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from secscan.model.enums import Confidence, FindingState, Outcome, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App
from secscan.model.score import ControlResult, Score
from secscan.model.subjects import Site
from secscan.scoring.opd import opd_score
from secscan.scoring.score import score
from tests.unit.scoring.standards import FULL, finding, results

IDS = [control.id for control in FULL.controls]
Case = tuple[dict[str, Outcome], list[Finding]]
LETTERS = "ABCDE-"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Outcomes of all controls, and findings as tracking would have them: each failure has one, and older ones are open
    where nothing passed since."""
    often = st.sampled_from([Outcome.PASS, Outcome.PASS, *Outcome])
    outcomes = {control: draw(often) for control in IDS}
    found = []
    for number, (control, outcome) in enumerate(outcomes.items()):
        left_open = outcome in (Outcome.NOT_TESTED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE)
        if outcome in (Outcome.FAIL, Outcome.PARTIAL) or (left_open and draw(st.integers(0, 5)) == 0):
            kept = Outcome.FAIL if left_open else outcome
            found.append(draw(finding_of(control, kept, number)))
    return outcomes, found


def finding_of(control: str, outcome: Outcome, number: int) -> st.SearchStrategy[Finding]:
    return st.builds(
        lambda severity, confidence, review, state: finding(
            control,
            severity,
            outcome=outcome,
            confidence=Confidence.PASTI if review is Review.CONFIRMED else confidence,
            review=review,
            state=state,
            number=number,
        ),
        st.sampled_from([Severity.SEDANG, Severity.RENDAH, *Severity]),
        st.sampled_from(Confidence),
        st.sampled_from([Review.NONE, Review.NONE, Review.CONFIRMED]),
        st.sampled_from([FindingState.OPEN, FindingState.REOPENED, FindingState.ACCEPTED]),
    )


def scored(case: Case) -> Score:
    outcomes, found = case
    return score(FULL, results(outcomes), found)


def with_outcome(case: Case, control: str, outcome: Outcome, *, closed: bool) -> Case:
    check = FULL.controls[IDS.index(control)].checks[0]  # type: ignore[arg-type]
    found = [one for one in case[1] if not (closed and one.check == check)]
    return case[0] | {control: outcome}, found


def worth(number: float | None) -> float:
    return -1.0 if number is None else number


@settings(max_examples=150, deadline=None)
@given(cases())
def test_bounds(case: Case) -> None:
    made = scored(case)
    assert 0 <= made.coverage <= 1
    if made.low is not None and made.high is not None:
        assert 0 <= made.low <= made.high <= 100
        if made.value is not None:
            assert made.low <= made.value + 1e-9
            assert made.value <= made.high + 1e-9
    assert made.rating in LETTERS
    for cap in made.caps:
        assert worth(made.value) <= cap.max_score
        assert LETTERS.index(made.rating) >= LETTERS.index(cap.max_rating)


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_fixing_never_lowers_a_score(case: Case, data: st.DataObject) -> None:
    failing = [control for control, outcome in case[0].items() if outcome in (Outcome.FAIL, Outcome.PARTIAL)]
    if not failing:
        return
    fixed = data.draw(st.sampled_from(failing))
    before, after = scored(case), scored(with_outcome(case, fixed, Outcome.PASS, closed=True))
    for name in ("value", "low", "high", "uncapped"):
        assert worth(getattr(after, name)) >= worth(getattr(before, name)), name
    if not before.incident:  # an incident is rated at any coverage, so that its end may leave no rating
        assert LETTERS.index(after.rating) <= LETTERS.index(before.rating)


@settings(max_examples=150, deadline=None)
@given(cases(), st.sampled_from(IDS))
def test_not_looking_never_raises_the_lower_bound(case: Case, control: str) -> None:
    before = scored(case)
    after = scored(with_outcome(case, control, Outcome.NOT_TESTED, closed=False))
    if before.low is not None:
        assert worth(after.low) <= before.low
    assert [cap.name for cap in after.caps] == [cap.name for cap in before.caps]


@settings(max_examples=100, deadline=None)
@given(cases())
def test_a_waiver_changes_nothing(case: Case) -> None:
    waived = [msgspec.structs.replace(one, state=FindingState.ACCEPTED) for one in case[1]]
    assert scored((case[0], waived)) == scored(case)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_planned_and_conditional_controls_change_nothing(case: Case) -> None:
    outside = set(IDS[::3])
    without = [one for one in results(case[0]) if one.control not in outside]
    conditions = [
        msgspec.structs.replace(one, condition=True) if one.control in outside else one for one in results(case[0])
    ]
    planned = [ControlResult(control=one.control, outcome=Outcome.NOT_TESTED, planned=True) for one in results({})]
    assert score(FULL, without, ()) == score(FULL, conditions, ())
    assert score(FULL, planned, ()).coverage == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(cases(), min_size=1, max_size=4), st.data())
def test_not_scanning_an_app_never_raises_the_lower_bound_of_its_opd(some: list[Case], data: st.DataObject) -> None:
    site = Site("https", "contoh.go.id", 443)
    apps = [
        (App(id=AppId(str(number)), opd=OpdId("o"), name="x", sites=(site,)), scored(case))
        for number, case in enumerate(some)
    ]
    left_out = data.draw(st.integers(0, len(apps) - 1))
    fewer = [(app, None if number == left_out else made) for number, (app, made) in enumerate(apps)]
    assert worth(opd_score(FULL, OpdId("o"), fewer).low) <= worth(opd_score(FULL, OpdId("o"), apps).low)
