"""Version numbers of web software in one total order.

`packaging.version` knows PEP 440 only. CMS, OpenSSL and OpenSSH number otherwise, so that one order serves all:
numbers first (missing ones count as 0: 6.4 equals 6.4.0), then pre-release words below the release itself, then patch
letters and `p1` above it (1.0.2k, 1.0.2zq, 8.9p1, 2025-05-14b).
"""

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

MAX_LENGTH = 64
_TOKEN = re.compile(r"\d+|[a-z]+")
_SHAPE = re.compile(r"v?\d[0-9a-z.+_~ -]*", re.ASCII)
_PRE = {"dev": -5, "pre": -4, "preview": -4, "alpha": -3, "beta": -2, "rc": -1, "a": -3, "b": -2, "c": -1, "m": -4}
_GLUED_PRE = {"a", "b", "c", "m"}
_POST = {"p", "pl", "patch", "sp"}
_MAX_DIGITS = 10
_PLAIN = re.compile(r"\d{1,10}(?:\.\d{1,10}){0,7}", re.ASCII)

Alternatives = Sequence[Sequence[tuple[str, str]]]


class Suffix(NamedTuple):
    """One word behind the numbers: `rank` below 0 for pre-releases, 0 for the end, above 0 for patches."""

    rank: int
    size: int
    word: str
    number: int


_END = Suffix(0, 0, "", 0)
_NO_SUFFIX = (_END,)


class VersionKey(NamedTuple):
    """What versions are ordered by: numbers without trailing zeros, then suffixes ending in a neutral one."""

    numbers: tuple[int, ...]
    suffixes: tuple[Suffix, ...]


_OPERATORS: dict[str, Callable[[VersionKey, VersionKey], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def version_key(text: str) -> VersionKey:
    """The place of a version in the order. Raises ValueError for what is no version or longer than `MAX_LENGTH`."""
    if _PLAIN.fullmatch(text):  # nearly all versions, and thousands of them for one app
        return VersionKey(_trimmed([int(part) for part in text.split(".")]), _NO_SUFFIX)
    lowered = text.strip().lower()
    if len(lowered) > MAX_LENGTH or not _SHAPE.fullmatch(lowered):
        raise ValueError(f"{text[:MAX_LENGTH]!r} is not a version")
    core = lowered.removeprefix("v").split("+", 1)[0].split("~", 1)[0]
    numbers: list[int] = []
    suffixes: list[Suffix] = []
    tokens = [match.group() for match in _TOKEN.finditer(core)]
    for index, token in enumerate(tokens):
        if len(token) > _MAX_DIGITS:
            raise ValueError(f"{text[:MAX_LENGTH]!r} holds too long a part")
        if token.isdigit():
            if not suffixes:
                numbers.append(int(token))
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        suffix = _suffix(token, following)
        if suffix is None:
            break  # a build's own word, such as "fips": no part of the version
        suffixes.append(suffix)
    return VersionKey(_trimmed(numbers), (*suffixes, _END))


def _trimmed(numbers: list[int]) -> tuple[int, ...]:
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _suffix(word: str, following: str) -> Suffix | None:
    """What a word means. A single letter is a pre-release before a number (1.0b2), else a patch letter (1.0.2b)."""
    number = int(following) if following.isdigit() and len(following) <= _MAX_DIGITS else 0
    if word in _POST:
        return Suffix(1, 0, "", number)
    if word in _GLUED_PRE and not following.isdigit():
        return Suffix(1, 1, word, 0)
    if word in _PRE:
        return Suffix(_PRE[word], 0, "", number)
    if len(word) <= 2:
        return Suffix(1, len(word), word, number)  # a, b, ... z, za, zb: OpenSSL counts on
    return None


def is_version(text: str) -> bool:
    """Whether the text is a version that can be ordered."""
    try:
        version_key(text)
    except ValueError:
        return False
    return True


def is_prerelease(text: str) -> bool:
    """Whether the version is an alpha, beta, candidate or development build."""
    return any(suffix.rank < 0 for suffix in version_key(text).suffixes)


def newest(versions: Iterable[str]) -> str | None:
    """The highest of some versions; None when there is none. Equal ones give the first."""
    return max((version for version in versions if is_version(version)), key=version_key, default=None)


def in_range(version: str, alternatives: Alternatives) -> bool:
    """Whether a version meets all conditions of any alternative. A condition that can't be read is never met."""
    key = version_key(version)
    return any(all(_meets(key, sign, bound) for sign, bound in one) for one in alternatives if one)


def _meets(key: VersionKey, sign: str, bound: str) -> bool:
    compare = _OPERATORS.get(sign)
    if compare is None:
        return False
    try:
        return compare(key, version_key(bound))
    except ValueError:
        return False


def branch_of(version: str, branches: Iterable[str]) -> str | None:
    """The longest branch name that the version begins with, number by number: 7.1.3 belongs to 7.1, and to 7."""
    parts = _leading_numbers(version)
    best: str | None = None
    size = 0
    for branch in branches:
        wanted = _leading_numbers(branch)
        padded = (*parts, *([0] * (len(wanted) - len(parts))))
        if wanted and len(wanted) > size and padded[: len(wanted)] == wanted:
            best, size = branch, len(wanted)
    return best


def in_branch(version: str, branch: str) -> bool:
    """Whether a version begins with the numbers of a branch name: 7.1.3 is in 7.1 and in 7, not in 7.10."""
    return branch_of(version, (branch,)) is not None


def _leading_numbers(text: str) -> tuple[int, ...]:
    match = re.match(r"v?\d{1,10}(?:[.-]\d{1,10})*", text[:MAX_LENGTH], re.ASCII)
    return tuple(int(part) for part in re.findall(r"\d+", match.group())) if match else ()
