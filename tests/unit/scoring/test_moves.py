from secscan.model.enums import Outcome
from secscan.model.ids import ControlId
from secscan.model.score import Contribution, ControlResult, Score
from secscan.scoring.moves import Move, differs, moves

A, B, C = ControlId("SS-TLS-01"), ControlId("SS-HDR-02"), ControlId("SS-DNS-03")


def result(control: ControlId, outcome: Outcome) -> ControlResult:
    return ControlResult(control=control, outcome=outcome)


def score(**points: float) -> Score:
    contributions = tuple(
        Contribution(control=ControlId(name), outcome=Outcome.PASS, weight=1.0, points=value, gain=0.0)
        for name, value in points.items()
    )
    return Score(value=50.0, low=40.0, high=60.0, coverage=0.8, rating="C", contributions=contributions)


def test_controls_that_moved_most_come_first_and_the_others_not_at_all() -> None:
    before = [result(A, Outcome.PASS), result(B, Outcome.FAIL), result(C, Outcome.PASS)]
    after = [result(A, Outcome.PARTIAL), result(B, Outcome.PASS), result(C, Outcome.PASS)]
    found = moves(before, score(**{A: 4.0, C: 9.0}), after, score(**{A: 2.0, B: 6.0, C: 8.0}))
    assert found == (Move(B, Outcome.FAIL, Outcome.PASS, 6.0), Move(A, Outcome.PASS, Outcome.PARTIAL, -2.0))


def test_scores_that_print_alike_are_alike() -> None:
    assert not differs(50.0, 50.04)
    assert differs(50.0, 50.1)
    assert differs(None, 50.0)
    assert not differs(None, None)
