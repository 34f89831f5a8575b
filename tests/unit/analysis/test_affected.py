import pytest

from secscan.analysis.affected import Holds, holds

RANGE = (((">=", "6.0"), ("<", "6.4.3")), (("==", "7.0"),))


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (("6.4.1", "6.4.2"), Holds.ALL),
        (("6.4.2", "7.0.0"), Holds.ALL),
        (("6.4.2", "6.4.3"), Holds.SOME),
        (("5.9", "6.4.3", "7.0.1"), Holds.NONE),
        ((), Holds.UNKNOWN),
        (("Bulian",), Holds.UNKNOWN),
        (("6.4.2", "Bulian"), Holds.SOME),
        (("6.4.3", "Bulian"), Holds.SOME),
    ],
)
def test_ranges_meet_sets_of_versions(versions: tuple[str, ...], expected: Holds) -> None:
    assert holds(RANGE, versions) is expected


def test_a_condition_that_cannot_be_read_holds_for_nothing() -> None:
    assert holds(((("~", "6.4"),),), ("6.4",)) is Holds.NONE
