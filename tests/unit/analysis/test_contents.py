import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

import pytest

from secscan.analysis.contents import contents, script_contents
from secscan.model.observations import FileKind


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"isi " * 10)
    return out.getvalue()


def tarred(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 700
            archive.addfile(entry, io.BytesIO(b"x" * 700))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("backup/simpeg.sql", ("dump",)),
        ("html/wp-config.php", ("code", "config")),
        (".env", ("config",)),
        ("app/config/database.php", ("code", "config")),
        ("ssl/server.key", ("key",)),
        ("index.php", ("code",)),
        ("foto/kegiatan.jpg", ()),
        ("dokumen/sql-dasar.pdf", ()),
    ],
)
def test_the_names_of_entries_tell(name: str, kinds: tuple[str, ...]) -> None:
    assert contents(zipped("a.txt", name), FileKind.ZIP) == kinds
    assert contents(tarred("a.txt", name), FileKind.TAR) == kinds
    assert contents(gzip.compress(tarred("a.txt", name)), FileKind.GZIP) == kinds
    assert contents(lzma.compress(tarred("a.txt", name)), FileKind.XZ) == kinds


def test_a_prefix_is_enough() -> None:
    assert contents(zipped("index.php", *(f"gambar{n}.jpg" for n in range(200)))[:400], FileKind.ZIP) == ("code",)
    dump = b"-- MySQL dump 10.13\n" + b"".join(b"INSERT INTO a VALUES (%d);\n" % n for n in range(9000))
    assert contents(gzip.compress(dump)[:300], FileKind.GZIP) == ("dump",)


def test_credentials_in_php() -> None:
    assert contents(b"<?php\ndefine('DB_PASSWORD', 'x');", FileKind.PHP_SOURCE) == ("code", "secret")
    assert contents(b"<?php\nclass JConfig { public $password = 'x'; }", FileKind.PHP_SOURCE) == ("code", "secret")
    assert contents(b"<?php\n$db['default']['password'] = 'x';", FileKind.PHP_SOURCE) == ("code", "secret")
    assert contents(b"<?php\nreturn ['password' => 'x'];", FileKind.PHP_SOURCE) == ("code", "secret")
    assert contents(b"<?php\necho strtoupper($nama);", FileKind.PHP_SOURCE) == ("code",)


def test_what_cannot_be_opened_tells_nothing() -> None:
    assert contents(b"7z\xbc\xaf\x27\x1c" + b"\x00" * 99, FileKind.SEVEN_ZIP) == ()
    assert contents(b"\x1f\x8b\x08rusak", FileKind.GZIP) == ()
    assert contents(zipped("a.sql")[:20], FileKind.ZIP) == ()


def test_a_bomb_is_opened_only_a_little() -> None:
    bomb = zlib.compressobj(9, wbits=31)
    packed = bomb.compress(b"\x00" * 50_000_000) + bomb.flush()
    assert contents(packed, FileKind.GZIP) == ()


def test_a_broken_tar_ends() -> None:
    header = bytearray(tarred("a.sql")[:512])
    header[124:136] = b"00000000000\x00"
    assert contents(bytes(header) * 3000, FileKind.TAR) == ("dump",)


@pytest.mark.parametrize(
    ("script", "made"),
    [
        ('{type:"password",name:"pwd"};[{path:"/login"}]', ("login",)),
        ("h('input',{type:'password'});r.push('/auth/sign-in')", ("login",)),
        ('["type","password","formControlName","password"];path:"login"', ("login",)),  # Angular's constants
        ('t?"text":"password";"/masuk";"/daftar"', ("join", "login")),
        ('autoComplete:"current-password";"/login";autoComplete:"one-time-code"', ("login", "second_factor")),
        ('{type:"password"}', ()),
        ('"/login"', ()),
        ('{"login":"Masuk","type":"text"}', ()),
    ],
)
def test_what_a_script_makes(script: str, made: tuple[str, ...]) -> None:
    assert script_contents(script.encode()) == made
