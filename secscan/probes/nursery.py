"""The nursery of the workers, seen from its parent: start it, have workers forked, learn how they ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple

import secscan
from secscan.base.errors import UsageError

_MODULE = "secscan.probes.nursery_program"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
_PATIENCE = 60.0  # seconds that the libraries may take to load on a busy machine


NUMBER = 8
"""Bytes of a process id or exit code between the parent and the nursery: big-endian, signed."""


class Kind(StrEnum):
    """What a worker does: look at TLS (`probes.tls_worker`), or read bodies (`probes.body_reader`)."""

    TLS = "tls"
    BODIES = "bodies"


class Worker(NamedTuple):
    """A running worker: its process and our ends of its conversation."""

    pid: int
    stdin: IO[bytes]
    stdout: IO[bytes]


class Nursery:
    """A program that forks workers, started when the first is needed and again if it has ended. Thread-safe.

    `extra_ca` are PEM files of further trusted roots; one that can't be read raises UsageError.
    """

    def __init__(self, extra_ca: Sequence[str]) -> None:
        for name in extra_ca:
            _need_pem(name)
        self._extra_ca = tuple(extra_ca)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Begin to load the libraries, in the program of its own; the first worker waits for what is left of that."""
        with self._lock, contextlib.suppress(OSError):
            self._started()

    def fork(self, kind: Kind) -> Worker | None:
        """A new worker; None when none can be had."""
        with self._lock:
            for _ in range(2):  # once more if the nursery was killed meanwhile
                with contextlib.suppress(OSError):
                    return self._fork(kind)
                self._close()
        return None

    def end(self, worker: Worker) -> int | None:
        """Kill a worker, wherever it is, and tell how it ended: its exit code, or minus the signal; None when nobody
        knows."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)  # one that has ended keeps its process id until we ask
        for stream in (worker.stdin, worker.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                return self._ask(self._control, worker.pid)
        return None

    def close(self) -> None:
        """End the nursery; workers end with their conversations."""
        with self._lock:
            self._close()

    def _fork(self, kind: Kind) -> Worker:
        control = self._started()
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        stdin, stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb", buffering=0)
        try:
            socket.send_fds(control, [kind.value.encode()], [theirs_in, theirs_out])
            return Worker(self._answer(control), stdin, stdout)
        except OSError:
            stdin.close()
            stdout.close()
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)

    def _ask(self, control: socket.socket, pid: int) -> int:
        control.sendall(pid.to_bytes(NUMBER, "big", signed=True))
        return self._answer(control)

    @staticmethod
    def _answer(control: socket.socket) -> int:
        data = control.recv(NUMBER)
        if not data:
            raise ConnectionResetError("the nursery has ended")
        return int.from_bytes(data, "big", signed=True)

    def _started(self) -> socket.socket:
        """Only what a program needs of the environment goes along: no secrets for programs that meet strangers."""
        if self._control is not None:
            return self._control
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["PYTHONPATH"] = str(Path(secscan.__file__).resolve().parent.parent)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-m", _MODULE, *self._extra_ca],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C is the parent's affair
            )
        ours.settimeout(_PATIENCE)
        self._control = ours
        return ours

    def _close(self) -> None:
        control, self._control = self._control, None
        process, self._process = self._process, None
        if control is not None:
            control.close()
        if process is not None:
            process.kill()
            process.wait()


def _need_pem(name: str) -> None:
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise UsageError("unreadable", where=name, values={"detail": str(error.strerror)}) from None
    if b"-----BEGIN CERTIFICATE-----" not in data:
        raise UsageError("no_pem", where=name)
