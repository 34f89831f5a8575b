import pytest

from secscan.intel.fingerprints import SIGN, VERSIONS
from secscan.intel.kinds import KINDS, is_product_key, kind_of, validate
from secscan.intel.packfile import read_pack
from secscan.intel.shelf import open_shelf
from tests.unit.intel.made import pack


def test_every_shipped_pack_is_of_its_kind() -> None:
    shelf = open_shelf()
    for name in shelf.heads:
        validate(shelf.read(name))
    assert set(KINDS) - set(shelf.heads) == {"epss", "wp_releases"}  # these come with an update or a file


@pytest.mark.parametrize("name", ["", "kev.jsonl", "../kev", "fingerprints/", "fingerprints/../kev", "fingerprints/A"])
def test_names_that_are_no_packs(name: str) -> None:
    assert kind_of(name) is None
    with pytest.raises(ValueError, match="no kind of pack"):
        validate(read_pack(pack(name)))


@pytest.mark.parametrize(("key", "fits"), [
    ("simpeg", True), ("simpeg-kota", True), ("e-office2", True), ("node.js", True), ("", False), ("-a", False),
    ("a--b", False), ("a/b", False), ("..", False), ("A", False), ("á", False), ("a b", False), ("a" * 65, False),
])  # fmt: skip
def test_product_keys(key: str, fits: bool) -> None:
    assert is_product_key(key) is fits


@pytest.mark.parametrize(("name", "entries"), [
    ("vulns", {"nginx": [{"id": "CVE-2026-1"}]}),
    ("products", {"nginx": {"label": "nginx", "cycles": [{"name": "1", "eol": "bald"}]}}),
    ("jslibs", {"jquery": {"holes": [{"id": 1, "affected": []}]}}),
    ("wp_extensions", {"plugin/x": [["CVE-2026-1", "<1"]]}),
    ("wp_releases", {"7.1": "latest"}),
    ("version_endpoints", {"nginx": [["/", "re", "x", "rather", 3]]}),
    ("fingerprints/x", {"/a.js": [1.0, {}]}),
    ("fingerprints/x", {VERSIONS: ["1.0"], "/a.js": [1.0, {"00": [0]}]}),
    ("fingerprints/x", {VERSIONS: ["1.0"], SIGN: {"assets": []}}),
    ("fingerprints/x", {VERSIONS: ["1.0"], SIGN: {"label": "x", "cookies": [""]}}),
])  # fmt: skip
def test_entries_of_another_form_are_refused(name: str, entries: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        validate(read_pack(pack(name, entries)))


def test_what_is_attacked_now_goes_stale_first() -> None:
    ages = {name: kind.max_age for name, kind in KINDS.items()}
    assert ages["kev"] == 30
    assert ages["products"] == ages["vulns"] == 60
    assert ages["admin_paths"] is None
