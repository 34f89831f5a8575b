"""What goes wrong around secscan: each failure is named, says what to do, and costs nothing that was stored."""

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.lab.desk import ROOT, Desk, outcomes, permit
from tests.lab.programs import wait_until
from tests.lab.small import NOT_FOUND, Reply, SmallServer, small_server

ADDRESS, SILENT = "127.3.5.1", "127.3.5.9"
PAGE = "<!doctype html><html lang='id'><title>Layanan</title><h1>Layanan</h1><p>Selamat datang."
SETTINGS = {"scan": {"rate": 300, "max_connections": 8, "port_rate": 3000}}


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with small_server(ADDRESS, lambda _host, path: Reply(PAGE) if path == "/" else NOT_FOUND) as found:
        yield found


def registered(desk: Desk, server: SmallServer, **settings: dict[str, object]) -> Desk:
    desk.init(**(settings or SETTINGS))
    desk.register(
        opd=[{"id": "kominfo", "nama": "Dinas Kominfo"}],
        apps=[{"id": "layanan", "opd": "kominfo", "nama": "Layanan", "url": f"http://{ADDRESS}:{server.port}/"}],
        permits=[permit("094/1/GAGAL", f"layanan {ADDRESS} {SILENT}")],
    )
    return desk


@pytest.fixture
def desk(tmp_path: Path, server: SmallServer) -> Desk:
    return registered(Desk(tmp_path / "kerja"), server)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What was told on stderr: a message, then an arrow with what to do next."""
    assert "->" in done.stderr, done.stderr
    assert "SECSCAN_DEBUG" not in done.stderr, f"an unexpected fault:\n{done.stderr}"
    return done.stderr


def test_without_nmap_ports_are_scanned_by_plain_connections(desk: Desk, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    desk.env["PATH"] = str(tools)
    desk.run("scan")
    assert shutil.which("nmap", path=str(tools)) is None
    report = desk.report()
    assert outcomes(report)["layanan", "SS-NET-01"] == "pass"
    (impact,) = report["impact"]
    assert impact["port_probes"] > 100
    seen = _blobs(desk)
    assert b"plain" in seen, "the scan is marked as one of plain connections"
    assert "nmap" in desk.run("doctor", code=None).stdout


def _blobs(desk: Desk) -> bytes:
    """The stored port scan, decoded."""
    from secscan.model.ids import RunId
    from secscan.model.observations import PortScan
    from secscan.store.store import Store

    with Store.open(desk.folder / "secscan.db") as store:
        (run,) = store.runs()
        found = [seen.payload for seen in store.observations(RunId(run.id), f"batch|{ADDRESS}")]
    return b" ".join(one.method.encode() for one in found if isinstance(one, PortScan))


def test_a_dead_resolver_is_our_trouble_and_says_so(tmp_path: Path, server: SmallServer) -> None:
    desk = registered(Desk(tmp_path / "kerja"), server, **SETTINGS, dns={"resolver": f"{SILENT}:5399"})
    desk.register(
        opd=[{"id": "kominfo", "nama": "Dinas Kominfo"}],
        apps=[{"id": "bernama", "opd": "kominfo", "nama": "Bernama", "url": "http://bernama.go.id/"}],
        permits=[permit("094/1/GAGAL", f"bernama {ADDRESS}")],
    )
    told = said(desk.run("scan", code=1, seconds=60))
    assert f"{SILENT}:5399" in told
    assert "resolver" in told
    assert "Bernama" not in told


def test_a_corrupt_database_is_named_and_left_alone(desk: Desk) -> None:
    desk.run("scan")
    database = desk.folder / "secscan.db"
    for extra in desk.folder.glob("secscan.db-*"):
        extra.unlink()
    content = bytearray(database.read_bytes())
    content[4096 : 4096 * 6] = b"\x55" * (4096 * 5)
    database.write_bytes(bytes(content))
    told = said(desk.run("report", code=1))
    assert "secscan.db" in told
    assert database.read_bytes() == bytes(content), "nothing is repaired behind the user's back"
    database.write_bytes(b"bukan basis data sama sekali" * 100)
    assert "secscan.db" in said(desk.run("report", code=1))


def test_a_locked_database_is_named(desk: Desk) -> None:
    desk.run("scan")
    with closing(sqlite3.connect(desk.folder / "secscan.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = said(desk.run("scan", code=1, seconds=120))
        assert "secscan.db" in told
        other.execute("ROLLBACK")
    desk.run("report", "-o", desk.folder / "laporan.json")


def test_a_second_secscan_in_the_same_workspace_waits_outside(desk: Desk, server: SmallServer) -> None:
    held, ready = threading.Event(), threading.Event()

    def slow(_host: str, path: str) -> Reply:
        ready.set()
        held.wait(30)
        return Reply(PAGE) if path == "/" else NOT_FOUND

    server.app = slow
    first = desk.start("scan")
    try:
        assert ready.wait(30)
        told = said(desk.run("scan", code=2))
        assert str(first.pid) in told, "who holds the workspace"
        desk.run("findings", "list")
    finally:
        held.set()
    _, errors = first.communicate(timeout=60)
    assert first.returncode == 0, errors


def test_unknown_words_suggest_the_nearest(desk: Desk) -> None:
    for words, wanted in (
        (["scan", "--profile", "standar"], "standard"),
        (["scna"], "scan"),
        (["scan", "--app", "layanna"], "layanan"),
        (["scan", "--opd", "kominf"], "kominfo"),
        (["report", "--standard", "pemda-external"], "pemda-eksternal"),
    ):
        done = desk.run(*words, code=2)
        assert wanted in done.stderr, (words, done.stderr)


def test_a_profile_with_an_unknown_check_names_it(desk: Desk, tmp_path: Path) -> None:
    profile = tmp_path / "sendiri.yaml"
    shipped = (ROOT / "profiles/scans/quick.yaml").read_text(encoding="utf-8")
    profile.write_text(shipped.replace("- framing", "- framng"), encoding="utf-8")
    told = said(desk.run("scan", "--profile", profile, code=2))
    assert "framng" in told
    assert "sendiri.yaml" in told


def test_a_profile_of_ones_own_may_go_when_the_scan_is_done(desk: Desk, tmp_path: Path) -> None:
    profile = tmp_path / "sendiri.yaml"
    shipped = (ROOT / "profiles/scans/quick.yaml").read_text(encoding="utf-8")
    profile.write_text(shipped.replace("name: quick", "name: sendiri"), encoding="utf-8")
    desk.run("scan", "--profile", profile)
    before = outcomes(desk.report())
    profile.unlink()
    assert outcomes(desk.report()) == before
    assert before["layanan", "SS-HDR-02"] == "fail"


def test_a_broken_setting_names_its_key(desk: Desk) -> None:
    (desk.folder / "secscan.toml").write_text("[scan]\nrate = 'cepat'\n")
    told = said(desk.run("scan", code=2))
    assert "secscan.toml" in told
    assert "rate" in told


def test_a_terminal_without_unicode_gets_what_fits(desk: Desk) -> None:
    desk.env["PYTHONIOENCODING"] = "ascii"
    assert "layanan" in desk.run("plan").stdout
    assert "layanan" in desk.run("scan", "--profile", "quick").stdout


def test_an_unreadable_extra_ca_is_named(desk: Desk) -> None:
    (desk.folder / "secscan.toml").write_text('[tls]\nextra_ca = ["tidak-ada.pem"]\n')
    assert "tidak-ada.pem" in said(desk.run("scan", code=2))


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_named_and_what_was_stored_stays(tmp_path: Path, server: SmallServer) -> None:
    with small_disk(tmp_path / "cakram", "2m") as disk:
        desk = registered(Desk(disk / "kerja"), server)
        desk.run("scan")
        before = _runs(desk)
        filler = disk / "penuh"
        free = shutil.disk_usage(disk).free
        filler.write_bytes(b"\0" * max(0, free - 24_576))
        told = said(desk.run("scan", code=1))
        assert "secscan.db" in told
        filler.unlink()
        assert _runs(desk)[: len(before)] == before
        wait_until(lambda: shutil.disk_usage(disk).free > 100_000, "the disk has room again")
        desk.run("scan", "--resume", code=None)
        desk.run("scan")
        assert len(desk.report()["apps"]) == 1


def _runs(desk: Desk) -> list[str]:
    with closing(sqlite3.connect(desk.folder / "secscan.db")) as database:
        return [row[0] for row in database.execute("SELECT id FROM runs ORDER BY started_at")]
