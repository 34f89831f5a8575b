"""Releases beside those of a fingerprint table: known ones that the table lacks, and room for unknown ones."""

import re
from itertools import pairwise

from secscan.base.versions import branch_of, is_version, version_key
from secscan.model.intel import Fingerprints, ProductIntel

_FEW = 4
"""An answer of more releases is not certain anyway."""


def unlisted(table: Fingerprints, product: ProductIntel, left: int) -> tuple[tuple[str, int], ...]:
    """Releases that exist, that the table lacks, and that nothing tells from one that is left: (version, place of that
    neighbour in the table). Only of the neighbour's own branch."""
    found: list[tuple[str, int]] = []
    for version in sorted(missing(table, product), key=version_key):
        for place in beside(table, version):
            if left >> place & 1 and same_branch(version, table.versions[place], product):
                found.append((version, place))
                break
    return tuple(found)


def missing(table: Fingerprints, product: ProductIntel) -> tuple[str, ...]:
    """The product's releases that the table has no files of."""
    return tuple(version for version in product.releases.keys() - frozenset(table.versions) if is_version(version))


def beside(table: Fingerprints, version: str) -> tuple[int, ...]:
    """The places of the table's releases just below and above a version that it lacks."""
    key = version_key(version)
    low, high = 0, len(table.versions)
    while low < high:
        middle = (low + high) // 2
        if version_key(table.versions[middle]) < key:
            low = middle + 1
        else:
            high = middle
    return tuple(place for place in (low - 1, low) if 0 <= place < len(table.versions))


def same_branch(one: str, other: str, product: ProductIntel) -> bool:
    """Whether two versions are of one branch: by the data, else all numbers but the last alike."""
    names = tuple(cycle.name for cycle in product.cycles)
    branches = (branch_of(one, names), branch_of(other, names))
    if branches[0] is not None or branches[1] is not None:
        return branches[0] == branches[1]
    return _numbers(one)[:-1] == _numbers(other)[:-1]


def has_room(table: Fingerprints, product: ProductIntel, left: int, paths: tuple[str, ...]) -> bool:
    """Whether a release that nobody told us of may have the same files (those at `paths`) as one that is left: where
    the numbers on both sides do not follow on each other without a gap, as at the end of a branch, or where the
    releases beside it have twins in another branch, which is kept in step with this one."""
    if left.bit_count() > _FEW:
        return True
    count = len(table.versions)
    extra = tuple(version for version, _ in unlisted(table, product, left))
    for place, version in enumerate(table.versions):
        if not left >> place & 1:
            continue
        ordered = sorted({*table.versions[max(0, place - 1) : place + 2], *extra}, key=version_key)
        here = ordered.index(version)
        around = ordered[max(0, here - 1) : here + 2]
        parts = _parts(table, version)
        if len(around) < 3 or not all(follows(one, other, parts) for one, other in pairwise(around)):
            return True
        if any(_has_twin(table, product, beside, paths) for beside in (place - 1, place + 1) if 0 <= beside < count):
            return True
    return False


def follows(one: str, other: str, parts: int = 0) -> bool:
    """Whether no version of so many numbers fits between two: 6.4.1 and 6.4.2, 6.4 and 6.4.1; not 6.4.2 and 6.5, nor
    1.3.1 and 1.3.2 where four numbers are in use."""
    if not (_plain(one) and _plain(other)):
        return False
    lower, higher = _numbers(one), _numbers(other)
    size = max(len(lower), len(higher), parts)
    lower, higher = _padded(lower, size), _padded(higher, size)
    return lower[:-1] == higher[:-1] and higher[-1] - lower[-1] == 1


def _parts(table: Fingerprints, version: str) -> int:
    """The most numbers that versions of this generation have."""
    first = _numbers(version)[0]
    return max(len(numbers) for numbers in map(_numbers, table.versions) if numbers[0] == first)


def _has_twin(table: Fingerprints, product: ProductIntel, place: int, paths: tuple[str, ...]) -> bool:
    """Whether a release of another branch has the same files at these paths."""
    alike = (1 << len(table.versions)) - 1
    for path in paths:
        having, same = 0, 0
        for releases in table.files[path].releases.values():
            having |= releases
            same |= releases if releases >> place & 1 else 0
        alike &= same or ~having
    return any(
        alike >> other & 1 and not same_branch(table.versions[place], version, product)
        for other, version in enumerate(table.versions)
    )


def _plain(version: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)*", version, re.ASCII) is not None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,10}", version))


def _padded(numbers: tuple[int, ...], size: int) -> tuple[int, ...]:
    return (*numbers, *([0] * (size - len(numbers))))
