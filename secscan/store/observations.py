"""Observations and the masked bodies that they name."""

import zlib
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from secscan.model.enums import Status
from secscan.model.ids import JobKey, RunId
from secscan.model.observations import Observation
from secscan.store.codec import pack, stamp, unpack
from secscan.store.schema import BODIES, OBSERVATIONS
from secscan.store.writer import Work

_PAGE = 256

# Made once: to put a statement together takes longer than to run it.
_KNOWN = select(OBSERVATIONS.c.seq, OBSERVATIONS.c.status).where(
    OBSERVATIONS.c.run_id == bindparam("run_id"),
    OBSERVATIONS.c.batch_key == bindparam("batch_key"),
    OBSERVATIONS.c.job_key == bindparam("job_key"),
)
_FORGET = delete(OBSERVATIONS).where(OBSERVATIONS.c.seq == bindparam("known"))
_ADD = insert(OBSERVATIONS)
_HAS_BODY = select(BODIES.c.digest).where(BODIES.c.digest == bindparam("digest"))
_ADD_BODY = insert(BODIES)


def storing(run: RunId, batch_key: str, seen: Observation, bodies: Mapping[str, bytes]) -> Work:
    """The work that stores one observation with its bodies.

    A later look of the same job replaces an earlier one, but a failed look never one that succeeded.
    """
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
    packed = {digest: zlib.compress(body) for digest, body in bodies.items()}
    job = {"run_id": run, "batch_key": batch_key, "job_key": seen.job_key}

    def work(connection: Connection) -> None:
        known = connection.execute(_KNOWN, job).first()
        if known is not None and known.status == Status.OK and seen.status is not Status.OK:
            return
        if known is not None:
            connection.execute(_FORGET, {"known": known.seq})
        connection.execute(_ADD, row)
        for digest, content in packed.items():
            if connection.execute(_HAS_BODY, {"digest": digest}).first() is None:
                connection.execute(_ADD_BODY, {"digest": digest, "content": content})

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
