import json
import time

import pytest

from secscan.base.errors import SecscanError
from secscan.base.versions import is_version, version_key
from secscan.intel.fingerprints import decode, fingerprinted, load_fingerprints
from secscan.intel.packs import load_intel

TABLE = {
    "format": 1,
    "data_date": "2026-08-22",
    "product": "x",
    "source": "x/x@1",
    "versions": ["1.0", "1.1", "1.2"],
    "files": {"a.js": [0.5, {"00": [0, 0, 2, 2], "11": [1, 1]}], "b.js": [1.0, {"22": [1, 2]}]},
}


def changed(**fields: object) -> bytes:
    return json.dumps(TABLE | fields).encode()


def test_ranges_become_sets_of_releases() -> None:
    table = decode(changed())
    assert table.versions == ("1.0", "1.1", "1.2")
    assert table.files["a.js"].releases == {"00": 0b101, "11": 0b010}
    assert table.files["b.js"].releases == {"22": 0b110}
    assert list(table.files) == ["a.js", "b.js"]


@pytest.mark.parametrize("ranges", [[0], [0, 3], [-1, 0], []])
def test_damaged_ranges_are_refused(ranges: list[int]) -> None:
    with pytest.raises(ValueError, match="ranges"):
        decode(changed(files={"a.js": [1.0, {"00": ranges}]}))


def test_another_format_and_truncation_are_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        decode(changed(format=2))
    with pytest.raises(ValueError, match=r"JSON|truncated"):
        decode(changed()[:-20])


def test_a_product_without_table_is_an_error() -> None:
    with pytest.raises(SecscanError):
        load_fingerprints(("no-such-product",))


def test_one_table_loads_fast() -> None:
    began = time.process_time()
    load_fingerprints(("wordpress",))
    assert time.process_time() - began < 0.1  # 10 ms on an idle machine


def test_the_shipped_tables() -> None:
    tables = load_fingerprints(fingerprinted())
    assert len(tables) == 18
    assert sum(len(table.versions) for table in tables.values()) == 3401
    for product, table in tables.items():
        assert table.product == product
        assert all(is_version(version) for version in table.versions)
        assert list(table.versions) == sorted(table.versions, key=version_key)
        for path, file in table.files.items():
            assert not path.startswith("/")
            assert 0 < file.weight <= 1
            seen = 0
            for releases in file.releases.values():
                assert not seen & releases, (product, path)  # a release has one file at a path
                seen |= releases
            assert seen < 1 << len(table.versions)


def test_all_packs_hold_the_tables() -> None:
    intel = load_intel()
    assert set(intel.fingerprints) == set(fingerprinted())
    assert set(intel.fingerprints) <= set(intel.products)
    assert "fingerprints" in {pack.name for pack in intel.packs}
