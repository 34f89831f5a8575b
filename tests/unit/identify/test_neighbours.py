from datetime import date

import msgspec
import pytest

from secscan.identify.neighbours import beside, follows, has_room, same_branch, unlisted
from secscan.model.intel import Cycle, FingerprintFile, Fingerprints, ProductIntel

VERSIONS = ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.1.0")
DAY = date(2026, 1, 1)
PATHS = ("a.js", "b.js", "c.js")


def table(versions: tuple[str, ...] = VERSIONS) -> Fingerprints:
    """Each release has files of its own."""
    files = {
        path: FingerprintFile(1.0, {f"{path}{place}": 1 << place for place in range(len(versions))}) for path in PATHS
    }
    return Fingerprints(product="x", versions=versions, files=files, data_date=DAY)


def product(*extra: str, versions: tuple[str, ...] = VERSIONS) -> ProductIntel:
    return ProductIntel(key="x", label="X", releases=dict.fromkeys((*versions, *extra), DAY))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("6.4.1", "6.4.2", True),
        ("6.4", "6.4.1", True),
        ("7.98", "7.99", True),
        ("6.4.1", "6.4.3", False),
        ("6.4.2", "6.5", False),
        ("2024-02-06", "2024-02-06a", False),
    ],
)
def test_numbers_without_a_gap(one: str, other: str, *, expected: bool) -> None:
    assert follows(one, other) is expected


def test_a_fourth_number_fits_where_four_are_in_use() -> None:
    assert follows("1.3.1", "1.3.2", 3)
    assert not follows("1.3.1", "1.3.2", 4)


def test_places_beside_a_version() -> None:
    assert beside(table(), "1.0.5") == (4, 5)
    assert beside(table(), "0.9") == (0,)
    assert beside(table(), "9.0") == (5,)


def test_branches_by_the_data_else_by_numbers() -> None:
    named = msgspec.structs.replace(product(), cycles=(Cycle(name="1"), Cycle(name="2")))
    assert same_branch("1.0.4", "1.1.0", named)
    assert not same_branch("1.0.4", "2.0.0", named)
    assert not same_branch("1.0.4", "1.1.0", product())


def test_known_releases_that_the_table_lacks_stand_beside_their_neighbours() -> None:
    known = product("1.0.5", "1.1.1", "2.0.0")
    assert unlisted(table(), known, 0b010000) == (("1.0.5", 4),)
    assert unlisted(table(), known, 0b100000) == (("1.1.1", 5),)
    assert unlisted(table(), known, 0b000001) == ()


def room(left: int, versions: tuple[str, ...] = VERSIONS, **fields: Fingerprints) -> bool:
    return has_room(fields.get("table", table(versions)), product(versions=versions), left, PATHS, ())


def test_room_at_the_ends_of_a_branch_and_in_gaps() -> None:
    assert not room(0b000100)  # 1.0.2, between two on each side
    assert room(0b010000)
    assert room(0b000001)
    assert room(0b000100, ("1.0.0", "1.0.1", "1.0.2", "1.0.4", "1.0.5"))


def test_room_where_another_branch_has_the_same_files() -> None:
    versions = (*VERSIONS[:5], "2.0.0", "2.0.1", "2.0.2", "2.0.3", "2.0.4")
    twins = {
        path: FingerprintFile(1.0, {f"{path}{place}": 1 << place | 1 << place + 5 for place in range(5)})
        for path in PATHS
    }
    assert room(0b00100, versions, table=msgspec.structs.replace(table(versions), files=twins))
    assert not room(0b00100, versions)
