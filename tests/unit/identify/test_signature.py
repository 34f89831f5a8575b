import pytest

from secscan.identify.signature import Place, asset, below, names, script
from secscan.identify.version_files import Weight


@pytest.mark.parametrize(
    ("path", "base"),
    [("/core/a.js", "/"), ("/blog/core/a.js", "/blog/"), ("/a/b/core/a.js?v=1", "/a/b/")],
)
def test_asset_rules_name_the_folder(path: str, base: str) -> None:
    match = below("core/").match(path)
    assert match is not None
    assert match["base"] == base


def test_all_alternatives_of_a_rule_stand_below_the_folder() -> None:
    match = below("core/|js/chat").match("/blog/js/chat.js")
    assert match is not None
    assert match["base"] == "/blog/"


@pytest.mark.parametrize("path", ["/score/a.js", "/x?core/a.js", "core/a.js"])
def test_asset_rules_match_whole_folders_only(path: str) -> None:
    assert below("core/").match(path) is None


def test_shorthands() -> None:
    assert (asset("a", "x").place, asset("a", "x").weight) == (Place.ASSET, Weight.PLAIN)
    assert (script("a", "x").place, script("a", "x").weight) == (Place.SCRIPT, Weight.EXACT)
    assert names("log", "pwd") == (frozenset(("log", "pwd")),)
