"""The measure itself; what it makes of whole pages stands in the test of the check."""

from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.change import Part, change
from tests.unit.analysis.pages import exchange_of

PAGE = "<html lang=id><title>Dinas</title>" + "".join(
    f"<div class=k{chr(97 + n)}>kata nomor {n}</div>" for n in range(12)
)


def test_a_page_is_no_change_of_itself() -> None:
    assert change(exchange_of(PAGE), exchange_of(PAGE)) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_pages_can_be_compared(one: str, other: str) -> None:
    found = change(exchange_of(f"<p>{one}"), exchange_of(f"<p>{other}"))
    assert found is None or found.parts


def test_another_template_without_other_words_is_told_by_its_likeness() -> None:
    other = PAGE.replace("<div class=k", "<section class=lain-")
    found = change(exchange_of(PAGE), exchange_of(other))
    assert found is not None
    assert Part.TEMPLATE in found.parts
    assert found.likeness is not None
    assert found.likeness < 0.4


def test_an_emptied_page_and_another_language() -> None:
    long = "<html lang=id><title>Dinas</title><p>" + " ".join(
        f"kata{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)
    )
    found = change(exchange_of(long), exchange_of("<html lang=id><title>Dinas</title><p>kosong"))
    assert found is not None
    assert Part.TEXT in found.parts
    english = change(
        exchange_of(long), exchange_of("<html lang=en-US><title>Dinas</title><p>" + "other words here " * 60)
    )
    assert english is not None
    assert Part.LANGUAGE in english.parts
