"""When a scan rests: by a clock that only sleeping moves."""

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest

from secscan.base.errors import SecscanError
from secscan.model.jobs import HostBatch, Pace
from secscan.model.register import Hours, Permit
from secscan.model.settings import Settings
from secscan.net.outages import Outages
from secscan.workflows import pausing
from secscan.workflows.pausing import NETWORK_PATIENCE, Pause, local_time, pause_for, wait_out
from tests.net_support import LOOPBACK
from tests.unit.registers import permit

NIGHT = Hours(time(20), time(5))
SETTINGS = Settings()


class Moving:
    """Starts at 15:00 WIB on 1 October 2026; `sleep` moves both of its clocks."""

    def __init__(self) -> None:
        self.slept = 0.0

    def now(self) -> datetime:
        return datetime(2026, 10, 1, 8, tzinfo=UTC) + timedelta(seconds=self.slept)

    def monotonic(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


def batch(*permits: Permit) -> HostBatch:
    return HostBatch(
        ip=LOOPBACK, jobs=(), names=(), apps=(), pace=Pace(10, 4, 100), deadline=90, permits=tuple(permits)
    )


def with_hours(hours: Hours) -> Settings:
    return msgspec.structs.replace(SETTINGS, scan=msgspec.structs.replace(SETTINGS.scan, hours=hours))


def test_the_pause_lasts_until_the_first_of_the_hours() -> None:
    clock = Moving()
    late = batch(permit("a", hours=Hours(time(22), time(4))))
    evening = batch(permit("a", hours=NIGHT))
    pause = pause_for((late, evening), SETTINGS, clock)
    assert pause.until == datetime(2026, 10, 1, 13, tzinfo=UTC)
    assert pause.until is not None
    assert f"{pause.until:%H:%M}" == "20:00"
    assert pause_for((late,), with_hours(NIGHT), clock).until == datetime(2026, 10, 1, 15, tzinfo=UTC)


def test_nothing_closed_is_no_pause() -> None:
    assert pause_for((batch(permit("a")),), SETTINGS, Moving()).until is None


def test_waiting_ends_at_the_opening_and_not_before() -> None:
    clock = Moving()
    until = local_time(SETTINGS, clock) + timedelta(hours=5)
    wait_out(Pause(until), LOOPBACK, Outages(clock), clock)
    assert clock.slept == pytest.approx(5 * 3600)


def test_a_network_that_comes_back_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Moving()
    outages = Outages(clock)
    outages.lose_network()
    monkeypatch.setattr(pausing, "has_route", lambda _ip: clock.slept >= 30)
    wait_out(Pause(None), LOOPBACK, outages, clock)
    assert clock.slept == 30
    assert not outages.network_lost


def test_a_network_that_stays_away_ends_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Moving()
    monkeypatch.setattr(pausing, "has_route", lambda _ip: False)
    with pytest.raises(SecscanError, match="network_lost"):
        wait_out(Pause(None), LOOPBACK, Outages(clock), clock)
    assert clock.slept == NETWORK_PATIENCE
