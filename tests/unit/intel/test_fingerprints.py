import time
from datetime import date

import pytest

from secscan.base.versions import is_version, version_key
from secscan.intel.fingerprints import VERSIONS, table_of
from secscan.intel.packfile import PackFile, make_pack, read_pack
from secscan.intel.packs import load_intel
from secscan.model.intel import PackOrigin

ENTRIES: dict[str, object] = {
    VERSIONS: ["1.0", "1.1", "1.2"],
    "/a.js": (0.5, {"00": (0, 0, 2, 2), "11": (1, 1)}),
    "/b.js": (1.0, {"22": (1, 2)}),
}


def pack(**changed: object) -> PackFile:
    entries = ENTRIES | {key.replace("_js", ".js"): value for key, value in changed.items()}
    return read_pack(
        make_pack(
            "fingerprints/x",
            {key: value for key, value in entries.items() if value is not None},
            data_date=date(2026, 8, 22),
            source="x/x@1",
            licence="x",
            origin=PackOrigin.BUILT,
        )
    )


def test_ranges_become_sets_of_releases() -> None:
    table = table_of(pack())
    assert table.product == "x"
    assert table.versions == ("1.0", "1.1", "1.2")
    assert table.files["a.js"].releases == {"00": 0b101, "11": 0b010}
    assert table.files["b.js"].releases == {"22": 0b110}
    assert list(table.files) == ["a.js", "b.js"]


@pytest.mark.parametrize("ranges", [[0], [0, 3], [-1, 0], []])
def test_damaged_ranges_are_refused(ranges: list[int]) -> None:
    with pytest.raises(ValueError, match="ranges"):
        table_of(pack(**{"/a.js": (1.0, {"00": ranges})}))


def test_a_table_without_releases_or_with_words_for_them_is_refused() -> None:
    with pytest.raises(ValueError, match="no releases"):
        table_of(pack(**{VERSIONS: None}))
    with pytest.raises(ValueError, match="not a version: main"):
        table_of(pack(**{VERSIONS: ["1.0", "main", "1.2"]}))


def test_the_shipped_tables() -> None:
    tables = load_intel().fingerprints
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


def test_a_table_is_read_when_it_is_asked_for_and_fast() -> None:
    intel = load_intel()
    began = time.process_time()
    assert intel.fingerprints["wordpress"].files
    assert time.process_time() - began < 0.1  # 10 ms on an idle machine
    assert "no-such-product" not in intel.fingerprints
    assert set(intel.fingerprints) <= set(intel.products)
    assert "fingerprints" in {pack.name for pack in intel.packs}
