import json

import msgspec
import pytest

from secscan.base.versions import in_range
from secscan.intel.extensions import extension_table, ranges_of
from secscan.intel.holes import Exploits
from secscan.intel.packs import load_intel
from secscan.model.enums import Severity
from secscan.model.intel import ExtensionKind

PLUGIN, THEME = ExtensionKind.PLUGIN, ExtensionKind.THEME


@pytest.mark.parametrize(("text", "inside", "outside"), [
    ("<=4.0.0", ("4.0.0", "1.0"), ("4.0.1",)),
    ("<1.3.28", ("1.3.27",), ("1.3.28",)),
    (">=1.2,<1.4", ("1.2", "1.3.9"), ("1.1", "1.4")),
    ("=1.1.0", ("1.1.0", "1.1"), ("1.1.1", "1.0")),
    ("<=1.0|>=2.0,<=2.5", ("0.9", "2.5"), ("1.1", "2.6")),
    ("*", ("0.1", "99.9"), ()),
    ("<=v2.0", ("2.0",), ("2.1",)),
])  # fmt: skip
def test_ranges(text: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    for version in inside:
        assert in_range(version, ranges_of(text))
    for version in outside:
        assert not in_range(version, ranges_of(text))


def test_bounds_that_cannot_be_compared_blame_nobody() -> None:
    assert ranges_of("<=terbaru") == ()
    assert ranges_of("<=terbaru|<2.0") == ((("<", "2.0"),),)


@pytest.mark.parametrize("text", ["", "1.0", "<", ">=1.0,", "~1.0"])
def test_another_grammar_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="no range"):
        ranges_of(text)


def test_a_slug_is_looked_up_by_kind() -> None:
    rows = [["CVE-2026-0001", "<2.0", "h", "2026-01-02"], ["WF-abc", "<=1.0", "c", "2026-01-03", 1]]
    entries = {"plugin/a": msgspec.Raw(json.dumps(rows).encode()), "theme/a": msgspec.Raw(b"[]")}
    table = extension_table(lambda: entries, Exploits({}, {}))
    first, second = table[(PLUGIN, "a")]
    assert (first.severity, first.source, first.fixes) == (Severity.TINGGI, "Wordfence", ("2.0",))
    assert (second.severity, second.exploited, second.fixes) == (Severity.KRITIS, True, ())
    assert second.link.endswith("/id/abc")
    assert table[(THEME, "a")] == ()
    assert (PLUGIN, "b") not in table


def test_every_shipped_range_is_understood() -> None:
    table = load_intel().extensions
    assert len(table) == 18_123
    assert sum(len(holes) for holes in table.values()) == 41_987
    assert sum(not hole.affected for holes in table.values() for hole in holes) < 10
    duplicator = {hole.id: hole for hole in table[(PLUGIN, "duplicator")]}
    assert duplicator["CVE-2020-11738"].exploited
    assert duplicator["CVE-2020-11738"].fixes == ("1.3.28",)
