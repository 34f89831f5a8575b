"""How a score moved, and which controls moved it."""

from collections.abc import Sequence

import msgspec

from secscan.model.enums import Outcome
from secscan.model.ids import ControlId
from secscan.model.score import ControlResult, Score

_SMALLEST = 0.05
"""Points that are told apart: what is printed with one decimal."""


class Move(msgspec.Struct, frozen=True):
    """One control that is judged otherwise; `points` is what that adds to the score, before caps."""

    control: ControlId
    before: Outcome
    after: Outcome
    points: float


def moves(before: Sequence[ControlResult], was: Score, after: Sequence[ControlResult], now: Score) -> tuple[Move, ...]:
    """The controls whose outcome differs, those that moved the score most first."""
    outcomes = {result.control: result.outcome for result in before}
    old = {one.control: one.points for one in was.contributions}
    new = {one.control: one.points for one in now.contributions}
    found = [
        Move(
            result.control,
            outcomes[result.control],
            result.outcome,
            new.get(result.control, 0.0) - old.get(result.control, 0.0),
        )
        for result in after
        if result.control in outcomes and outcomes[result.control] is not result.outcome
    ]
    return tuple(sorted(found, key=lambda move: (-abs(move.points), move.control)))


def differs(was: float | None, now: float | None) -> bool:
    """Whether two values of a score are told apart."""
    if was is None or now is None:
        return was is not now
    return abs(was - now) >= _SMALLEST
