import re

from hypothesis import given
from hypothesis import strategies as st

from secscan.base.text import clean, defang, digest, normalised_digest, one_spaced


def test_escapes_and_bidirectional_marks_do_not_pass() -> None:
    assert clean("\x1b[31mmerah\x1b[0m", 50) == "[31mmerah[0m"
    assert clean("aman\u202egnp.exe", 50) == "amangnp.exe"
    assert clean("satu\r\n\tdua", 50) == "satu dua"


@given(st.text(max_size=400), st.integers(1, 50))
def test_clean_text_is_one_bounded_line(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\x1b" not in line


def test_digests_are_those_of_the_fingerprint_tables() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea"  # FIPS 180-4, SHA-256 of "abc"
    assert normalised_digest(b"a\r\nb\rc") == digest(b"a\nb\nc")


def test_defanged_links_are_no_links() -> None:
    assert defang("https://judi.example/x") == "hxxps://judi[.]example/x"
    assert defang("judi.example") == "judi[.]example"


def test_lone_surrogates_are_dropped() -> None:
    """They come out of JSON and cannot be written as UTF-8."""
    assert clean("a\ud800b\udfff", 10) == "ab"


@given(st.text(alphabet="ab \t\n\x0b\x85\u00a0\u2003\u3000\u200b\x1b\u202eé", max_size=30))
def test_white_space_of_any_kind_is_one_space(text: str) -> None:
    assert one_spaced(text) == re.sub(r"\s+", " ", text)
    assert clean(text, 100) == " ".join(re.sub("[\x1b\x0b\x85\u200b\u202e]", "", text).split())
