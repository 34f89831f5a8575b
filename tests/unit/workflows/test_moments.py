from datetime import UTC, date, datetime, timedelta

import pytest

from secscan.base.errors import NothingLookedAtError, UsageError
from secscan.model.ids import RunId
from secscan.model.runs import Run, RunOptions, RunState
from secscan.workflows.moments import after_run, at_end_of, at_start_of, newest_two, now

FIRST = datetime(2026, 10, 1, 16, 30, tzinfo=UTC)  # 23:30 in Jakarta


def run(number: int, state: RunState = RunState.FINISHED) -> Run:
    return Run(
        id=RunId(f"2026100{number}-ab{number}"),
        options=RunOptions(profile="standard"),
        state=state,
        started_at=FIRST + timedelta(days=number - 1),
        version="1.0",
        token="q7xk2m9tzw4v",
    )


RUNS = (run(3, RunState.INTERRUPTED), run(2), run(1))


def test_a_scan_names_the_state_until_the_next_one_began() -> None:
    assert after_run(RUNS, RUNS[2].id).before == RUNS[1].started_at
    assert after_run(RUNS, RUNS[0].id).before is None
    assert after_run(RUNS, "20261002").run == RUNS[1]


def test_an_id_must_be_one() -> None:
    with pytest.raises(UsageError) as refused:
        after_run(RUNS, "2026")
    assert (refused.value.code, refused.value.values["count"]) == ("ambiguous_run", "3")
    with pytest.raises(UsageError) as refused:
        after_run(RUNS, "2025")
    assert refused.value.code == "no_such_run"


def test_days_are_those_of_the_office() -> None:
    assert at_start_of(RUNS, date(2026, 10, 2), "Asia/Jakarta").run == RUNS[2]
    assert at_start_of(RUNS, date(2026, 10, 2), "Asia/Jayapura").run is None  # 01:30 of the second day there
    assert at_end_of(RUNS, date(2026, 10, 2), "Asia/Jakarta").run == RUNS[1]
    assert now(RUNS).run == RUNS[0]
    assert now(()).run is None


def test_only_finished_scans_are_taken_by_themselves() -> None:
    assert newest_two(RUNS) == (RUNS[2].id, RUNS[1].id)
    with pytest.raises(NothingLookedAtError):
        newest_two(RUNS[:2])
