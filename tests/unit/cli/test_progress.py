from datetime import UTC, datetime

import pytest

from secscan.cli.output import Output
from secscan.cli.progress import Lines, watching
from secscan.cli.wording import load_wording
from secscan.model.enums import Intensity, Language, Status
from secscan.model.ids import AppId, JobKey
from secscan.model.jobs import HostBatch, Pace, Plan
from secscan.model.observations import Cost, Observation
from secscan.model.subjects import Host
from secscan.workflows.progress import Silent

WORDING = load_wording("verbs", Language.ID)
BATCH = HostBatch(
    ip="203.0.113.9", jobs=(), names=(), apps=(AppId("a"), AppId("b")), pace=Pace(1.0, 1, 1.0), deadline=1.0
)
PLAN = Plan(
    profile="quick",
    made_at=datetime(2026, 10, 1, tzinfo=UTC),
    intensity=Intensity.STANDARD,
    batches=(BATCH,),
    refusals=(),
)
SEEN = Observation(
    job_key=JobKey("x"),
    subject=Host("203.0.113.9"),
    taken_at=PLAN.made_at,
    probe="web",
    status=Status.OK,
    cost=Cost(requests=3),
)


def test_off_a_terminal_a_plain_line_for_each_step_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(Output(color=True), WORDING) as watcher:
        assert isinstance(watcher, Lines)
        watcher.planned(PLAN, 1)
        watcher.started(BATCH)
        watcher.seen(BATCH, SEEN)
        watcher.seen(BATCH, SEEN)
        watcher.finished(BATCH, lambda: 4)
    streams = capsys.readouterr()
    assert streams.out == ""
    planned, started, finished = streams.err.splitlines()
    assert "1 alamat" in planned
    assert "2 aplikasi" in planned
    assert started.startswith("203.0.113.9: ")
    assert "1/1" in finished
    assert "6 permintaan" in finished
    assert "temuan" not in finished


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(Output(color=False, quiet=True), WORDING) as watcher:
        assert isinstance(watcher, Silent)
        watcher.planned(PLAN, 1)
        watcher.started(BATCH)
        watcher.seen(BATCH, SEEN)
        watcher.finished(BATCH, lambda: 0)
    assert capsys.readouterr().err == ""
