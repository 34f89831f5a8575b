import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.base.versions import (
    branch_of,
    in_range,
    is_prerelease,
    is_version,
    newest,
    version_key,
)

_NUMBERS = st.lists(st.integers(0, 2500), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
_SUFFIXES = st.sampled_from(["", "-alpha", "-beta2", "-RC1", "-rc.3", "p1", "k", "zq", "-dev", "b", "pl2"])
VERSIONS = st.builds(lambda numbers, suffix: numbers + suffix, _NUMBERS, _SUFFIXES)


@given(VERSIONS, VERSIONS, VERSIONS)
def test_the_order_is_total_and_transitive(a: str, b: str, c: str) -> None:
    first, second, third = version_key(a), version_key(b), version_key(c)
    assert (first < second) + (first == second) + (first > second) == 1
    if first <= second <= third:
        assert first <= third


@given(VERSIONS)
def test_equal_to_itself_and_to_a_written_zero(version: str) -> None:
    assert in_range(version, [[("==", version)]])
    assert in_range(version, [[(">=", version), ("<=", version)]])
    assert not in_range(version, [[("<", version)]])


@given(_NUMBERS)
def test_pre_releases_come_before_and_patches_after(numbers: str) -> None:
    steps = ["-dev", "-alpha1", "-beta1", "-beta2", "-RC1", "-RC2", "", "p1", "a", "k", "z", "za", "zq"]
    keys = [version_key(numbers + step) for step in steps]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(st.text(max_size=80))
def test_any_text_is_a_version_or_refused(text: str) -> None:
    if is_version(text):
        assert version_key(text) == version_key(text)
        assert newest([text]) == text


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("6.4-RC3", "6.4"),
        ("6.4.9", "6.4.10"),
        ("7.98", "7.103"),
        ("3.10.12", "4.0.0"),
        ("3.9.28", "3.10.0"),
        ("24.08", "2410.0.0"),
        ("1.0.2k-fips", "1.0.2u"),
        ("1.0.2z", "1.0.2za"),
        ("8.9p1", "9.0p1"),
        ("8.9", "8.9p1"),
        ("2025-05-14a", "2025-05-14b"),
        ("3.3.0.8", "3.3.0.13"),
        ("4.0.0-alpha11", "4.0.0-beta1"),
        ("1.0b2", "1.0"),
    ],
)
def test_real_numbering(older: str, newer: str) -> None:
    assert version_key(older) < version_key(newer)


def test_what_is_equal() -> None:
    assert version_key("6.4") == version_key("6.4.0") == version_key("v6.4")
    assert version_key("1.0.2k-fips") == version_key("1.0.2k")
    assert version_key("6.1.9+dfsg1-0+deb12u1") == version_key("6.1.9")


@pytest.mark.parametrize("text", ["", "x", "trunk", "6.4\n6.5", "<b>6</b>", "9" * 70, "1.99999999999"])
def test_what_is_no_version(text: str) -> None:
    assert not is_version(text)


def test_ranges_are_alternatives_of_conjunctions() -> None:
    affected = [[("<", "3.7")], [(">=", "6.4"), ("<=", "6.4.1")]]
    assert in_range("6.4", affected)
    assert in_range("6.4.1", affected)
    assert in_range("2.0", affected)
    assert not in_range("6.4.2", affected)
    assert not in_range("6.3.9", affected)
    assert not in_range("6.4", [])
    assert not in_range("6.4", [[]])
    assert not in_range("6.4", [[("<", "n/a")]])
    assert not in_range("6.4", [[("~", "9.0")]])


def test_branches_match_number_by_number() -> None:
    names = ["7", "7.1", "7.10", "6.4"]
    assert branch_of("7.1.3", names) == "7.1"
    assert branch_of("7.10.3", names) == "7.10"
    assert branch_of("7.2", names) == "7"
    assert branch_of("6.4", names) == "6.4"
    assert branch_of("6.40", names) is None
    assert branch_of("8", ["8.0"]) == "8.0"
    assert branch_of("2025-05-14b", ["2025-05-14", "2026-07-14"]) == "2025-05-14"


def test_pre_releases_are_told() -> None:
    assert is_prerelease("7.1-RC2")
    assert not is_prerelease("8.9p1")
