import codecs
import re
import time
import warnings
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.markup import Element, Node, attribute, decode, parse


def elements(root: Element) -> Iterator[Element]:
    """All elements below one, in document order."""
    stack = [iter(root.contents)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif isinstance(node, Element):
            yield node
            stack.append(iter(node.contents))


def texts(node: Node) -> Iterator[str]:
    """All strings below an element, in document order, and what is no text in angle brackets."""
    if isinstance(node, Element):
        for one in node.contents:
            yield from texts(one)
    else:
        yield f"<{node.strip()}>" if isinstance(node, PreformattedString) else node


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


def test_elements_stand_in_document_order_below_what_holds_them() -> None:
    page = parse("<p><b>a</b></p><i>c</i>")
    assert [one.name for one in elements(page.root)] == ["html", "body", "p", "b", "i"]
    assert not page.cut


def test_what_is_asked_of_the_whole_page_is_found_while_it_is_parsed() -> None:
    page = parse("<html lang=id><base href=/a><style>.x{}</style><body><label for=q>Q</label><div><base href=/b>")
    assert [attribute(one, "href") for one in page.named["base"]] == ["/a", "/b"]
    assert [len(page.named[name]) for name in ("html", "style", "label")] == [1, 1, 1]


@pytest.mark.parametrize(
    "markup", ["<p>a<b>b</i></b>c", "</p><div></b>x</div></div>y", "<a><p></a>q", "<li><ul></li>z"]
)
def test_ends_of_what_never_began_end_nothing(markup: str) -> None:
    page = parse(markup)
    assert [one.name for one in elements(page.root)][:2] == ["html", "body"]
    assert "".join(texts(page.root)).removesuffix("<>").strip() == re.sub("<[^>]+>", "", markup)


def test_blanks_between_elements_are_one_but_for_text_that_keeps_them() -> None:
    page = parse("<p>a</p> \t <p>b</p> \n\n <p>c</p><pre>   </pre><p>   </p>")
    assert list(texts(page.root)) == ["a", " ", "b", "\n", "c", "   ", " ", "\n", "<>"]


def test_comments_and_instructions_are_told_from_text() -> None:
    page = parse("<!doctype html><p>a<!-- b --><?php c ?></p>")
    found = list(texts(page.root))
    assert [text for text in found if not text.startswith("<")] == ["a", "\n"]
    assert found[:3] == ["<html>", "a", "<b>"]


@given(st.text(alphabet="<>/!-='\" abpre\n&;?[]", max_size=120))
def test_the_tree_holds_what_beautifulsoup_makes_of_a_page(markup: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        usual = BeautifulSoup(f"<p>{markup}\n<!---->", "lxml")
    page = parse(f"<p>{markup}")
    assert [one.name for one in elements(page.root)] == [tag.name for tag in usual.find_all(True)]
    assert list(texts(page.root)) == [
        f"<{text.strip()}>" if isinstance(text, PreformattedString) else text for text in usual.find_all(string=True)
    ]


def test_a_page_of_too_many_tags_is_cut() -> None:
    page = parse("<br>" * 60_000)
    assert page.cut
    assert sum(1 for _ in elements(page.root)) <= 50_010


def test_attributes_are_clean_and_bounded() -> None:
    page = parse("<p class='a  b' title='x\x1b[0m\u202ey'>")
    tag = next(one for one in elements(page.root) if one.name == "p")
    assert attribute(tag, "class") == "a b"
    assert "\u202e" not in attribute(tag, "title")
    assert attribute(tag, "id") == ""


def test_classes_are_words_whatever_divides_them() -> None:
    page = parse("<p class='a\x85b\u00a0c' title='a\x85b'>")
    tag = next(one for one in elements(page.root) if one.name == "p")
    assert attribute(tag, "class") == "a b c"
    assert attribute(tag, "title") == "ab"


def test_an_attribute_is_named_as_it_stands_there() -> None:
    page = parse("<a {aktif}href=/z title=t>")
    tag = next(one for one in elements(page.root) if one.name == "a")
    assert attribute(tag, "href") == ""  # as in browsers: no link
    assert attribute(tag, "title") == "t"


def test_a_page_nested_too_deeply_is_cut_in_depth_and_quickly() -> None:
    row = '<pre><a href="a">a</a>  01-Jan-2024 08:11  1\n'
    start = time.process_time()
    page = parse("<p id=before>x</p>" + row * 25_000 + "</pre>" * 25_000 + "<p id=after>y</p>")
    assert time.process_time() - start < 2
    assert page.cut
    found = list(elements(page.root))
    assert len(found) > 500
    assert any(attribute(one, "id") == "before" for one in found)


def test_elements_left_out_for_their_depth_do_not_unhinge_the_rest() -> None:
    page = parse("<div>" * 600 + "<b>deep</b>" + "</div>" * 600 + "<p id=after>y</p>")
    assert page.cut
    body = next(one for one in elements(page.root) if one.name == "body")
    last = body.contents[1]
    assert isinstance(last, Element)
    assert attribute(last, "id") == "after"
    assert any("deep" in one.contents for one in elements(page.root))


def test_a_page_that_looks_like_xml_is_read_without_a_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = parse("<?xml version='1.0'?><!-- x --><?xml version='1.0'?><catatan><isi>a</isi></catatan>")
    assert [one.name for one in elements(page.root)] == ["html", "body", "catatan", "isi"]


@pytest.mark.parametrize("markup", ["", " ", "x", "\x00", "<", "</", "<!", "<!--", "&", "<a", "<a b='"])
def test_scraps_are_pages_too(markup: str) -> None:
    assert parse(markup).cut is False
