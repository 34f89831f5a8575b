"""From stored evidence: the same result without a packet, another day's verdict, reviews, and what stays open."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.certificate_support import authority, leaf, write
from tests.lab.desk import Desk, day, outcomes, permit
from tests.lab.names import Names, name_server
from tests.lab.small import NOT_FOUND, App, Reply, small_server
from tests.lab.wire import wire

APEX = "nilai.go.id"
SECURE, INJECTED, LEAKY = "127.3.6.1", "127.3.6.2", "127.3.6.3"
RESOLVER = "127.3.6.250"
SECURE_PORT, INJECTED_PORT, LEAKY_PORT = 18443, 18080, 18082
DUMP = "-- MariaDB dump 10.19\nCREATE TABLE `a` (`b` int(11));\nINSERT INTO `a` VALUES (1),(2),(3);\n" * 4

CLEAN = (
    "<!doctype html><html lang='id'><head><meta charset='utf-8'><title>Perpustakaan Daerah</title></head><body>"
    "<h1>Perpustakaan Daerah</h1><p>Katalog buku, jadwal layanan, dan berita kegiatan literasi.</p>{0}</body></html>"
)
HIDDEN = "".join(
    f"<a href='https://{host}.example/daftar'>{text}</a> "
    for host, text in (
        ("slot-maxwin-88", "slot gacor maxwin"),
        ("togel-resmi", "bandar togel resmi"),
        ("rtp-live", "rtp live slot hari ini"),
        ("situs-judi-online", "situs judi online deposit pulsa"),
        ("scatter-hitam", "scatter hitam mahjong ways"),
    )
)


class Setting:
    """The apps of this module, which can be stopped and started on their ports, and the desk that knows them."""

    def __init__(self, desk: Desk, files: tuple[Path, Path], names: Names) -> None:
        self.desk, self.files, self.names = desk, files, names
        self.injected = INJECTED_PAGE

    def start(self, stack: ExitStack) -> None:
        stack.enter_context(small_server(SECURE, only(CLEAN.format("")), SECURE_PORT, self.files))
        stack.enter_context(small_server(INJECTED, lambda _host, path: only(self.injected)(_host, path), INJECTED_PORT))
        stack.enter_context(self.leaky())

    @staticmethod
    def leaky() -> Any:
        table = {"/": Reply(CLEAN.format("")), "/backup.sql": Reply(DUMP, kind="application/sql")}
        return small_server(LEAKY, lambda _host, path: table.get(path, NOT_FOUND), LEAKY_PORT)


INJECTED_PAGE = CLEAN.format(f"<div style='position:absolute;left:-9999px'>{HIDDEN}</div>")


def only(home: str) -> App:
    return lambda _host, path: Reply(home) if path == "/" else NOT_FOUND


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[Setting]:
    """A workspace with three apps: a good one whose certificate ends in 60 days, an injected and a leaking one."""
    root = authority("Otoritas Uji")
    (tmp_path / "ca.pem").write_bytes(root.pem)
    host = f"aman.{APEX}"
    files = write(tmp_path, leaf(root, host, days=(-30, 60)))
    with name_server(RESOLVER, {host: SECURE}) as names:
        desk = Desk(tmp_path / "kerja")
        desk.init(
            scan={"rate": 300, "max_connections": 8, "port_rate": 3000},
            tls={"extra_ca": [str(tmp_path / "ca.pem")]},
            dns={"resolver": names.place},
            domains={"official": [APEX]},
        )
        urls = {
            "aman": f"https://{host}:{SECURE_PORT}/",
            "sisipan": f"http://{INJECTED}:{INJECTED_PORT}/",
            "bocor": f"http://{LEAKY}:{LEAKY_PORT}/",
        }
        desk.register(
            opd=[{"id": "kominfo", "nama": "Dinas Kominfo"}],
            apps=[{"id": key, "opd": "kominfo", "nama": key, "url": url} for key, url in urls.items()],
            permits=[permit("094/1/NILAI", "127.3.6.0/24")],
        )
        yield Setting(desk, files, names)


@pytest.fixture
def serving(setting: Setting) -> Iterator[Setting]:
    with ExitStack() as stack:
        setting.start(stack)
        yield setting


def findings(desk: Desk, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(desk.run("findings", "list", "--format", "json", *words).stdout)
    return found


def scores(report: dict[str, Any]) -> dict[str, Any]:
    return {app["id"]: app["score"] for app in report["apps"]}


def finding(report: dict[str, Any], check: str) -> dict[str, Any]:
    (found,) = [one for one in report["findings"] if one["check"] == check]
    return found


def test_evaluation_sends_nothing_and_says_the_same(setting: Setting) -> None:
    with ExitStack() as stack:
        setting.start(stack)
        scanned = setting.desk.run("scan", "--format", "json")
        before = setting.desk.report()
    asked = sum(setting.names.asked.values())
    with wire("127.3.6.0/24") as seen:
        again = setting.desk.run("evaluate", "--format", "json")
        after = setting.desk.report()
        assert seen.addresses() == set()
    assert sum(setting.names.asked.values()) == asked
    assert json.loads(again.stdout) == json.loads(scanned.stdout)
    assert scores(after) == scores(before)
    assert after["results"] == before["results"]
    assert after["findings"] == before["findings"]
    assert after["software"] == before["software"]


def test_another_day_another_verdict(serving: Setting) -> None:
    """A certificate that ends in 60 days passes today, is about to end in 50, and has ended in 70."""
    serving.desk.run("scan")
    now = serving.desk.report()
    assert outcomes(now)["aman", "SS-TLS-04"] == "pass"
    soon = serving.desk.report("--as-of", day(50))
    assert outcomes(soon)["aman", "SS-TLS-04"] == "partial"
    late = serving.desk.report("--as-of", day(70))
    assert outcomes(late)["aman", "SS-TLS-04"] == "fail"
    assert scores(late)["aman"]["value"] < scores(now)["aman"]["value"]
    assert outcomes(serving.desk.report())["aman", "SS-TLS-04"] == "pass", "a look ahead changes nothing stored"
    stale = serving.desk.report("--as-of", day(120))
    assert outcomes(stale)["aman", "SS-TLS-01"] == "not_tested", "evidence of 120 days ago proves nothing any more"
    assert scores(stale)["aman"]["rating"] == "-"


def test_only_a_confirmed_compromise_is_an_incident(serving: Setting) -> None:
    serving.desk.run("scan")
    report = serving.desk.report()
    indication = finding(report, "gambling-content")
    assert (indication["app"], indication["confidence"], indication["severity"]) == ("sisipan", "indikasi", "kritis")
    assert scores(report)["sisipan"]["rating"] == "-", "an unreviewed indication of the worst kind gets no rating"
    assert scores(report)["sisipan"]["value"] != 0
    text = json.dumps(report)
    assert "https://slot-maxwin-88.example" not in text, "live gambling links are defanged"
    who = ["--reviewer", "Analis Persandian", "--reason", "dilihat bersama pengelola"]
    serving.desk.run("findings", "confirm", indication["fingerprint"][:12], *who)
    confirmed = serving.desk.report()
    assert scores(confirmed)["sisipan"]["value"] == 0
    assert scores(confirmed)["sisipan"]["rating"] == "E"
    assert "INSIDEN" in serving.desk.run("evaluate").stdout
    serving.desk.run("scan", "--profile", "quick", "--app", "sisipan")
    assert scores(serving.desk.report())["sisipan"]["value"] == 0, "seen again: the confirmation stands"
    serving.injected = CLEAN.format("")
    serving.desk.run("scan", "--profile", "quick", "--app", "sisipan")
    mended = serving.desk.report()
    assert outcomes(mended)["sisipan", "SS-INT-01"] == "pass"
    assert scores(mended)["sisipan"]["value"] > 0


def test_what_was_dismissed_is_open_again_when_seen_again(serving: Setting) -> None:
    serving.desk.run("scan", "--app", "bocor")
    leak = finding(serving.desk.report(), "backup-files")
    capped = scores(serving.desk.report())["bocor"]["value"]
    assert capped <= 39
    who = ["--reviewer", "Analis", "--reason", "berkas contoh"]
    serving.desk.run("findings", "dismiss", leak["fingerprint"], *who)
    assert not [one for one in findings(serving.desk) if one["check"] == "backup-files"]
    serving.desk.run("evaluate")
    assert not [one for one in findings(serving.desk) if one["check"] == "backup-files"], "no new look, no new finding"
    serving.desk.run("scan", "--app", "bocor")
    (again,) = [one for one in findings(serving.desk) if one["check"] == "backup-files"]
    assert again["state"] == "reopened"
    assert scores(serving.desk.report())["bocor"]["value"] <= 39
    wrong = serving.desk.run("findings", "dismiss", leak["fingerprint"], "--reviewer", "", "--reason", "x", code=2)
    assert "->" in wrong.stderr


def test_a_finding_stays_open_while_its_server_is_down(setting: Setting) -> None:
    desk = setting.desk
    with setting.leaky():
        desk.run("scan", "--app", "bocor")
        first = finding(desk.report(), "backup-files")
    desk.run("scan", "--app", "bocor", code=3)
    report = desk.report()
    leak = finding(report, "backup-files")
    assert leak["state"] == "open"
    assert leak["fingerprint"] == first["fingerprint"]
    assert leak["last_seen"] == first["last_seen"]
    assert outcomes(report)["bocor", "SS-DAT-01"] == "not_tested"
    assert "kritis" in {cap["name"] for cap in scores(report)["bocor"]["caps"]}, "hiding lifts no cap"
    page = desk.folder.parent / "kominfo.html"
    desk.run("report", "--opd", "kominfo", "-o", page)
    assert "belum diuji ulang" in page.read_text(encoding="utf-8").lower()
    with small_server(LEAKY, only(CLEAN.format("")), LEAKY_PORT):
        desk.run("scan", "--app", "bocor")
    fixed = [one for one in desk.report()["findings"] if one["check"] == "backup-files"]
    assert [one["state"] for one in fixed] == ["fixed"]
    assert outcomes(desk.report())["bocor", "SS-DAT-01"] == "pass"
