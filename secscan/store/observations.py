"""Observations and the masked bodies that they name."""

import threading
import zlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future

from sqlalchemy import ClauseElement, Connection, Engine, bindparam, exists, insert, literal_column, select
from sqlalchemy.dialects import sqlite

from secscan.model.enums import Status
from secscan.model.ids import JobKey, RunId
from secscan.model.observations import Observation
from secscan.model.runs import Bodies
from secscan.store.codec import LEVEL, pack, stamp, unpack
from secscan.store.faults import reported
from secscan.store.schema import BODIES, OBSERVATIONS
from secscan.store.writer import Work, Writer

_PAGE = 256

_KEY = ("run_id", "batch_key", "job_key")
_COLUMNS = (*_KEY, "kind", "probe", "status", "taken_at", "blob")


def _sql(statement: ClauseElement) -> str:
    """The statement in SQLite's words with named parameters. Some thousand a minute are run: put together once and
    handed to the driver, each costs a tenth."""
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))


_SUCCEEDED = exists().where(
    *(OBSERVATIONS.c[name] == bindparam(name) for name in _KEY),
    OBSERVATIONS.c.status == literal_column(f"'{Status.OK}'"),
)
_ADD = insert(OBSERVATIONS).prefix_with("OR REPLACE")
_ADD_SUCCESS = _sql(_ADD.values({name: bindparam(name) for name in _COLUMNS}))
_ADD_FAILURE = _sql(_ADD.from_select(_COLUMNS, select(*map(bindparam, _COLUMNS)).where(~_SUCCEEDED)))
_ADD_BODY = _sql(
    insert(BODIES).prefix_with("OR IGNORE").values(digest=bindparam("digest"), content=bindparam("content"))
)


class Intake:
    """Where the observations of one batch go to the store: a sink."""

    def __init__(self, writer: Writer, file: str, run: RunId, batch_key: str) -> None:
        self._writer, self._file = writer, file
        self._run, self._batch = run, batch_key
        self._lock = threading.Lock()
        self._underway: list[tuple[Future[None], Collection[str]]] = []
        self._kept: set[str] = set()

    def __call__(self, seen: Observation, bodies: Bodies) -> None:
        """Take one observation with its bodies, which is on disk a moment later."""
        new = {digest: body for digest, body in bodies.items() if digest not in self._kept}  # most answers are alike
        work = storing(self._run, self._batch, seen, new)
        with self._lock:
            self._underway.append((self._writer.soon(work), new.keys()))

    def settle(self) -> None:
        """Return once all that was taken is on disk. Raises SecscanError when it could not be, also later."""
        with self._lock:
            waiting = tuple(self._underway)
        with reported(self._file):
            for future, digests in waiting:
                future.result()
                self._kept.update(digests)
        with self._lock:
            self._underway = [one for one in self._underway if not one[0].done() or one[0].exception()]


def storing(run: RunId, batch_key: str, seen: Observation, bodies: Mapping[str, bytes]) -> Work:
    """The work that stores one observation with its bodies.

    A later look of the same job replaces an earlier one, but a failed look never one that succeeded.
    """
    add = _ADD_SUCCESS if seen.status is Status.OK else _ADD_FAILURE
    row = {
        "run_id": run,
        "batch_key": batch_key,
        "job_key": seen.job_key,
        "kind": str(seen.payload.__struct_config__.tag) if seen.payload is not None else "",
        "probe": seen.probe,
        "status": seen.status.value,
        "taken_at": stamp(seen.taken_at),
        "blob": pack(seen),
    }
    packed = [{"digest": digest, "content": zlib.compress(body, LEVEL)} for digest, body in bodies.items()]

    def work(connection: Connection) -> None:
        cursor = connection.connection.cursor()
        cursor.execute(add, row)
        for content in packed:
            cursor.execute(_ADD_BODY, content)

    return work


def observations(engine: Engine, run: RunId, batch_key: str | None) -> Iterator[Observation]:
    """The observations of a run, or of one batch, in the order they were stored; read in pages."""
    query = select(OBSERVATIONS.c.seq, OBSERVATIONS.c.blob).where(OBSERVATIONS.c.run_id == run)
    if batch_key is not None:
        query = query.where(OBSERVATIONS.c.batch_key == batch_key)
    query = query.order_by(OBSERVATIONS.c.seq).limit(_PAGE)
    after = -1
    while True:
        with engine.connect() as connection:
            rows = connection.execute(query.where(OBSERVATIONS.c.seq > after)).all()
        for row in rows:
            yield unpack(row.blob, Observation)
        if len(rows) < _PAGE:
            return
        after = rows[-1].seq


def picked(engine: Engine, run: RunId, batches: Collection[str], keys: Collection[JobKey]) -> dict[JobKey, Observation]:
    """The observations of a run with these job keys, by key; of these batches, or of any where none is named."""
    query = select(OBSERVATIONS.c.blob).where((OBSERVATIONS.c.run_id == run) & OBSERVATIONS.c.job_key.in_(keys))
    if batches:
        query = query.where(OBSERVATIONS.c.batch_key.in_(batches))
    with engine.connect() as connection:
        found = [unpack(blob, Observation) for blob in connection.execute(query).scalars()]
    return {seen.job_key: seen for seen in found}


def body(engine: Engine, digest: str) -> bytes | None:
    """A stored body."""
    with engine.connect() as connection:
        content = connection.execute(select(BODIES.c.content).where(BODIES.c.digest == digest)).scalar()
    return None if content is None else zlib.decompress(content)
