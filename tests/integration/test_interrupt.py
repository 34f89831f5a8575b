"""Ctrl-C and SIGTERM end a scan within two seconds wherever it is, leave nothing running, and lose nothing."""

import fcntl
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.lab.desk import Desk
from tests.lab.programs import wait_until
from tests.scan_support import (
    GOOD,
    Counting,
    alive,
    descendants,
    finish,
    listening,
    pages,
    read_head,
    small_profile,
    workspace,
)

IP = "127.0.42.1"
NETWORK = "127.0.42.0/24"
SIGNALS = (signal.SIGINT, signal.SIGTERM)
PROMPT = 2.0


@pytest.fixture(params=SIGNALS, ids=["ctrl-c", "sigterm"])
def ending(request: pytest.FixtureRequest) -> signal.Signals:
    chosen: signal.Signals = request.param
    return chosen


def silent_later(server: Counting, conn: socket.socket) -> None:
    """Hangs up on the first hellos, those of the web probe, and then takes everything and says nothing."""
    if server.connections <= 2:
        return
    while conn.recv(4096):
        pass


def silent_page(server: Counting, conn: socket.socket) -> None:
    while head := read_head(conn):
        server.note(head.split(b"\r\n", 1)[0].decode())


def stopped(desk: Desk, process: "subprocess.Popen[str]", number: signal.Signals) -> str:
    """Send the signal; what was said, once everything that must hold of an interrupted scan has been looked at."""
    children = list(descendants(process.pid))
    start = time.monotonic()
    process.send_signal(number)
    code, _, said = finish(process, 30)
    took = time.monotonic() - start
    assert code in (130, -signal.SIGINT) or "selesai" in said, said  # a shell sees 130 for both
    assert took < PROMPT, f"{took:.1f} s"
    assert "Traceback" not in said
    assert "Exception" not in said
    time.sleep(0.2)
    assert alive(children) == []
    with (desk.folder / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return said


def test_while_names_are_looked_up(tmp_path: Path, ending: signal.Signals) -> None:
    asked = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
        resolver.bind(("127.0.42.53", 0))
        place = f"127.0.42.53:{resolver.getsockname()[1]}"
        threading.Thread(target=lambda: (resolver.recv(512), asked.set()), daemon=True).start()
        apps = {f"app{n}": f"http://app{n}.contoh.go.id/" for n in range(40)}
        desk = workspace(tmp_path, apps, f"*.contoh.go.id {NETWORK}", dns={"resolver": place})
        process = desk.start("scan")
        assert asked.wait(30)
        stopped(desk, process, ending)


def test_while_a_page_does_not_come(tmp_path: Path, ending: signal.Signals) -> None:
    with listening(IP, 0, silent_page) as server:
        desk = workspace(tmp_path, {"diam": f"http://{server.url}/"}, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path))
        wait_until(lambda: bool(server.requests), "the page is asked for")
        assert "--resume" in stopped(desk, process, ending)


def test_while_a_handshake_hangs(tmp_path: Path, ending: signal.Signals) -> None:
    with listening(IP, 0, silent_later) as server:
        desk = workspace(tmp_path, {"diam": f"https://{server.url}/"}, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path))
        wait_until(lambda: server.connections > 2, "a TLS worker says hello")
        assert "nursery_program" in str(descendants(process.pid))
        stopped(desk, process, ending)


def test_while_ports_are_scanned(tmp_path: Path, ending: signal.Signals) -> None:
    with listening(IP, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK, scan={"port_rate": 2})
        process = desk.start("scan", "--profile", small_profile(tmp_path, ports=list(range(20000, 20100))))
        wait_until(lambda: "nmap" in str(descendants(process.pid)), "nmap runs", 60)
        stopped(desk, process, ending)


def test_no_port_scan_outlives_a_killed_scan(tmp_path: Path) -> None:
    with listening(IP, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK, scan={"port_rate": 2})
        process = desk.start("scan", "--profile", small_profile(tmp_path, ports=list(range(20000, 20100))))
        wait_until(lambda: "nmap" in str(descendants(process.pid)), "nmap runs", 60)
        children = list(descendants(process.pid))
        process.kill()
        finish(process)
        wait_until(lambda: not alive(children), "all children are gone", 2)


def _begun(process: "subprocess.Popen[str]") -> str:
    """The first line after warnings: the plan stands and the run is stored, so that there is something to resume."""
    assert process.stderr is not None
    while (line := process.stderr.readline()).startswith("Peringatan"):
        pass
    return line


def test_at_any_moment_and_on_again(tmp_path: Path) -> None:
    """Whatever the moment, the end is clean, and the scan goes on to its end with --resume."""
    with listening(IP, 0, pages(GOOD, pause=0.05)) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK)
        profile = small_profile(tmp_path)
        process = desk.start("scan", "--profile", profile)
        for pause in (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9):
            assert process.stderr is not None
            first = _begun(process)
            if "tidak ada pemindaian terhenti" in first:
                break  # the last signal came when the scan itself was over
            time.sleep(pause)
            if process.poll() is not None:
                break
            stopped(desk, process, signal.SIGINT)
            process = desk.start("scan", "--resume")
        code, _, said = finish(process)
        if code == 2:  # the last signal came when the scan itself was over: nothing is left to resume
            code, _, said = finish(desk.start("evaluate"))
        assert code == 0, said
        report = desk.report()
        assert not [row for row in report["results"] if row["reason"] == "interrupted"]
        assert len(server.requests) == len(set(server.requests)) + _repeated(server.requests)


@pytest.mark.parametrize("pause", [0.0, 0.03, 0.1, 0.2, 0.3, 0.5])
def test_while_the_program_starts(tmp_path: Path, pause: float) -> None:
    """Nothing of ours is set up yet: it may end as any program does, but never half, and never locked."""
    with listening(IP, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"biasa": f"http://{server.url}/"}, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path))
        time.sleep(pause)
        process.send_signal(signal.SIGTERM)
        code, _, said = finish(process, 30)
        assert code in (-signal.SIGTERM, 130), said
        assert "Traceback" not in said
        with (desk.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _repeated(requests: list[str]) -> int:
    """At most the request that was in flight at each of the interruptions may be asked again."""
    again = len(requests) - len(set(requests))
    assert again <= 7
    return again
