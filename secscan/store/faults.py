"""What can go wrong with a database file, said so that the officer knows what to do."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy.exc import DBAPIError

from secscan.base.errors import SecscanError

FAULTS = {
    "SQLITE_BUSY": "db_busy",
    "SQLITE_LOCKED": "db_busy",
    "SQLITE_FULL": "db_full",
    "SQLITE_IOERR": "db_io",
    "SQLITE_CORRUPT": "db_corrupt",
    "SQLITE_NOTADB": "db_foreign",
    "SQLITE_READONLY": "db_read_only",
    "SQLITE_CANTOPEN": "db_closed",
    "SQLITE_PERM": "db_read_only",
}
"""The code of the sentence for each of SQLite's faults; an extended one (SQLITE_IOERR_READ) begins with its kind."""


@contextmanager
def reported(file: str) -> Iterator[None]:
    """Turns the errors of the database into SecscanErrors; `file` is its place."""
    try:
        yield
    except DBAPIError as error:
        raise _fault(error.orig, file) from error
    except sqlite3.Error as error:
        raise _fault(error, file) from error
    except OSError as error:
        raise SecscanError("db_closed", where=file, values={"detail": str(error.strerror)}) from error
    except (zlib.error, msgspec.DecodeError) as error:
        raise SecscanError("db_record", where=file, values={"detail": str(error)}) from error


def _fault(error: BaseException | None, file: str) -> SecscanError:
    name = getattr(error, "sqlite_errorname", "")
    code = next((code for kind, code in FAULTS.items() if name.startswith(kind)), "db_error")
    return SecscanError(code, where=file, values={"detail": str(error)})
