import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.hidden import StyleSheet, declarations, how_hidden, names_of


@pytest.mark.parametrize(
    ("style", "how"),
    [
        ("display:none", "css"),
        ("display: none !important; color: red", "css"),
        ("visibility:collapse", "css"),
        ("opacity:0.0", "css"),
        ("color:#FFFFFF;background-color:#fff", "css"),
        ("color:rgb(0, 0, 0);background:black", "css"),
        ("color:transparent", "css"),
        ("position:absolute;left:-10000px", "offscreen"),
        ("position:fixed;bottom:-99em", "offscreen"),
        ("position:relative;left:9999px", "offscreen"),
        ("margin-left:-9999px", "offscreen"),
        ("transform:translateX(-9999px)", "offscreen"),
        ("font-size:0", "zero_size"),
        ("width:1px;height:1px;overflow:hidden", "zero_size"),
        ("max-height:0;overflow:hidden", "zero_size"),
        ("position:absolute;clip:rect(1px, 1px, 1px, 1px)", "zero_size"),
        ("clip-path:inset(50%)", "zero_size"),
        ("", ""),
        ("display:flex;opacity:.5", ""),
        ("left:-10000px", ""),  # no effect without a position
        ("position:absolute;left:-100%", ""),
        ("position:absolute;left:300px", ""),
        ("width:0;height:0", ""),
        ("font-size:0.8em", ""),
        ("color:#fff;background:#000", ""),
        ("color:#fff", ""),
        ("clip:auto", ""),
    ],
)
def test_ways_to_hide(style: str, how: str) -> None:
    assert how_hidden(declarations(style)) == how


def test_rules_match_all_their_names() -> None:
    sheet = StyleSheet("p.a.b, #c { display: none } /* .d{display:none} */ .e{color:red}")
    assert sheet.style_of("p", "", ["b", "a", "x"], "") == {"display": "none"}
    assert sheet.style_of("div", "c", [], "") == {"display": "none"}
    assert sheet.style_of("div", "", ["a", "b"], "") == {}
    assert sheet.style_of("p", "", ["a"], "") == {}
    assert sheet.style_of("p", "", ["d"], "") == {}


def test_later_rules_and_inline_styles_win() -> None:
    sheet = StyleSheet(".a{display:none} .a{display:block}")
    assert sheet.style_of("p", "", ["a"], "")["display"] == "block"
    assert sheet.style_of("p", "", ["a"], "display:none")["display"] == "none"


def test_imports_and_nested_at_rules_are_passed_over() -> None:
    sheet = StyleSheet("@import url(x.css); @media (max-width: 9em) { .a { display:none } } .b{display:none}")
    assert sheet.style_of("p", "", ["a"], "") == {}
    assert sheet.style_of("p", "", ["b"], "") == {"display": "none"}


@given(st.text(alphabet='{}@;:.#a"/* ', max_size=200))
def test_no_style_sheet_raises(css: str) -> None:
    StyleSheet(css).style_of("a", "a", ["a"], css)


def test_rules_for_every_screen_hold() -> None:
    for media in ("all", "screen", "only screen"):
        sheet = StyleSheet(f"@media {media} {{ .a {{ display:none }} .b {{color:red}} }} .c{{display:none}}")
        assert sheet.style_of("p", "", ["a"], "") == {"display": "none"}
        assert sheet.style_of("p", "", ["c"], "") == {"display": "none"}
    assert StyleSheet("@media print { .a { display:none } }").style_of("p", "", ["a"], "") == {}


@pytest.mark.parametrize(
    ("selector", "hides"),
    [
        ("body .a p", True),
        (".a > p", True),
        ("div.a p", True),
        ("#utama .a p", True),
        ("p", False),
        (".b p", False),
        (".a > span p", False),
        (".a:hover p", False),
        (".a + p", False),
    ],
)
def test_a_rule_for_elements_within_others_is_read_by_its_selector(selector: str, hides: bool) -> None:
    sheet = StyleSheet(selector + "{position:absolute;left:-9999px}")
    around = (
        names_of("body", "", ()),
        names_of("main", "utama", ()),
        names_of("div", "", ("a", "luas")),
        names_of("p", "", ()),
    )
    assert bool(how_hidden(sheet.nested_style(around))) is hides


def test_a_later_rule_for_elements_within_others_shows_them_again() -> None:
    sheet = StyleSheet("ul li{display:none} .menu li{display:block}")
    assert sheet.hides_nested
    assert not how_hidden(sheet.nested_style((names_of("ul", "", ("menu",)), names_of("li", "", ()))))
    assert how_hidden(sheet.nested_style((names_of("ul", "", ("lain",)), names_of("li", "", ()))))
