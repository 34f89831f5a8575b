"""Pages that are remembered: the same as if each had been read by itself."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis import bodies
from secscan.analysis.readings import Header, Readings
from secscan.analysis.responses import read_response
from secscan.model.observations import Exchange
from secscan.model.requests import Request

HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGES = {
    "rooted": "<title>x</title><a href='/berita'>B</a><img src='/a.png'><form action='/cari'><input name=q></form>",
    "relative": "<title>Tidak ada</title><a href='berita'>Berita</a><script src='./a.js'></script><a href='../x'>x</a>",
    "to itself": "<title>x</title><a href='#isi'>Isi</a><a href=''>a</a><a href='?hal=2'>b</a><form><input></form>",
    "itself by name": "<title>x</title><a href='#'>a</a><a href='/satu'>a</a><a href='/lain/satu'>a</a>",
    "with a base": "<base href='/dasar/'><a href='a'>a</a><a href='#b'>b</a><form><input name=q></form>",
    "with a base in its folder": "<base href='dasar/'><a href='a'>a</a>",
    "with a base beside it": "<base href='?b'><a href='a'>a</a><a href='#b'>b</a>",
    "high above": "<a href='../../../../../../../../../../../../../../x'>x</a><a href='../../y'>y</a>",
    "loose controls": "<title>x</title><input name=kata>",
    "alternates": "<link rel=canonical href=''><link rel=alternate hreflang=en href='?en'><title>x</title>",
    "links to its parts": "<a href='#a'>x</a><a href='?'>x</a><a href=';a'>x</a><a href='.'>x</a><a href='..'>x</a>",
    "a policy of its own": "<meta name=a content=b><link rel=stylesheet href=a.css><style>@import 'b.css'</style>",
    "climbing and back": "<a href='../../y/../z'>x</a><a href='a/../../../b/./c'>x</a><a href='..//d'>x</a>",
    "a base above": "<base href='../x/sini'><a href='a'>a</a><a href='../b'>b</a><a href='?c'>c</a><a href='#'>d</a>",
    "forms": "<form><input name=q></form><form action=''><input name=r></form><form action=kirim><input name=s></form>",
    "many that are one": "<a href=/satu>a</a><a href='#'>a</a>" + "".join(f"<a href='{n}'>b</a>" for n in range(400)),
    "no page": "User-agent: *",
    "nothing": "",
    "the mark itself": "<title>x</title><a href='\ue000'>a</a><a href='#'>b</a>",
}
PATHS = (
    "/satu",
    "/dua.php",
    "/",
    "/lain/satu",
    "/lain/",
    "/satu?id=1",
    "/lain/?a=1&b=2",
    "/a/b/c.html",
    "/a/b;c=d/e;f",
    "/a//b",
    "/a/../b",
    "/%7Ea/b%20c",
    "/a b/c",
    "/é/x",
    f"{'/x' * 12}/y",
    f"{'/x' * 15}/y",
)


def read(
    path: str,
    body: str,
    readings: Readings | None = None,
    headers: tuple[tuple[str, str], ...] = HTML,
    status: int = 404,
    port: int = 443,
    **asked: Any,
) -> tuple[Exchange, bytes | None]:
    request = Request(scheme="https", host="a.go.id", port=port, path=path, **asked)
    return read_response(request, "192.0.2.1", status, headers, body.encode(), readings=readings)


@pytest.mark.parametrize("port", [443, 8443])
@pytest.mark.parametrize("name", PAGES)
def test_a_remembered_page_is_the_page_that_stands_there(name: str, port: int) -> None:
    readings = Readings()
    for path in (*PATHS, *reversed(PATHS)):
        assert read(path, PAGES[name], readings, port=port) == read(path, PAGES[name], port=port), path


@given(
    st.lists(st.text(alphabet="ab./?#;:", max_size=9), max_size=5),
    st.lists(st.sampled_from(PATHS), min_size=1, max_size=4),
    st.sampled_from(("", "<base href='x/'>", "<base href='../x'>", "<base href='?x'>", "<base href='/x/y'>")),
)
def test_whatever_a_page_refers_to(references: list[str], paths: list[str], base: str) -> None:
    body = base + "".join(f"<a href='{one}'>t</a><img src='{one}'><form action='{one}'></form>" for one in references)
    readings = Readings()
    for path in paths:
        assert read(path, f"<title>x</title>{body}", readings) == read(path, f"<title>x</title>{body}"), path


TYPES = ("text/html", "text/html; charset=iso-8859-2", "application/javascript", "")
BODIES = (
    "<title>Selamat \xe9</title><p>Diubah 3 Mei 2019. <a href=x>x</a>",
    "<html><title>Access denied</title><p>mod_security NIK",
    "<html>Server error</html>",
    "kata: biasa\npassword: rahasia-sekali\nhal: 2",
    '{"a": "rahasia@contoh.co.id"}',
    "/*! jQuery v3.4.1 */ var a = {version: '3.4.1'}; token = 'abcdefgh';" + " " * 17_000,
)
FRONTS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("Server", "cloudflare"), ("CF-Ray", "8a-CGK")),
    (("Server", "LiteSpeed"), ("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")),
    (("cf-mitigated", "challenge"), ("Set-Cookie", "a=b; path=/")),
    (("Location", "https://internetpositif.id/?sid=abcdef123"), ("X-Token", "password=rahasia99")),
)


def test_a_remembered_answer_is_the_answer_that_came() -> None:
    readings = Readings()
    asked = ({}, {"prefix_only": True}, {"purpose": "digest"})
    for body, kind, front, status, wish in product(BODIES, TYPES, FRONTS, (200, 403), asked):
        headers = ((("Content-Type", kind),) if kind else ()) + front
        alone = read("/a/b", body, None, headers, status, **wish)
        assert read("/a/b", body, readings, headers, status, **wish) == alone
        assert read("/a/b", body, readings, headers, status, **wish) == alone


def test_secrets_are_masked_in_what_is_remembered() -> None:
    readings = Readings()
    body = "<title>x</title><p>password = 'rahasia123'</p>"
    headers = (*HTML, ("X-Debug", "password=rahasia123"))
    for path in ("/a", "/b"):
        exchange, kept = read(path, body, readings, headers)
        assert exchange.secrets == (("password", 2),)
        assert "rahasia123" not in f"{exchange}{kept!r}"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses for which a page was parsed."""
    asked: list[str] = []
    true = bodies.extract

    def counted(html: bytes, url: str, charset: str | None, truncated: bool) -> object:
        asked.append(url)
        return true(html, url, charset, truncated)

    monkeypatch.setattr(bodies, "extract", counted)
    return asked


def test_a_page_is_read_once_in_whatever_folder_it_stands(asked: list[str]) -> None:
    readings = Readings()
    for number in range(10):
        read(f"/tebakan-{number}{'/x' * number}/y?z={number}", PAGES["relative"], readings)
    assert len(asked) == 1


def test_few_bodies_are_kept(asked: list[str]) -> None:
    readings = Readings(2)
    for title in ("a", "b", "b", "c", "a"):
        read("/x", f"<title>{title}</title>", readings)
    assert len(asked) == 4


def test_no_more_than_so_many_bytes_are_kept(asked: list[str]) -> None:
    readings = Readings(64, 10_000)
    small, large, huge = "<title>x</title>", "<title>y</title>" + "<p>y</p>" * 1_247, "<title>z</title>" + "z" * 20_000
    for body in (small, large, small, large, small, huge, huge, small):
        read("/x", body, readings)
    assert len(asked) == 7


def test_headers_that_change_are_not_hoarded() -> None:
    readings = Readings()
    made: list[str] = []

    def header(name: str, value: str) -> Header:
        made.append(value)
        return Header(name.lower(), value, ())

    for _ in range(3):
        assert readings.header("Server", "nginx", header) == Header("server", "nginx", ())
    assert made == ["nginx"]
    for number in range(1_000):
        readings.header("X-Id", str(number), header)
    readings.header("Server", "nginx", header)
    assert made.count("nginx") == 2
    for _ in range(2):
        readings.header("X-Long", "x" * 5_000, header)
    assert made.count("x" * 5_000) == 2
