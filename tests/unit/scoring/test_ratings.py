import pytest

from secscan.scoring.ratings import rating_of, stepped_up, worse
from tests.unit.scoring.standards import FULL

SCORING = FULL.scoring


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        (100, "A"),
        (90, "A"),
        (89.999, "B"),
        (80, "B"),
        (79.96, "C"),
        (65, "C"),
        (64.99, "D"),
        (40, "D"),
        (39.9, "E"),
        (0, "E"),
    ],
)
def test_letters_of_values(value: float, letter: str) -> None:
    assert rating_of(SCORING, value) == letter


def test_no_rating_is_worse_than_any() -> None:
    assert worse(SCORING, "A", "C", "B") == "C"
    assert worse(SCORING, "E", "-", "A") == "-"


def test_steps_up_end_at_the_best() -> None:
    assert [stepped_up(SCORING, letter, 1) for letter in "ABCDE"] == ["A", "A", "B", "C", "D"]
