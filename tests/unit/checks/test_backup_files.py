"""SS-DAT-01, against apps that answer as nginx, Apache and odd catch-alls do."""

import io
import zipfile

import pytest

from secscan.checks import backup_files
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.evidence import SiteEvidence
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import GONE, HTML, App, by_path, explore, serving

DUMP = b"-- MySQL dump 10.13  Distrib 8.0.36\nCREATE TABLE `pegawai` (\n  `nip` char(18)\n);\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"isi")
    return out.getvalue()


def judge(serve: App, **more: object) -> tuple[list[Verdict], int]:
    seen, asked = explore(backup_files.ask, serve, **more)  # type: ignore[arg-type]
    return list(backup_files.evaluate(app(seen), context())), asked


def one(verdicts: list[Verdict], path: str) -> Verdict:
    return next(verdict for verdict in verdicts if verdict.discriminators == (("path", path),))


def test_a_clean_site_passes_with_few_requests() -> None:
    verdicts, asked = judge(serving({}))
    assert by_path(verdicts) == {"": Outcome.PASS}
    assert asked <= 15


@pytest.mark.parametrize(
    ("path", "body", "severity"),
    [
        ("/backup.sql", DUMP, Severity.KRITIS),
        ("/backup.zip", zipped("backup/simpeg.sql"), Severity.KRITIS),
        ("/simpeg.contoh.go.id.zip", zipped("html/.env", "html/index.php"), Severity.KRITIS),
        ("/simpeg.zip", zipped("html/index.php"), Severity.TINGGI),
        ("/www.zip", b"Rar!\x1a\x07\x01\x00" + b"\x00" * 60, Severity.TINGGI),
        ("/config.php.bak", b"<?php\n$db = new mysqli('localhost', 'a', 'b', 'c');\n", Severity.KRITIS),
        ("/config.php.bak", b"<?php\n$judul = 'Simpeg';\n", Severity.TINGGI),
    ],
)
def test_a_leak_fails_by_what_it_holds(path: str, body: bytes, severity: Severity) -> None:
    verdicts, _ = judge(serving({path: (200, {}, body)}))
    assert by_path(verdicts) == {path: Outcome.FAIL, "": Outcome.PASS}
    assert one(verdicts, path).severity is severity


def test_paths_stand_below_the_base_path() -> None:
    serve = serving({"/app/backup.sql": (200, {}, DUMP)})
    verdicts, _ = judge(serve, url="https://contoh.go.id/app/")
    assert by_path(verdicts)["/app/backup.sql"] is Outcome.FAIL


@pytest.mark.parametrize(
    "catch_all",
    [
        "<p>Halaman tidak ditemukan: -- MySQL dump, backup.zip</p>",
        (200, {"Content-Type": "application/zip"}, "<!doctype html><title>App</title><div id=app></div>"),
        (302, {"Location": "/login"}, b""),
        (403, HTML, "<h1>Forbidden</h1>"),
        (401, HTML, ""),
        (200, {"Content-Type": "application/json"}, '{"pesan": "tidak ditemukan"}'),
    ],
)
def test_catch_alls_pass_without_baselines(catch_all: Response) -> None:
    verdicts, asked = judge(serving({}, catch_all))
    assert by_path(verdicts) == {"": Outcome.PASS}
    assert asked <= 15


@pytest.mark.parametrize("body", [DUMP, zipped("a.sql"), b"<?php\n$password = 'x';\n"])
def test_a_site_that_answers_every_path_with_a_leak_is_not_blamed(body: bytes) -> None:
    verdicts, _ = judge(serving({}, (200, {}, body)))
    assert Outcome.FAIL not in by_path(verdicts).values()
    assert {verdict.reason for verdict in verdicts if verdict.outcome is Outcome.INCONCLUSIVE} == {Reason.SOFT_404}


def test_a_picture_or_document_under_a_leaks_name_is_no_leak() -> None:
    for body in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\x00", b"maaf, berkas ini sudah dihapus\n", b""):
        assert by_path(judge(serving({"/backup.zip": (200, {}, body)}))[0]) == {"": Outcome.PASS}


def test_a_passive_permit_leaves_it_untested() -> None:
    seen, asked = explore(backup_files.ask, serving({}), intensity=Intensity.PASSIVE)
    (verdict,) = backup_files.evaluate(app(seen), context())
    assert (verdict.outcome, asked) == (Outcome.NOT_TESTED, 0)


def test_the_deep_look_asks_for_more() -> None:
    serve = serving({"/html.zip": (200, {}, zipped("index.php"))})
    assert by_path(judge(serve)[0]) == {"": Outcome.PASS}
    assert by_path(judge(serve, intensity=Intensity.DEEP)[0])["/html.zip"] is Outcome.FAIL


def test_an_address_has_no_names_to_derive() -> None:
    seen: SiteEvidence
    seen, asked = explore(backup_files.ask, serving({}, GONE), url="http://127.0.0.9:8080/")
    assert asked == 12
    assert not any("127" in look.request.path for look in seen.exchanges())


def paths(**more: object) -> set[str]:
    seen, _ = explore(backup_files.ask, serving({}), **more)  # type: ignore[arg-type]
    return {look.request.path for look in seen.exchanges()}


def test_names_come_from_host_folder_title_and_year() -> None:
    titled = "<title>SIMPEG - Dinas Kepegawaian</title><p>Selamat datang"
    asked = paths(url="https://bkd.contoh.go.id/", home=titled)
    assert {"/bkd.sql", "/bkd.zip", "/simpeg.sql", "/simpeg.zip", "/backup2026.zip"} <= asked
    below = paths(url="https://www.contoh.go.id/antrian/")
    assert {"/antrian/antrian.sql", "/antrian/antrian.zip"} <= below
    assert "/antrian/contoh.sql" not in below
    deep = paths(url="https://bkd.contoh.go.id/", home=titled, intensity=Intensity.DEEP)
    assert {"/simpeg_2026.sql", "/bkd-2025.zip", "/db_2026.sql", "/2026.zip", "/simpeg.tar.gz"} <= deep


def test_words_that_name_no_application_are_no_names() -> None:
    asked = paths(url="https://bkd.contoh.go.id/", home="<title>LOGIN PPID KAB CONTOH</title><p>Halo")
    assert not asked & {"/login.sql", "/ppid.sql", "/kab.sql"}
