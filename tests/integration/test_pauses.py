"""Scans that rest: outside their hours, and when this machine sleeps or loses its network. Nobody is blamed."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from secscan.model.enums import Status
from secscan.model.observations import Observation
from secscan.model.runs import RunState
from secscan.store.store import Store
from tests.lab.desk import ROOT, Desk
from tests.lab.programs import wait_until
from tests.scan_support import GOOD, finish, listening, pages, small_profile, workspace

IP = "127.67.1.1"
NETWORK = "127.67.1.0/24"


def later(hours: int) -> str:
    """A window of an hour that begins so many hours from now, at the office."""
    start = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jakarta")) + timedelta(hours=hours)
    return f"{start:%H}:00-{start + timedelta(hours=1):%H}:00"


def looks(desk: Desk) -> list[Observation]:
    with Store.open(desk.folder / "secscan.db") as store:
        (run,) = store.runs()
        return [seen for batch in store.batches(run.id) for seen in store.observations(run.id, batch.key)]


def state(desk: Desk) -> RunState:
    with Store.open(desk.folder / "secscan.db") as store:
        (run,) = store.runs()
        return run.state


def test_outside_its_hours_a_scan_sends_nothing_and_ctrl_c_leaves_it_resumable(tmp_path: Path) -> None:
    with listening(IP, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK)
        profile = small_profile(tmp_path, ports=[])
        window = later(5)
        plan = desk.run("plan", "--profile", profile, "--hours", window)
        assert window in plan.stderr
        process = desk.start("scan", "--profile", profile, "--hours", window)
        assert process.stderr is not None
        said = [process.stderr.readline()]
        while "dijeda" not in said[-1]:
            assert said[-1], said
            said.append(process.stderr.readline())
        assert f"{window[:5]} WIB" in said[-1]
        assert state(desk) is RunState.INTERRUPTED
        process.send_signal(signal.SIGINT)
        code, _, rest = finish(process, 10)
        assert code in (130, -signal.SIGINT)
        assert "--resume" in rest
        assert server.events == []
        again = desk.start("scan", "--resume")
        assert again.stderr is not None
        while "dijeda" not in again.stderr.readline():
            pass
        assert server.events == [], "resumed, it waits for its own hours"
        again.send_signal(signal.SIGTERM)
        finish(again, 10)


def test_a_scan_begins_by_itself_when_its_hours_do(tmp_path: Path) -> None:
    zone = ZoneInfo("Asia/Jakarta")
    opens = (datetime.now(zone) + timedelta(seconds=75)).replace(second=0, microsecond=0)
    with listening(IP, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK)
        window = f"{opens:%H:%M}-{opens + timedelta(hours=1):%H:%M}"
        process = desk.start("scan", "--profile", small_profile(tmp_path, ports=[]), "--hours", window)
        wait_until(lambda: bool(server.events) or process.poll() is not None, "the hours begin", 120)
        assert datetime.now(zone) >= opens, "not before"
        code, _, said = finish(process, 60)
        assert code == 0, said
        assert "dijeda" in said
        assert f"{opens:%H:%M} WIB" in said
        assert len(server.requests) == len(set(server.requests)) > 10
    assert state(desk) is RunState.FINISHED


def test_hours_in_the_settings_may_be_widened_before_going_on(tmp_path: Path) -> None:
    with listening(IP, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK)
        profile = small_profile(tmp_path, ports=[])
        desk.env["SECSCAN_SCAN_HOURS"] = later(5)
        process = desk.start("scan", "--profile", profile)
        assert process.stderr is not None
        while "dijeda" not in process.stderr.readline():
            pass
        process.kill()
        finish(process)
        desk.env["SECSCAN_SCAN_HOURS"] = later(0)
        desk.run("scan", "--resume")
        assert len(server.requests) > 10
        assert state(desk) is RunState.FINISHED


def test_a_stopped_scanner_blames_nobody_and_goes_on(tmp_path: Path) -> None:
    """SIGSTOP stands in for the lid of a laptop: connections die, and deadlines pass that nobody could keep."""
    with (
        listening(IP, 0, pages(GOOD, pause=0.1)) as server,
        listening("127.67.1.2", 0, pages(GOOD, pause=0.1)) as other,
    ):
        apps = {"satu": f"http://{server.url}/", "dua": f"http://{other.url}/"}
        desk = workspace(tmp_path, apps, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path, app_deadline=12))
        wait_until(lambda: len(server.requests) > 5 and len(other.requests) > 5, "both apps were asked", 40)
        process.send_signal(signal.SIGSTOP)
        time.sleep(14)
        process.send_signal(signal.SIGCONT)
        code, _, said = finish(process, 90)
        assert code == 0, said
        assert "terhenti sejenak" in said
        seen = looks(desk)
        assert [one for one in seen if one.status in (Status.TIMEOUT, Status.ERROR, Status.REFUSED)] == []
        assert not [one for one in seen if one.reason is not None and one.reason.value == "timeout"]
        for one in (server, other):
            assert len(one.requests) - len(set(one.requests)) <= 1, "at most the look in flight is taken again"


NETLESS = """
import os, subprocess, sys, time
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
sys.path.insert(0, {root!r})
from pathlib import Path
from secscan.store.store import Store
from tests.integration.test_pauses import IP, NETWORK, looks, state
from tests.lab.programs import wait_until
from tests.scan_support import GOOD, finish, listening, pages, small_profile, workspace
folder = Path({folder!r})
with listening(IP, 0, pages(GOOD, pause=0.1)) as server:
    desk = workspace(folder, {{"satu": "http://" + server.url + "/"}}, NETWORK)
    process = desk.start("scan", "--profile", small_profile(folder, ports=[]))
    wait_until(lambda: len(server.requests) > 5, "the app was asked", 40)
    subprocess.run(["ip", "link", "set", "lo", "down"], check=True)
    time.sleep({seconds})
    before = list(server.requests)
    stored = {{seen.job_key: seen for seen in looks(desk)}}
    bad = [seen for seen in stored.values() if seen.status.value in ("timeout", "error", "refused")]
    assert not bad, bad
    if {kill}:
        process.kill()
        finish(process)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    if {kill}:
        process = desk.start("scan", "--resume")
    code, _, said = finish(process, 90)
    assert code == 0, said
    assert state(desk).value == "finished"
    final = {{seen.job_key: seen for seen in looks(desk)}}
    assert all(final[key].taken_at == seen.taken_at for key, seen in stored.items() if seen.status.value == "ok")
    again = len(server.requests) - len(set(server.requests))
    assert again <= 1, server.requests
    print("went on", len(before), len(server.requests))
"""


def _in_a_network_of_its_own(script: str) -> "subprocess.CompletedProcess[str]":
    """Run a script where it may take the interface down without taking anybody else's."""
    probe = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False)
    if probe.returncode != 0:
        pytest.skip("this kernel gives no network namespaces")
    return subprocess.run(
        ["unshare", "-n", sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.mark.parametrize("kill", [False, True], ids=["waits", "killed"])
def test_a_lost_network_blames_nobody_and_the_scan_goes_on(tmp_path: Path, kill: bool) -> None:
    done = _in_a_network_of_its_own(NETLESS.format(root=str(ROOT), folder=str(tmp_path), seconds=4, kill=kill))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "went on" in done.stdout
