"""One worker of the TLS probe, seen from its parent: start, talk, replace."""

import contextlib
import os
import select
import signal

import msgspec

from secscan.probes.nursery import Kind, Nursery, Worker
from secscan.probes.tls_worker.messages import MAX_LINE, Ask, Closed, Done, ToChild, ToParent

JOBS = 40
"""After so many a worker makes room for a fresh one: it grows by a tenth of a megabyte a job, and to fork takes less
than a handshake."""


class ChildEnded(Exception):  # noqa: N818 - an outcome, not a fault
    """The child is gone, or no longer makes sense. The message says how it ended.

    `killed`: from outside, as a machine short of memory does; a crash is a signal of another kind.
    """

    def __init__(self, message: str, *, killed: bool = False) -> None:
        super().__init__(message)
        self.killed = killed


class Child:
    """A worker that is forked when it is first needed. One thread uses it at a time."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._worker: Worker | None = None
        self._buffer = b""
        self._jobs = 0
        self._decoder: msgspec.json.Decoder[ToParent] = msgspec.json.Decoder(Ask | Closed | Done)

    @property
    def pid(self) -> int | None:
        """The process id; None before the first job and after the end."""
        return self._worker.pid if self._worker is not None else None

    def begin(self, message: ToChild) -> None:
        """Send the first message of a job, to a new worker if the last one has ended. Raises ChildEnded."""
        if self._worker is not None and self._jobs < JOBS:
            with contextlib.suppress(ChildEnded):
                self.send(message)
                self._jobs += 1
                return
        self.end()
        self._worker, self._jobs = self._nursery.fork(Kind.TLS), 1
        self.send(message)

    def send(self, message: ToChild) -> None:
        """Raises ChildEnded."""
        try:
            stdin = self._running().stdin
            stdin.write(msgspec.json.encode(message) + b"\n")
            stdin.flush()
        except OSError:
            raise self._ended() from None

    def receive(self, seconds: float) -> ToParent | None:
        """The next message, or None when none came in that time. Raises ChildEnded."""
        if b"\n" not in self._buffer:
            self._fill(seconds)
        line, newline, rest = self._buffer.partition(b"\n")
        if not newline:
            return None
        self._buffer = rest
        try:
            return self._decoder.decode(line)
        except msgspec.DecodeError:
            raise ChildEnded("the TLS worker talks nonsense") from None

    def end(self) -> int | None:
        """Kill the worker, wherever it is; how it ended, if that is known."""
        worker, self._worker, self._buffer = self._worker, None, b""
        return self._nursery.end(worker) if worker is not None else None

    def _running(self) -> Worker:
        if self._worker is None:
            raise ChildEnded("the TLS worker does not run")
        return self._worker

    def _fill(self, seconds: float) -> None:
        descriptor = self._running().stdout.fileno()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        if not poll.poll(max(0.0, seconds) * 1000):
            return
        data = os.read(descriptor, 65536)
        if not data:
            raise self._ended()
        self._buffer += data
        if len(self._buffer) > MAX_LINE:
            raise ChildEnded("the TLS worker talks without end")

    def _ended(self) -> ChildEnded:
        """That the worker is gone. One of which nobody knows how it ended was killed with its nursery."""
        code = self.end()
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return ChildEnded(f"the TLS worker ended ({how})", killed=code is None or code == -signal.SIGKILL)
