from hypothesis import given
from hypothesis import strategies as st

from secscan.registry.slugs import MAX_ID, free_slug, slug
from secscan.registry.targets import is_plain_id


def test_slugs_are_plain() -> None:
    assert slug("Dinas Komunikasi & Informatika") == "dinas-komunikasi-informatika"
    assert slug("kominfo", "Café") == "kominfo-cafe"


@given(st.text())
def test_any_name_gives_an_id(name: str) -> None:
    made = slug(name)
    assert is_plain_id(made)
    assert len(made) <= MAX_ID
    assert slug(name) == made


def test_names_without_letters_differ() -> None:
    assert slug("部") != slug("局")


def test_the_first_free_one() -> None:
    assert free_slug("a", "b", set()) == "a"
    assert free_slug("a", "b", {"a"}) == "b"
    assert free_slug("a", "b", {"a", "b", "b-2"}) == "b-3"
