"""What is read of a body depends on what was asked, declared and answered."""

import hashlib

from secscan.analysis.bodies import read_body
from secscan.analysis.reading import Reading, manner_of
from secscan.model.observations import FileKind
from secscan.model.requests import Request

PAGE = b"<!doctype html><title>Berita</title><p>Diubah 3 Mei 2019 oleh admin</p>"
SCRIPT = b"/*! jQuery v3.4.1 */ var a = 1;"


def read(
    body: bytes, *, status: int = 200, headers: dict[str, str] | None = None, truncated: bool = False, **asked: object
) -> Reading:
    request = Request(scheme="https", host="a.go.id", port=443, **asked)  # type: ignore[arg-type]
    sent = {"content-type": "text/html"} if headers is None else headers
    return read_body(body, request.url, manner_of(request, status, sent, truncated))


def test_days_matter_where_the_content_was_given() -> None:
    assert read(PAGE).days == (("text", "2019-05-03"),)
    assert read(PAGE, status=404).days == ()
    assert read(PAGE, prefix_only=True).days == ()


def test_of_a_prefix_no_text_is_kept() -> None:
    seen = read(PAGE, prefix_only=True)
    assert (seen.stored, seen.stored_digest, seen.excerpt) == (None, "", "")
    assert seen.page is not None
    assert (seen.page.title, seen.page.text, seen.page.truncated) == ("Berita", "", True)


def test_of_a_document_no_text_is_kept() -> None:
    assert read(PAGE, purpose="document").stored is None


def test_what_was_cut_when_read_is_marked() -> None:
    assert [seen.page.truncated for cut in (False, True) if (seen := read(PAGE, truncated=cut)).page] == [False, True]


def test_a_large_script_that_is_asked_for_its_digest_is_not_read() -> None:
    kind = {"content-type": "application/javascript"}
    large = SCRIPT + b"\n" * 20_000
    assert read(SCRIPT, headers=kind, purpose="script").stored == SCRIPT
    seen = read(large, headers=kind, purpose="script")
    assert (seen.kind, seen.stored, seen.excerpt) == (FileKind.SCRIPT, None, "")
    assert seen.marks == ("jQuery v3.4.1",)
    assert seen.sha1 == hashlib.sha1(large, usedforsecurity=False).hexdigest()
    assert read(large, headers=kind).stored == large


def test_the_declared_charset_counts() -> None:
    page = "<title>Straße</title>".encode("iso-8859-1")
    seen = read(page, headers={"content-type": "text/html; charset=iso-8859-1"}).page
    assert seen is not None
    assert seen.title == "Straße"


def test_a_challenge_is_told_from_what_stands_before_the_body() -> None:
    blocked = b"<html><title>Attention Required!</title><p class=cf-error-details>x"
    assert read(blocked, status=403, headers={"cf-ray": "8a-CGK"}).challenge == "cloudflare"
    assert read(blocked, status=200, headers={"cf-ray": "8a-CGK"}).challenge == ""
    assert read(b"<html>x", headers={"cf-mitigated": "challenge"}).challenge == "cloudflare"
