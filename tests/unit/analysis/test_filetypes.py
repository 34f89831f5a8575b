"""Bodies as real programs write them: mysqldump, git, svn, tar, zip, Laravel and CodeIgniter projects."""

import bz2
import gzip
import io
import lzma
import tarfile
import time
import zipfile

import pytest

from secscan.analysis.filetypes import file_kind
from secscan.model.observations import FileKind

MYSQLDUMP = b"""-- MySQL dump 10.19  Distrib 10.3.39-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: simpeg
DROP TABLE IF EXISTS `pegawai`;
CREATE TABLE `pegawai` (
  `nip` varchar(18) NOT NULL
);
"""
MARIADB_DUMP = b"/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19-11.8.2-MariaDB\n"
LARAVEL = b"""APP_NAME=Simpeg
APP_ENV=production
APP_KEY=base64:AAAA

DB_HOST=127.0.0.1
DB_PASSWORD=rahasia
"""
CODEIGNITER = b"""#------
# ENVIRONMENT
#------
CI_ENVIRONMENT = production

 database.default.hostname = localhost
database.default.password = x
"""
GIT_CONFIG = b"""[core]
	repositoryformatversion = 0
	filemode = true
[remote "origin"]
	url = https://git.example/a.git
"""
OPENSSH_KEY = b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n"
SVN_10 = b"10\n\ndir\n142\nhttps://svn.example/repo/trunk\nhttps://svn.example/repo\n"
COMPOSER_LOCK = (
    b'{\n    "_readme": ["This file locks the dependencies"],\n    "content-hash": "abc",\n    "packages": [\n'
)
COMPOSER_JSON = (
    b'{"name": "laravel/laravel", "type": "project", "require": {"php": "^8.1", "laravel/framework": "^10"}}'
)
PACKAGE_JSON = b'{"name": "portal", "version": "1.0.0", "scripts": {"build": "vite build"}, "dependencies": {}}'
HTPASSWD = b"admin:$apr1$0aYKZ6cZ$UnBvvbXgwmaGnVeVS8pdl1\noperator:{SHA}qvTGHdzF6KLavt4PO0gs2a6pQ00=\n"
HTACCESS = b"RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /index.php [L]\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"isi")
    return out.getvalue()


def tarred(name: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FileKind.EMPTY),
        (b"\n \n", FileKind.EMPTY),
        (zipped("index.php"), FileKind.ZIP),
        (zipped(), FileKind.ZIP),
        (zipped("[Content_Types].xml", "word/document.xml"), FileKind.OFFICE),
        (gzip.compress(b"x", mtime=0), FileKind.GZIP),
        (bz2.compress(b"x"), FileKind.BZIP2),
        (lzma.compress(b"x"), FileKind.XZ),
        (tarred("html/index.php"), FileKind.TAR),
        (b"Rar!\x1a\x07\x01\x00xxxx", FileKind.RAR),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", FileKind.SEVEN_ZIP),
        (b"SQLite format 3\x00\x10\x00", FileKind.SQLITE),
        (b"PGDMP\x01\x0e\x00", FileKind.SQL_DUMP),
        (MYSQLDUMP, FileKind.SQL_DUMP),
        (MARIADB_DUMP, FileKind.SQL_DUMP),
        (("\ufeff" + MYSQLDUMP.decode()).encode("utf-16-le"), FileKind.SQL_DUMP),
        (b"-- phpMyAdmin SQL Dump\n-- version 5.2.1\n", FileKind.SQL_DUMP),
        (b"--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n", FileKind.SQL_DUMP),
        (
            b"SET NAMES utf8;\nINSERT INTO `user` (`id`, `a`) VALUES\n(1, 'a');\nINSERT INTO `u` VALUES (2,'b');\n",
            FileKind.SQL_DUMP,
        ),
        (b"CREATE TABLE IF NOT EXISTS warga (\n id int\n);\n", FileKind.SQL_DUMP),
        (LARAVEL, FileKind.ENV_FILE),
        (CODEIGNITER, FileKind.ENV_FILE),
        (b"<?php\ndefine('DB_NAME', 'wp');\n", FileKind.PHP_SOURCE),
        (b"\xef\xbb\xbf<?php\nclass JConfig {}\n", FileKind.PHP_SOURCE),
        (OPENSSH_KEY, FileKind.PRIVATE_KEY),
        (b"ref: refs/heads/main\n", FileKind.GIT_HEAD),
        (b"4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", FileKind.GIT_HEAD),
        (GIT_CONFIG, FileKind.GIT_CONFIG),
        (SVN_10, FileKind.SVN_ENTRIES),
        (b"12\n", FileKind.SVN_ENTRIES),
        (b"\x00\x00\x00\x01Bud1\x00\x00\x10\x00", FileKind.DS_STORE),
        (COMPOSER_LOCK, FileKind.COMPOSER_LOCK),
        (COMPOSER_JSON, FileKind.COMPOSER_JSON),
        (PACKAGE_JSON, FileKind.PACKAGE_JSON),
        (HTPASSWD, FileKind.HTPASSWD),
        (HTACCESS, FileKind.HTACCESS),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"b0VIM 9.0\x00\x00\x00\x00\x10\x00\x00" + bytes(40), FileKind.VIM_SWAP),
        (b"b0VIM adalah awal sebuah berkas swap", FileKind.TEXT),
        (b"\x89PNG\r\n\x1a\n\x00\x00", FileKind.IMAGE),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>', FileKind.IMAGE),
        (b"wOF2\x00\x01", FileKind.FONT),
        (b'<?xml version="1.0"?><urlset></urlset>', FileKind.XML),
        (b'{"status": 404}', FileKind.JSON),
        (b"\x00\x01\x02\x03\x04\x05", FileKind.BINARY),
        (b"User-agent: *\nDisallow: /admin\n", FileKind.TEXT),
    ],
)
def test_content_tells_the_kind(body: bytes, kind: FileKind) -> None:
    assert file_kind(body, None) is kind
    assert file_kind(body, "text/html; charset=utf-8") in (kind, FileKind.HTML if kind is FileKind.TEXT else kind)


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body><pre>\nDB_HOST=localhost\nDB_PASSWORD=contoh\nAPP_KEY=x\n</pre></body></html>",
        b"<html><body><pre>\nCREATE TABLE `a` (\n id int);\nINSERT INTO a VALUES (1);\n</pre>",
        b"<!-- cache -->\n<!DOCTYPE html>\n<p>-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAxxxxxxxx\n</p>",
        b"<br />\n<b>Warning</b>: include(): ref: refs/heads/main in <b>/var/www</b>",
        b"<!doctype html><p>Contoh: &lt;?php echo 1; ?&gt; <?php echo 1; ?>",
        b"Notice: undefined\n<!DOCTYPE html><html></html>",
    ],
)
@pytest.mark.parametrize("declared", ["text/html", "application/octet-stream", "application/zip", None])
def test_a_page_stays_a_page_whatever_it_quotes_and_is_declared_as(page: bytes, declared: str | None) -> None:
    assert file_kind(page, declared) is FileKind.HTML


@pytest.mark.parametrize(
    "body",
    [
        b"const API_KEY = 'x';\nconst DB_HOST = 'y';\nfunction a() {\n return 1;\n}\n",
        b"a=1\nb=2\nc=3\n",
        b"Cara memasang: isi DB_PASSWORD=... dan APP_KEY=... pada berkas .env\nlalu jalankan artisan.\nSelesai.\n",
        b"ref: refs/heads/main is the default branch\n",
        b"The command INSERT INTO is explained here.\nCREATE TABLE makes a table.\n",
        b"nama:jabatan\nbudi:kepala dinas\n",
        b"12 apel\n",
        b"RewriteEngine is an Apache directive.\n",
        b"404 page not found\n",
    ],
)
def test_texts_that_only_resemble_a_leak_are_texts(body: bytes) -> None:
    assert file_kind(body, "text/plain") is FileKind.TEXT


def test_declared_types_decide_where_content_has_no_signature() -> None:
    assert file_kind(b"var DB_HOST = 1;", "application/javascript") is FileKind.SCRIPT
    assert file_kind(b"body { color: red }", "text/css; charset=utf-8") is FileKind.STYLE
    assert file_kind(b"Tidak ditemukan", "text/html") is FileKind.HTML


def test_a_truncated_multibyte_character_does_not_hide_a_text() -> None:
    assert file_kind("APP_KEY=é\nDB_HOST=é".encode()[:-1], None) is FileKind.ENV_FILE


@pytest.mark.parametrize(
    "unit",
    [
        b"\n",
        b" ",
        b"\t\n",
        b"<p ",
        b"</a ",
        b"<!--",
        b"INSERT INTO a (",
        b"[core]\n",
        b'{"',
        b"a=\n",
        b"-----BEGIN PRIVATE KEY-----\n",
    ],
)
def test_hostile_repetition_takes_no_time(unit: bytes) -> None:
    started = time.perf_counter()
    file_kind(b"x" + unit * (65_536 // len(unit)), "text/html")
    file_kind(unit * (65_536 // len(unit)), "text/plain")
    assert time.perf_counter() - started < 1.0
