"""What can go wrong with a database file, said so that the officer knows what to do."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy.exc import DBAPIError

from secscan.base.errors import SecscanError

_RESTORE = (
    "keep a copy of the file, then restore it from a backup, or rescue what is readable with "
    "`sqlite3 FILE .recover | sqlite3 NEW`"
)
_FAULTS: dict[str, tuple[str, str]] = {
    "SQLITE_BUSY": ("the database is in use", "another secscan works in this workspace: wait until it ends"),
    "SQLITE_LOCKED": ("the database is in use", "another secscan works in this workspace: wait until it ends"),
    "SQLITE_FULL": (
        "the disk is full; what was stored before is safe",
        "free some space, then go on with `secscan scan --resume`",
    ),
    "SQLITE_IOERR": (
        "the disk cannot be read or written; what was stored before is safe",
        "check the disk and its free space, then go on with `secscan scan --resume`",
    ),
    "SQLITE_CORRUPT": ("the database is damaged", _RESTORE),
    "SQLITE_NOTADB": ("the file is not a secscan database", _RESTORE),
    "SQLITE_READONLY": ("the database may not be written to", "check the owner and mode of the file and its folder"),
    "SQLITE_CANTOPEN": ("the database cannot be opened", "check that its folder exists and belongs to you"),
    "SQLITE_PERM": ("the database may not be opened", "check the owner and mode of the file and its folder"),
}


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
        raise SecscanError(
            f"the database cannot be opened: {error.strerror}",
            where=file,
            advice="check that the folder exists and belongs to you",
        ) from error
    except (zlib.error, msgspec.DecodeError) as error:
        raise SecscanError(f"a record of the database cannot be read: {error}", where=file, advice=_RESTORE) from error


def _fault(error: BaseException | None, file: str) -> SecscanError:
    name = getattr(error, "sqlite_errorname", "")
    kind = next((known for known in _FAULTS if name.startswith(known)), "")
    message, advice = _FAULTS.get(kind, (f"the database refused: {error}", "report this as a bug of secscan"))
    return SecscanError(message, where=file, advice=advice)
