"""The store of a workspace: everything that was seen, and what became of it.

Every write is on disk when the call returns; an observation is a moment later (see `Intake`). Raises SecscanError, with
what to do, when the database can't be used.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from secscan.model.findings import Finding
from secscan.model.ids import AppId, Fingerprint, JobKey, RunId
from secscan.model.impact import Impact
from secscan.model.jobs import HostBatch, Plan, Refusal
from secscan.model.judgements import Judgement
from secscan.model.observations import Observation
from secscan.model.runs import Run, RunState
from secscan.store import findings as finding_rows
from secscan.store import judgements as judgement_rows
from secscan.store import observations as looks
from secscan.store import runs as run_rows
from secscan.store.engine import make_engine
from secscan.store.faults import reported
from secscan.store.observations import Intake
from secscan.store.runs import AppBatches, AppRun
from secscan.store.schema import BatchState
from secscan.store.upgrade import upgrade
from secscan.store.writer import Work, Writer


class Store:
    """An open database. Any thread may use it; close it, or use it as a context manager."""

    def __init__(self, engine: Engine, file: str) -> None:
        self._engine = engine
        self._file = file
        self._writer = Writer(engine)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file, making or upgrading it if need be."""
        with reported(str(path)):
            engine = make_engine(path)
            try:
                upgrade(engine, str(path))
            except BaseException:
                engine.dispose()
                raise
        return cls(engine, str(path))

    def close(self) -> None:
        """Finish what is being written, and close the file."""
        self._writer.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def create_run(self, run: Run, plan: Plan, app_batches: AppBatches) -> None:
        """Store a new run. `app_batches` names every app of the run, with no batches for one that is refused."""
        self._write(lambda connection: run_rows.create(connection, run, plan, app_batches))

    def replan(self, run_id: RunId, plan: Plan, app_batches: AppBatches) -> None:
        """Give an interrupted run a new plan: finished batches stay, unfinished ones not in it are dropped."""
        self._write(lambda connection: run_rows.replan(connection, run_id, plan, app_batches))

    def set_state(self, run_id: RunId, state: RunState, at: datetime) -> None:
        """Note how far a run came; `at` is its end when it finished."""
        self._write(lambda connection: run_rows.set_state(connection, run_id, state, at))

    def finish_batch(self, run_id: RunId, batch_key: str, impact: Impact | None) -> None:
        """Note that a batch is done, with its impact receipt."""
        self._write(lambda connection: run_rows.finish_batch(connection, run_id, batch_key, impact))

    def intake(self, run_id: RunId, batch_key: str) -> Intake:
        """Where the observations of a batch go. Settle it before they are read, or the batch is finished."""
        return Intake(self._writer, self._file, run_id, batch_key)

    def run(self, run_id: RunId) -> Run | None:
        with reported(self._file):
            return next(iter(run_rows.runs(self._engine, run_id)), None)

    def runs(self) -> tuple[Run, ...]:
        """All runs, the newest first."""
        with reported(self._file):
            return run_rows.runs(self._engine)

    def newest_interrupted(self) -> Run | None:
        """The newest run that did not finish: stopped, or (state `running`) killed or going on elsewhere."""
        with reported(self._file):
            unfinished = (RunState.INTERRUPTED, RunState.RUNNING)
            return next(iter(run_rows.runs(self._engine, states=unfinished)), None)

    def plan(self, run_id: RunId) -> Plan | None:
        """The plan of a run, as it stands after any resumption."""
        with reported(self._file):
            return run_rows.plan(self._engine, run_id)

    def batches(self, run_id: RunId) -> tuple[HostBatch, ...]:
        """The batches of a run, finished or not."""
        with reported(self._file):
            return run_rows.batches(self._engine, run_id, (BatchState.PENDING, BatchState.FINISHED))

    def unfinished_batches(self, run_id: RunId) -> tuple[HostBatch, ...]:
        """The batches that still have to be done."""
        with reported(self._file):
            return run_rows.batches(self._engine, run_id, (BatchState.PENDING,))

    def observations(self, run_id: RunId, batch_key: str | None = None) -> Iterator[Observation]:
        """The observations of a run, or of one batch, in the order they were stored. Memory stays flat in their
        number."""
        with reported(self._file):
            yield from looks.observations(self._engine, run_id, batch_key)

    def picked(self, run_id: RunId, batches: Collection[str], keys: Collection[JobKey]) -> dict[JobKey, Observation]:
        """The observations of a run with these job keys, by key; of these batches, or of any where none is named."""
        with reported(self._file):
            return looks.picked(self._engine, run_id, batches, keys) if keys else {}

    def body(self, digest: str) -> bytes | None:
        """The masked body that an exchange names."""
        with reported(self._file):
            return looks.body(self._engine, digest)

    def latest_runs(
        self, limit: int = 5, run_id: RunId | None = None, before: datetime | None = None
    ) -> dict[AppId, tuple[AppRun, ...]]:
        """For each app its newest runs (at most `limit` of each scan profile, newest first) in which all its batches
        are finished, or which refused it; with `run_id` only that run, with `before` only runs that began earlier."""
        with reported(self._file):
            return run_rows.latest(self._engine, limit, run_id, before)

    def impacts(self, run_id: RunId) -> tuple[Impact, ...]:
        with reported(self._file):
            return run_rows.impacts(self._engine, run_id)

    def refusals(self, run_id: RunId) -> tuple[Refusal, ...]:
        with reported(self._file):
            return run_rows.refusals(self._engine, run_id)

    def findings(self) -> dict[Fingerprint, Finding]:
        """All findings, by fingerprint."""
        with reported(self._file):
            return finding_rows.findings(self._engine)

    def save_findings(self, changed: Iterable[Finding]) -> None:
        """Store findings in one transaction, each in place of its former self."""
        kept = tuple(changed)
        self._write(lambda connection: finding_rows.save(connection, kept))

    def judgements(self) -> dict[AppId, Judgement]:
        """What the last evaluation of each app rested on."""
        with reported(self._file):
            return judgement_rows.judgements(self._engine)

    def save_judgements(self, made: Iterable[Judgement]) -> None:
        """Store evaluations in one transaction, each in place of the app's former one."""
        kept = tuple(made)
        self._write(lambda connection: judgement_rows.save(connection, kept))

    def _write(self, work: Work) -> None:
        with reported(self._file):
            self._writer.run(work)
