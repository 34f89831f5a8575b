import hashlib

import pytest

from secscan.analysis.responses import read_response
from secscan.base.text import digest
from secscan.model.observations import FileKind
from secscan.model.requests import Request

REQUEST = Request(scheme="https", host="simpeg.contoh.go.id", port=443)
ADDRESS = "127.0.0.2"
HTML = [("Content-Type", "text/html; charset=utf-8")]


def test_a_page_is_kept_masked_with_its_facts() -> None:
    body = b"<!doctype html><title>Warga</title><p>NIK 3578011010900001, telp 081234567890</p>"
    exchange, kept = read_response(REQUEST, ADDRESS, 200, HTML, body)
    assert kept is not None
    assert b"3578011010900001" not in kept
    assert exchange.body == digest(kept)
    assert exchange.secrets == (("nik", 1), ("phone", 1))
    assert exchange.page is not None
    assert exchange.page.title == "Warga"
    assert "3578011010900001" not in exchange.page.text + exchange.excerpt
    assert (exchange.length, exchange.file_kind, exchange.status) == (len(body), FileKind.HTML, 200)


def test_digests_are_of_what_came() -> None:
    body = b"<!doctype html>\r\n<p>rahasia password=abc12345\r\n"
    exchange, _ = read_response(REQUEST, ADDRESS, 200, HTML, body)
    assert exchange.raw_digest == hashlib.sha256(body).hexdigest()[:16]
    assert exchange.digest == hashlib.sha256(body.replace(b"\r\n", b"\n")).hexdigest()[:16]


@pytest.mark.parametrize(
    "body",
    [
        b"APP_KEY=base64:abc\nDB_PASSWORD=r4h4s1a\nDB_HOST=localhost\n",
        b"-- MySQL dump 10.13\nCREATE TABLE `warga` (`nik` int);\nINSERT INTO `warga` VALUES ('3578011010900001');",
        b"<?php\n$db_password = 'r4h4s1a';\n",
        b"-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n",
        b"PK\x03\x04" + b"\x14\x00\x00\x00\x08\x00" * 20,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        b"ref: refs/heads/main\n",
    ],
    ids=["env", "sql", "php", "key", "zip", "png", "git"],
)
def test_nothing_is_kept_of_a_leaked_file(body: bytes) -> None:
    exchange, kept = read_response(REQUEST, ADDRESS, 200, [("Content-Type", "text/plain")], body)
    assert kept is None
    assert (exchange.body, exchange.excerpt, exchange.page) == ("", "", None)
    assert exchange.length == len(body)
    assert exchange.raw_digest


def test_nothing_is_kept_of_a_prefix() -> None:
    request = Request(scheme="https", host="simpeg.contoh.go.id", port=443, path="/arsip.html", prefix_only=True)
    exchange, kept = read_response(request, ADDRESS, 206, HTML, b"<!doctype html><title>Arsip</title><p>isi surat")
    assert kept is None
    assert (exchange.body, exchange.excerpt) == ("", "")
    assert exchange.page is not None
    assert (exchange.page.title, exchange.page.text) == ("Arsip", "")


def test_large_pages_are_kept_up_to_a_bound() -> None:
    body = b"<!doctype html><p>" + "é".encode() * 300_000
    exchange, kept = read_response(REQUEST, ADDRESS, 200, HTML, body, truncated=True)
    assert kept is not None
    assert len(kept) <= 262_144
    kept.decode("utf-8")
    assert exchange.truncated
    assert len(exchange.excerpt) <= 1_200


def test_headers_are_lower_case_bounded_clean_and_masked() -> None:
    headers = [
        ("Set-Cookie", "PHPSESSID=6q1m2n3b4v5c6x7z8l9k0j1h2g; path=/; HttpOnly"),
        ("Location", "/beranda;jsessionid=0A1B2C3D4E5F?a=1"),
        ("X-Auth-Token", "r4h4s1a"),
        ("Server", "nginx\x1b]0;judul\x07"),
        ("X-Panjang", "a" * 10_000),
        *[(f"X-{number}", "1") for number in range(1_000)],
    ]
    exchange, _ = read_response(REQUEST, ADDRESS, 302, headers, b"")
    assert exchange.header("set-cookie") == "PHPSESSID=***26-4.5***; path=/; HttpOnly"
    assert exchange.header("location") == "/beranda;jsessionid=***token***?a=1"
    assert exchange.header("x-auth-token") == "***token***"
    assert exchange.header("server") == "nginx]0;judul"
    assert len(exchange.header("x-panjang") or "") <= 4_096
    assert len(exchange.headers) == 100
    assert exchange.is_redirect


def test_empty_body() -> None:
    exchange, _ = read_response(REQUEST, ADDRESS, 204, [], b"")
    assert (exchange.file_kind, exchange.digest, exchange.length, exchange.page) == (FileKind.EMPTY, "", 0, None)


def test_challenge_pages_are_named() -> None:
    headers = [*HTML, ("CF-Mitigated", "challenge")]
    exchange, _ = read_response(REQUEST, ADDRESS, 403, headers, b"<!doctype html><title>Just a moment...</title>")
    assert exchange.challenge == "cloudflare"


def test_charset_of_the_header_counts() -> None:
    body = "<!doctype html><title>Ministère</title>".encode("latin-1")
    exchange, _ = read_response(REQUEST, ADDRESS, 200, [("Content-Type", "text/html; charset=ISO-8859-1")], body)
    assert exchange.page is not None
    assert exchange.page.title == "Ministère"


def test_of_a_large_file_asked_for_its_digest_only_the_digests_are_kept() -> None:
    body = b"var nomor = '081234567890';\r\n" * 4_000
    request = Request(scheme="https", host="a.contoh.go.id", port=443, path="/a.js", purpose="digest")
    exchange, kept = read_response(request, ADDRESS, 200, [("Content-Type", "text/javascript")], body)
    assert (kept, exchange.excerpt, exchange.body, exchange.secrets) == (None, "", "", ())
    assert exchange.digest == hashlib.sha256(body.replace(b"\r\n", b"\n")).hexdigest()[:16]
    small, kept = read_response(request, ADDRESS, 200, [("Content-Type", "text/javascript")], body[:290])
    assert kept is not None
    assert b"081234567890" not in kept
    assert small.secrets


def test_lines_are_kept_of_plain_texts_only_masked_and_bounded() -> None:
    request = Request(scheme="https", host="a.go.id", port=443, path="/robots.txt")
    text = "User-agent: *\r\nContact: budi@contoh.com\n" + "x" * 1000 + "\n" * 1000
    exchange, _ = read_response(request, "192.0.2.1", 200, [("Content-Type", "text/plain")], text.encode())
    assert exchange.lines[:2] == ("User-agent: *", "Contact: bu***@contoh.com")
    assert len(exchange.lines) <= 200
    assert all(len(line) <= 300 for line in exchange.lines)
    page, _ = read_response(request, "192.0.2.1", 200, [("Content-Type", "text/html")], b"<p>Halo</p>")
    assert page.lines == ()
    prefix = Request(scheme="https", host="a.go.id", port=443, path="/.env", prefix_only=True)
    assert read_response(prefix, "192.0.2.1", 200, [], b"a\nb\n")[0].lines == ()
