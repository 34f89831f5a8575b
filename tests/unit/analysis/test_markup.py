import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.markup import attribute, decode, parse, tags


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (codecs.BOM_UTF8 + "é".encode(), "iso-8859-1", "é"),
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), None, "é"),
        ("é".encode("latin-1"), "ISO-8859-1", "é"),
        (b"\x93kutipan\x94", "iso-8859-1", "“kutipan”"),  # browsers read latin-1 as windows-1252
        ("é".encode("cp1252"), None, "é"),
        ("é".encode(), "tidak-ada", "é"),
        ("é".encode(), "rot13", "é"),  # a Python codec that no browser has
        ("日本".encode("shift_jis"), "Shift_JIS", "日本"),
        (b'<meta charset="windows-1251">' + "ж".encode("cp1251"), None, '<meta charset="windows-1251">ж'),
        (b'<meta charset="utf-16">' + "é".encode(), None, '<meta charset="utf-16">é'),
        (b"a\xff", "utf-8", "a�"),
    ],
)
def test_encodings(data: bytes, charset: str | None, text: str) -> None:
    assert decode(data, charset) == text


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20)))
def test_no_bytes_and_no_charset_raise(data: bytes, charset: str | None) -> None:
    assert isinstance(decode(data, charset), str)


def test_tags_come_in_document_order() -> None:
    soup, cut = parse("<p><b>a</b></p><i>c</i>")
    assert [tag.name for tag in tags(soup)] == ["html", "body", "p", "b", "i"]
    assert not cut


def test_a_page_of_too_many_tags_is_cut() -> None:
    soup, cut = parse("<br>" * 60_000)
    assert cut
    assert sum(1 for _ in tags(soup)) <= 50_010


def test_attributes_are_clean_and_bounded() -> None:
    soup, _ = parse("<p class='a  b' title='x\x1b[0m\u202ey'>")
    tag = next(tag for tag in tags(soup) if tag.name == "p")
    assert attribute(tag, "class") == "a b"
    assert "\u202e" not in attribute(tag, "title")
    assert attribute(tag, "id") == ""


def test_a_page_nested_too_deeply_is_cut_in_depth_and_quickly() -> None:
    row = '<pre><a href="a">a</a>  01-Jan-2024 08:11  1\n'
    start = time.process_time()
    soup, cut = parse("<p id=before>x</p>" + row * 25_000 + "</pre>" * 25_000 + "<p id=after>y</p>")
    assert time.process_time() - start < 4
    assert cut
    assert len(list(tags(soup))) > 500
    assert soup.find(id="before") is not None


def test_elements_left_out_for_their_depth_do_not_unhinge_the_rest() -> None:
    soup, cut = parse("<div>" * 600 + "<b>deep</b>" + "</div>" * 600 + "<p id=after>y</p>")
    assert cut
    after = soup.find(id="after")
    assert after is not None
    assert after.parent is not None
    assert after.parent.name == "body"
    assert "deep" in soup.get_text()
