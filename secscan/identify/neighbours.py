"""Releases beside those of a fingerprint table: known ones that the table lacks, and room for unknown ones."""

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from secscan.base.versions import branch_of, is_version, version_key
from secscan.model.intel import Fingerprints, ProductIntel

_REACH = 2
"""So far away a release may have the same files again: a change is taken back at times."""

_ENOUGH = 3
_FEW = 4
"""An answer of more releases is not certain anyway."""


def unlisted(table: Fingerprints, product: ProductIntel, left: int) -> tuple[tuple[str, int], ...]:
    """Releases that exist, that the table lacks, and that nothing tells from one that is left: (version, place of that
    neighbour in the table), ascending. Only of the neighbour's own branch."""
    missing = sorted(
        (version_key(version), version)
        for version in product.releases.keys() - frozenset(table.versions)
        if is_version(version)
    )
    if not missing:
        return ()
    found: dict[str, int] = {}
    for place, version in enumerate(table.versions):
        if not left >> place & 1:
            continue
        low = (version_key(table.versions[place - 1]), "~") if place else (missing[0][0], "")
        beyond = place + 1 == len(table.versions)
        high = (missing[-1][0], "~") if beyond else (version_key(table.versions[place + 1]), "")
        first, last = bisect_left(missing, low), bisect_right(missing, high)
        here = bisect_left(missing, (version_key(version), ""), first, last)
        for side in (missing[here:last], missing[first:here][::-1]):
            for _, other in side:
                if not same_branch(other, version, product):
                    break  # a branch's releases stand together
                found.setdefault(other, place)
    return tuple(sorted(found.items(), key=lambda item: version_key(item[0])))


def beside(table: Fingerprints, version: str) -> tuple[int, ...]:
    """The places of the table's releases just below and above a version that it lacks."""
    place = bisect_left(table.versions, version_key(version), key=version_key)
    return tuple(beside for beside in (place - 1, place) if 0 <= beside < len(table.versions))


def same_branch(one: str, other: str, product: ProductIntel) -> bool:
    """Whether two versions are of one branch: by the data, else all numbers but the last alike."""
    names = tuple(cycle.name for cycle in product.cycles)
    branches = (branch_of(one, names), branch_of(other, names))
    if branches[0] is not None or branches[1] is not None:
        return branches[0] == branches[1]
    return _numbers(one)[:-1] == _numbers(other)[:-1]


def has_room(
    table: Fingerprints, product: ProductIntel, left: int, paths: tuple[str, ...], extra: tuple[str, ...]
) -> bool:
    """Whether a release that nobody told us of may have the same files (those at `paths`) as one that is left. `extra`
    are the unlisted releases that are left too.

    So it is where the numbers on both sides do not follow on each other without a gap, as at the end of a branch; where
    the releases beside it have twins in another branch, which is kept in step with this one; and where few files were
    seen, one of which another branch shares.
    """
    if left.bit_count() > _FEW:
        return True
    parts = _parts(table, left)
    return any(
        not _is_closed(table, place, extra, parts)
        or any(_has_twin(table, product, beside, paths) for beside in (place - 1, place, place + 1))
        or (len(paths) < _ENOUGH and any(_crosses(table, product, place, path) for path in paths))
        for place in range(len(table.versions))
        if left >> place & 1
    )


def _is_closed(table: Fingerprints, place: int, extra: tuple[str, ...], parts: dict[int, int]) -> bool:
    """Whether the numbers around a release leave no gap. `parts` are those of `_parts`."""
    version = table.versions[place]
    ordered = sorted({*table.versions[max(0, place - _REACH) : place + _REACH + 1], *extra}, key=version_key)
    here = ordered.index(version)
    around = ordered[max(0, here - _REACH) : here + _REACH + 1]
    if len(around) < 2 * _REACH + 1 or not all(follows(one, other) for one, other in pairwise(around)):
        return False
    most = parts[_numbers(version)[0]]
    return all(follows(one, other, most) for one, other in pairwise(around))


def follows(one: str, other: str, parts: int = 0) -> bool:
    """Whether no version of so many numbers fits between two: 6.4.1 and 6.4.2, 6.4 and 6.4.1; not 6.4.2 and 6.5, nor
    1.3.1 and 1.3.2 where four numbers are in use."""
    if not (_plain(one) and _plain(other)):
        return False
    lower, higher = _numbers(one), _numbers(other)
    size = max(len(lower), len(higher), parts)
    lower, higher = _padded(lower, size), _padded(higher, size)
    return lower[:-1] == higher[:-1] and higher[-1] - lower[-1] == 1


def _parts(table: Fingerprints, left: int) -> dict[int, int]:
    """The most numbers that versions have, of each generation (first number) that is left."""
    left_of = {_numbers(version)[0] for place, version in enumerate(table.versions) if left >> place & 1}
    most = dict.fromkeys(left_of, 1)
    for version in table.versions:
        numbers = _numbers(version)
        if numbers[0] in most:
            most[numbers[0]] = max(most[numbers[0]], len(numbers))
    return most


def _has_twin(table: Fingerprints, product: ProductIntel, place: int, paths: tuple[str, ...]) -> bool:
    """Whether a release of another branch has the same files at these paths."""
    if not 0 <= place < len(table.versions):
        return False
    alike = (1 << len(table.versions)) - 1
    for path in paths:
        alike &= _sharing(table, place, path)
    return _other_branch(table, product, place, alike)


def _crosses(table: Fingerprints, product: ProductIntel, place: int, path: str) -> bool:
    return _other_branch(table, product, place, _sharing(table, place, path))


def _sharing(table: Fingerprints, place: int, path: str) -> int:
    """The releases that have the same file at a path as one release, or none where it has none."""
    having = 0
    for releases in table.files[path].releases.values():
        if releases >> place & 1:
            return releases
        having |= releases
    return ((1 << len(table.versions)) - 1) & ~having


def _other_branch(table: Fingerprints, product: ProductIntel, place: int, releases: int) -> bool:
    """Whether the outermost of these releases are of another branch than one release."""
    ends = ((releases & -releases).bit_length() - 1, releases.bit_length() - 1)
    return any(not same_branch(table.versions[place], table.versions[end], product) for end in dict.fromkeys(ends))


def _plain(version: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)*", version, re.ASCII) is not None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,10}", version))


def _padded(numbers: tuple[int, ...], size: int) -> tuple[int, ...]:
    return (*numbers, *([0] * (size - len(numbers))))
