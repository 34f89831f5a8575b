"""A scan that is killed at any moment goes on with --resume: nothing stored is lost, repeated, or told otherwise."""

import contextlib
import random
import signal
import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from secscan.model.enums import Status
from secscan.model.ids import RunId
from secscan.model.observations import Observation
from secscan.model.runs import RunState
from secscan.store.store import Store
from tests.certificate_support import authority, leaf, write
from tests.lab.desk import Desk, permit
from tests.lab.names import name_server
from tests.lab.programs import wait_until
from tests.scan_support import (
    GOOD,
    LETTER,
    Counting,
    descendants,
    finish,
    give_register,
    html,
    kill,
    listening,
    pages,
    small_profile,
    workspace,
)

NETWORK = "127.0.43.0/24"
FIRST, SECOND = "127.0.43.1", "127.0.43.2"
KILLS = 50
LIFE = 0.9
"""Seconds that a scan lives at most between its first word and its end."""
START_UP = 0.1
"""The share of kills that may come while the program is still starting."""
LOGIN = html(
    "<form method='post' action='/masuk'><input name='nip'><input type='password' name='sandi'></form>",
    "Set-Cookie: PHPSESSID=abcdef0123456789abcdef0123; path=/",
    "Server: nginx/1.14.2",
)


@dataclass
class Fleet:
    """Two addresses with three apps, one of them over TLS."""

    folder: Path
    servers: list[Counting]
    desk: Desk
    profile: Path
    network: str = NETWORK
    apps: dict[str, str] = field(default_factory=dict)

    def asked(self) -> list[str]:
        """All requests that arrived so far, as the job keys of a scan name them."""
        found: list[tuple[float, str]] = []
        for server in self.servers:
            scheme = "https" if server.port == self.servers[1].port else "http"
            for moment, what in list(server.events):
                if what == "connect":
                    continue
                method, path, _, view = (*what.split(" "), "secscan")[:4]
                found.append((moment, f"http|{method}|{view}|{scheme}://{server.url}{path}"))
        return [key for _, key in sorted(found)]


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    folder = tmp_path_factory.mktemp("fleet")
    root = authority("Otoritas Uji")
    (folder / "ca.pem").write_bytes(root.pem)
    crt, key = write(folder, leaf(root, SECOND), name="second")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    head = b"ref: refs/heads/main\n"
    found = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(head)
    leaky = {**GOOD, "/": LOGIN, "/.git/HEAD": found + head}
    with (
        listening(FIRST, 0, pages(GOOD, pause=0.03)) as plain,
        listening(SECOND, 0, pages(GOOD, context, pause=0.03)) as secure,
        listening(SECOND, 0, pages(leaky, pause=0.03)) as other,
    ):
        apps = {
            "biasa": f"http://{plain.url}/",
            "aman": f"https://{secure.url}/",
            "bocor": f"http://{other.url}/",
        }
        desk = workspace(folder, apps, NETWORK, tls={"extra_ca": [str(folder / "ca.pem")]})
        ports = [21, 22, plain.port, secure.port, other.port, 3306]
        yield Fleet(folder, [plain, secure, other], desk, small_profile(folder, ports=ports), apps=apps)


def judged(report: dict[str, Any]) -> dict[str, Any]:
    """A report without what two runs differ in: times, ids, counts of what was sent."""
    findings = sorted(
        (f["fingerprint"], f["check"], f["outcome"], f["severity"], str(f["facts"])) for f in report["findings"]
    )
    return {
        "scores": {app["id"]: app["score"] for app in report["apps"]},
        "findings": findings,
        "results": sorted((r["app"], r["control"], r["outcome"], str(r["reason"])) for r in report["results"]),
        "software": sorted((s["app"], s["product"], str(s["versions"])) for s in report["software"]),
    }


def stored(desk: Desk, before: frozenset[RunId] = frozenset()) -> tuple[dict[str, Observation], bool]:
    """What the newest run has stored, without what was skipped, and whether it is finished; nothing where that run is
    one of those before."""
    with Store.open(desk.folder / "secscan.db") as store:
        runs = [run for run in store.runs()[:1] if run.id not in before]
        looks = store.observations(runs[0].id) if runs else ()
        kept = {seen.job_key: seen for seen in looks if seen.status is not Status.SKIPPED}
        return kept, bool(runs) and runs[0].state is RunState.FINISHED


@pytest.fixture(scope="module")
def undisturbed(fleet: Fleet) -> dict[str, Any]:
    """The second scan of two: what compares a page with an earlier one then has something to compare."""
    for _ in range(2):
        fleet.desk.run("scan", "--profile", fleet.profile)
    return judged(fleet.desk.report())


def runs_of(desk: Desk) -> frozenset[RunId]:
    with Store.open(desk.folder / "secscan.db") as store:
        return frozenset(run.id for run in store.runs())


class Killing:
    """Ends running scans at moments that a seed chooses, in the ways in which scans really end: the program alone, all
    of it at once as a power cut does, or one of its children and the rest a moment later."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.kills = 0
        self.ways: Counter[str] = Counter()

    def strike(self, process: "subprocess.Popen[str]") -> bool:
        """Wait for a moment, then kill; False when the scan was over before."""
        if self._chance.random() > START_UP:
            _first_line(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(self._chance.uniform(0.0, LIFE))
            return False
        children = list(descendants(process.pid))
        way = self._chance.choices(("program", "power", "child"), (4, 4, 2))[0]
        if way == "child" and children:
            kill(self._chance.choice(children))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(self._chance.uniform(0.0, LIFE / 2))
        for pid in (process.pid, *(children if way == "power" else ())):
            kill(pid)
        finish(process)
        self.kills += 1
        self.ways[way] += 1
        return True


def _first_line(process: "subprocess.Popen[str]") -> None:
    """Wait until the scan says that its plan stands; whatever it says, or its end, will do."""
    assert process.stderr is not None
    process.stderr.readline()


def test_killed_fifty_times_it_ends_as_if_it_had_not_been(fleet: Fleet, undisturbed: dict[str, Any]) -> None:
    """No stored observation is lost, and no job repeated whose result was stored: the servers' logs prove it."""
    killing = Killing(20261001)
    scans = stored_looks = 0
    while killing.kills < KILLS:
        scans += 1
        began, before = len(fleet.asked()), runs_of(fleet.desk)
        marks: list[tuple[dict[str, Observation], int]] = []
        process = fleet.desk.start("scan", "--profile", fleet.profile)
        while killing.strike(process):
            newest, done = stored(fleet.desk, before)
            if done:
                break
            marks.append((newest, len(fleet.asked())))
            begun = bool(runs_of(fleet.desk) - before)
            process = fleet.desk.start("scan", *(["--resume"] if begun else ["--profile", str(fleet.profile)]))
        code, _, said = finish(process)
        assert code in (0, -signal.SIGKILL), said
        (final, done), asked = stored(fleet.desk), fleet.asked()
        assert done
        for kept, position in marks:
            assert {key: final[key].taken_at for key in kept} == {key: seen.taken_at for key, seen in kept.items()}
            assert kept.keys().isdisjoint(asked[position:])
            stored_looks += len(kept)
        again = Counter(asked[began:])
        assert sum(count - 1 for count in again.values()) <= len(fleet.servers) * len(marks), "but for looks in flight"
        assert judged(fleet.desk.report()) == undisturbed
    print(f"\n{killing.kills} kills ({dict(killing.ways)}) in {scans} scans; {stored_looks} stored looks checked")


def children(process: "subprocess.Popen[str]", name: str) -> list[int]:
    """The child programs of a scan by that name. Workers are forked from their nursery and look like it, but are its
    children."""
    if name == "worker":
        return [pid for nursery in children(process, "nursery")[:1] for pid in descendants(nursery)]
    return [pid for pid, command in descendants(process.pid).items() if name in command]


@pytest.mark.parametrize("name", ["nursery", "worker", "nmap"])
def test_a_killed_child_costs_nothing(fleet: Fleet, undisturbed: dict[str, Any], name: str) -> None:
    """The machine ran out of memory and killed a child program: the look is taken again."""
    process = fleet.desk.start("scan", "--profile", fleet.profile)
    victims: list[int] = []

    def runs() -> bool:
        victims[:] = children(process, name)
        return bool(victims)

    wait_until(runs, f"{name} runs", 30)
    kill(victims[0])
    code, _, said = finish(process)
    assert code == 0, said
    assert judged(fleet.desk.report()) == undisturbed


@pytest.fixture
def interrupted(tmp_path: Path) -> Iterator[tuple[Desk, Counting, Counting, dict[str, str]]]:
    """A scan of two slow apps by name, killed after the first pages; the name server's table may be changed."""
    table = {"satu.contoh.go.id": FIRST, "dua.contoh.go.id": SECOND}
    with (
        name_server("127.0.43.53", table) as names,
        listening(FIRST, 0, pages(GOOD, pause=0.1)) as one,
        listening(SECOND, one.port, pages(GOOD, pause=0.1)) as two,
    ):
        apps = {"satu": f"http://satu.contoh.go.id:{one.port}/", "dua": f"http://dua.contoh.go.id:{one.port}/"}
        desk = workspace(tmp_path, apps, f"*.contoh.go.id {NETWORK}", dns={"resolver": names.place})
        process = desk.start("scan", "--profile", small_profile(tmp_path), "--rate", "50")
        wait_until(lambda: len(one.requests) > 3 and len(two.requests) > 3, "both apps were asked", 30)
        kill(process.pid)
        finish(process)
        names.table.clear()
        names.table.update(table)
        yield desk, one, two, names.table  # type: ignore[misc]


def test_a_permit_that_ended_meanwhile_sends_nothing(
    interrupted: tuple[Desk, Counting, Counting, dict[str, str]], tmp_path: Path
) -> None:
    desk, one, two, _ = interrupted
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    over = permit(LETTER, f"*.contoh.go.id {NETWORK}", berlaku_sampai=yesterday)
    apps = {name: f"http://{name}.contoh.go.id:{one.port}/" for name in ("satu", "dua")}
    give_register(desk, tmp_path, apps, [over])
    before = len(one.events) + len(two.events)
    done = desk.run("scan", "--resume", code=4)
    assert LETTER in done.stdout + done.stderr
    assert len(one.events) + len(two.events) == before


def test_a_changed_address_is_a_new_batch(
    interrupted: tuple[Desk, Counting, Counting, dict[str, str]],
) -> None:
    desk, one, two, table = interrupted
    third = "127.0.43.3"
    with listening(third, one.port, pages(GOOD)) as moved:
        table["satu.contoh.go.id"] = third
        before, other_before = len(one.events), len(two.requests)
        desk.run("scan", "--resume")
        assert len(one.events) == before, "nothing more goes to the address that the name has left"
        assert len(moved.requests) > 10
        assert "GET / HTTP/1.1" in moved.requests
        assert "GET / HTTP/1.1" not in two.requests[other_before:]
    report = desk.report()
    addresses = {app["id"]: app.get("addresses") for app in report["apps"]}
    assert third in str(addresses["satu"]) or third in str(report["impact"])


def test_an_app_that_left_the_register_is_left_out(
    interrupted: tuple[Desk, Counting, Counting, dict[str, str]], tmp_path: Path
) -> None:
    desk, one, *_ = interrupted
    apps = {"dua": f"http://dua.contoh.go.id:{one.port}/"}
    give_register(desk, tmp_path, apps, [permit(LETTER, f"*.contoh.go.id {NETWORK}")], "--prune")
    before = len(one.events)
    desk.run("scan", "--resume")
    assert len(one.events) == before
    assert [app["id"] for app in desk.report()["apps"]] == ["dua"]


def test_nothing_to_resume_is_said(tmp_path: Path) -> None:
    with listening(FIRST, 0, pages(GOOD)) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK)
        done = desk.run("scan", "--resume", code=2)
        assert "secscan scan" in done.stderr
        desk.run("scan", "--profile", small_profile(tmp_path))
        desk.run("scan", "--resume", code=2)


def test_a_live_scan_cannot_be_resumed_beside_it(tmp_path: Path) -> None:
    with listening(FIRST, 0, pages(GOOD, pause=0.3)) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path))
        wait_until(lambda: bool(server.requests), "the scan has begun", 30)
        done = desk.run("scan", "--resume", code=2)
        assert str(process.pid) in done.stderr
        process.send_signal(signal.SIGINT)
        finish(process)


def test_the_receipt_of_a_resumed_scan_counts_all_that_arrived(tmp_path: Path) -> None:
    with listening(FIRST, 0, pages(GOOD, pause=0.03)) as server:
        desk = workspace(tmp_path, {"satu": f"http://{server.url}/"}, NETWORK)
        process = desk.start("scan", "--profile", small_profile(tmp_path))
        for _ in range(3):
            count = len(server.requests)
            wait_until(lambda count=count: len(server.requests) > count + 3, "some more pages were asked for", 30)
            process.send_signal(signal.SIGINT)
            finish(process)
            process = desk.start("scan", "--resume")
        code, _, said = finish(process)
        assert code == 0, said
        (impact,) = desk.report()["impact"]
        assert impact["requests"] == len(server.requests)
        assert impact["connections"] == server.connections
