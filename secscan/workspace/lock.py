"""One writer at a time in a workspace: an advisory lock of the kernel's, gone with the process that holds it."""

import fcntl
import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec

from secscan.base.errors import UsageError
from secscan.workspace.layout import Workspace

_MAX_NOTE = 4096


class Holder(msgspec.Struct, frozen=True):
    """Who holds the lock: the verb, the process and the machine it runs on, since when (UTC)."""

    verb: str
    pid: int
    user: str
    machine: str
    since: datetime


@contextmanager
def locked(workspace: Workspace, verb: str, now: datetime) -> Iterator[None]:
    """Hold the workspace's lock. Raises UsageError naming the holder, if another secscan has it."""
    descriptor = os.open(workspace.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(workspace, descriptor) from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError("no_locks", where=str(workspace.lock), values={"detail": reason}) from None
        holder = Holder(verb, os.getpid(), _user(), socket.gethostname(), now)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(holder), 0)
        yield
    finally:
        os.close(descriptor)


def _busy(workspace: Workspace, descriptor: int) -> UsageError:
    try:
        holder = msgspec.json.decode(os.pread(descriptor, _MAX_NOTE, 0), type=Holder)
    except msgspec.DecodeError:  # it has the lock, and hasn't said who it is yet
        return UsageError("busy_unknown", where=str(workspace.folder))
    values = {
        "verb": holder.verb,
        "pid": str(holder.pid),
        "user": holder.user,
        "machine": holder.machine,
        "since": holder.since.isoformat(timespec="seconds"),
    }
    return UsageError("busy", where=str(workspace.folder), values=values)


def _user() -> str:
    """The user's name; containers may run under a number that has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
