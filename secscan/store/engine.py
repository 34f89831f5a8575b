"""The SQLite engine: write-ahead log, every commit synced to disk, owner-only files."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

BUSY_SECONDS = 10
_OWNER_ONLY = 0o600
_CONNECTIONS = 24


def make_engine(path: Path) -> Engine:
    """An engine on the file, which is made if need be. SQLite gives its log files the same mode."""
    logging.getLogger("sqlalchemy").setLevel(logging.CRITICAL)  # its errors come as exceptions
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
    path.chmod(_OWNER_ONLY)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=_CONNECTIONS,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def for_writing(engine: Engine) -> Connection:
    """A connection whose transactions hold the write lock from their start; the caller closes it."""
    return engine.connect().execution_options(writes=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in such a transaction, committed at the end."""
    with for_writing(engine) as connection, connection.begin():
        yield connection


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, never by the driver
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {setting}").fetchall()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
