from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.registry.cells import Unreadable, guard, is_empty, text_of, unguard


@given(st.text())
def test_the_guard_comes_off_exactly(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+62 811", "-2", "@SUM(A1)", "\tx", "'=1"])
def test_what_a_spreadsheet_may_run_is_guarded(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["Dinas", "", "'kutip'", "a=b", "10.1.2.3"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), (7.0, "7"), (8.1, "8.1"), ("  Dinas \n A ", "Dinas A"), ("-", ""), (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 - spreadsheets know no zones
        ("a\x1b[31m", "a[31m"), (Unreadable("=A1"), "=A1"), ("'+62", "+62"),
    ],
)  # fmt: skip
def test_text_of_cells(cell: object, text: str) -> None:
    assert text_of(cell) == text  # type: ignore[arg-type]


def test_blanks_are_empty() -> None:
    assert is_empty(None)
    assert is_empty("  ")
    assert not is_empty(0)
