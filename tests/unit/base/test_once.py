"""Rules that are worked out once for each record."""

import msgspec

from secscan.base.once import once


class _Box(msgspec.Struct, frozen=True, dict=True):
    number: int


def _counting() -> tuple[list[int], object]:
    asked: list[int] = []

    @once
    def doubled(box: _Box) -> int:
        asked.append(box.number)
        return 2 * box.number

    return asked, doubled


def test_a_record_is_worked_out_once() -> None:
    asked, doubled = _counting()
    box = _Box(3)
    assert [doubled(box), doubled(box)] == [6, 6]  # type: ignore[operator]
    assert asked == [3]


def test_an_equal_record_and_a_changed_copy_are_asked_anew() -> None:
    asked, doubled = _counting()
    box = _Box(3)
    assert [doubled(box), doubled(_Box(3)), doubled(msgspec.structs.replace(box, number=4))] == [6, 6, 8]  # type: ignore[operator]
    assert asked == [3, 3, 4]


def test_an_answer_of_none_is_kept_as_well() -> None:
    asked: list[int] = []

    @once
    def nothing(box: _Box) -> None:
        asked.append(box.number)

    box = _Box(1)
    assert (nothing(box), nothing(box)) == (None, None)  # type: ignore[func-returns-value]
    assert asked == [1]


def test_records_stay_equal_and_are_stored_as_before() -> None:
    _, doubled = _counting()
    box = _Box(3)
    doubled(box)  # type: ignore[operator]
    assert box == _Box(3)
    assert msgspec.json.encode(box) == b'{"number":3}'
