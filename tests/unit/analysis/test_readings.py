"""Pages that are remembered: the same as if each had been read by itself."""

import pytest

from secscan.analysis import responses
from secscan.analysis.readings import Readings
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
    "the mark itself": "<title>x</title><a href='\ue000'>a</a><a href='#'>b</a>",
}
PATHS = ("/satu", "/dua.php", "/", "/lain/satu", "/lain/", "/satu?id=1", "/a/b/c.html", f"{'/x' * 15}/y")


def read(
    path: str, body: str, readings: Readings | None = None, headers: tuple[tuple[str, str], ...] = HTML
) -> Exchange:
    request = Request(scheme="https", host="a.go.id", port=443, path=path)
    return read_response(request, "192.0.2.1", 404, headers, body.encode(), readings=readings)[0]


@pytest.mark.parametrize("name", PAGES)
def test_a_remembered_page_is_the_page_that_stands_there(name: str) -> None:
    readings = Readings()
    for path in (*PATHS, *reversed(PATHS)):
        assert read(path, PAGES[name], readings) == read(path, PAGES[name]), path


def test_what_a_reading_depends_on_is_told_apart() -> None:
    readings = Readings()
    body = "<title>Selamat \xe9</title>"
    latin = (("Content-Type", "text/html; charset=iso-8859-2"),)
    assert read("/a", body, readings) == read("/a", body)
    assert read("/b", body, readings, latin) == read("/b", body, headers=latin)
    plain = (("Content-Type", "text/plain"),)
    assert read("/c", "kata: biasa", readings, plain) == read("/c", "kata: biasa", headers=plain)


def test_secrets_are_masked_in_what_is_remembered() -> None:
    readings = Readings()
    body = "<title>x</title><p>password = 'rahasia123'</p>"
    first, second = (read(path, body, readings) for path in ("/a", "/b"))
    assert first.secrets == second.secrets == (("password", 1),)
    assert second.page is not None
    assert "rahasia123" not in second.page.text


def test_a_page_is_read_once_and_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    true = responses.extract

    def counted(html: bytes, url: str, charset: str | None, truncated: bool) -> object:
        asked.append(url)
        return true(html, url, charset, truncated)

    monkeypatch.setattr(responses, "extract", counted)
    readings = Readings(2)
    for number in range(10):
        read(f"/tebakan-{number}/x", PAGES["to itself"], readings)
    assert len(asked) == 1
    for title in ("a", "b", "c", "a"):
        read("/x", f"<title>{title}</title>", readings)
    assert len(asked) == 5
