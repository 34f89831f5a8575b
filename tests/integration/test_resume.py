"""A killed scan that goes on in a changed world: permits are read anew, and a moved name is a new address."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lab.desk import Desk, day, outcomes, permit
from tests.lab.names import Names, name_server
from tests.lab.programs import wait_until
from tests.lab.small import NOT_FOUND, Reply, SmallServer, small_server
from tests.lab.wire import wire

OLD, NEW, RESOLVER = "127.3.7.1", "127.3.7.2", "127.3.7.250"
HOST, PORT = "lanjut.go.id", 18085
PAGE = "<!doctype html><html lang='id'><title>Layanan</title><h1>Layanan</h1><p>Selamat datang."


class Setting:
    """The same app at its old and its new address, slow enough to be interrupted."""

    def __init__(self, desk: Desk, names: Names, old: SmallServer, new: SmallServer) -> None:
        self.desk, self.names, self.old, self.new = desk, names, old, new

    def register(self, **changes: str) -> None:
        self.desk.register(
            opd=[{"id": "kominfo", "nama": "Dinas Kominfo"}],
            apps=[{"id": "layanan", "opd": "kominfo", "nama": "Layanan", "url": f"http://{HOST}:{PORT}/"}],
            permits=[permit("094/1/LANJUT", f"layanan {OLD} {NEW}", **changes)],
        )

    def interrupt(self) -> None:
        """Start a scan and kill it in the middle of its requests."""
        process = self.desk.start("scan")
        wait_until(lambda: len(self.old.asked) >= 6, "the app was asked some times")
        process.kill()
        process.communicate(timeout=10)
        time.sleep(0.5)


def slowly(_host: str, path: str) -> Reply:
    time.sleep(0.12)
    return Reply(PAGE) if path == "/" else NOT_FOUND


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[Setting]:
    with ExitStack() as stack:
        names = stack.enter_context(name_server(RESOLVER, {HOST: OLD}))
        old = stack.enter_context(small_server(OLD, slowly, PORT))
        new = stack.enter_context(small_server(NEW, slowly, PORT))
        desk = Desk(tmp_path / "kerja")
        desk.init(
            scan={"rate": 300, "max_connections": 1, "port_rate": 3000},
            dns={"resolver": names.place},
            domains={"official": [HOST]},
        )
        found = Setting(desk, names, old, new)
        found.register()
        yield found


def test_nothing_is_repeated_and_nothing_is_left_out(setting: Setting) -> None:
    setting.interrupt()
    before = len(setting.old.asked)
    setting.desk.run("scan", "--resume")
    asked = setting.old.asked
    again = [one for one in asked[before:] if one in asked[: before - 1]]
    assert again == [], "the last request before the kill may have lost its answer; no other"
    assert outcomes(setting.desk.report())["layanan", "SS-DAT-01"] == "pass"
    told = setting.desk.run("scan", "--resume", code=2).stderr
    assert "->" in told


def test_a_permit_that_ended_meanwhile_ends_the_scan(setting: Setting) -> None:
    setting.interrupt()
    setting.register(berlaku_dari=day(-60), berlaku_sampai=day(-2))
    with wire("127.3.7.0/24") as seen:
        done = setting.desk.run("scan", "--resume", code=4)
        assert seen.addresses() <= {RESOLVER}
    assert "094/1/LANJUT" in done.stderr


def test_a_moved_name_is_a_new_address(setting: Setting) -> None:
    setting.interrupt()
    setting.names.table[HOST] = NEW
    with wire(f"{OLD}/32") as seen:
        setting.desk.run("scan", "--resume")
        assert seen.addresses() == set()
    report = setting.desk.report()
    assert {one["ip"] for one in report["impact"]} == {NEW}
    assert outcomes(report)["layanan", "SS-DAT-01"] == "pass"
    assert "/" in setting.new.paths(), "nothing seen at the old address speaks for the new one"


def test_a_name_that_moved_out_of_the_permits_is_refused(setting: Setting) -> None:
    setting.interrupt()
    setting.names.table[HOST] = "127.3.8.1"
    with wire("127.3.7.0/30", "127.3.8.0/24") as seen:
        done = setting.desk.run("scan", "--resume", code=4)
        assert seen.addresses() == set()
    assert "127.3.8.1" in done.stderr
