"""The workers that read bodies (`probes.body_reader`), seen from their parent: ask, end, replace.

Messages are MessagePack, each behind its length.
"""

import os
import queue
import select
import signal
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from secscan.analysis.reading import Manner, Reading
from secscan.base.clock import Clock
from secscan.net.budget import Cancelled
from secscan.probes.nursery import Kind, Nursery, Worker

SECONDS = 10.0
"""The longest that one body is read; the worst page that we know takes half a second."""

LEAST_SECONDS = 1.0
"""For so long a body is read though the time of its batch is over: it has come, and nobody need ask for it again."""

_MOST_BYTES = 64_000_000
"""A longer answer is a fault: of the largest body that is fetched, less than this can be told."""

_TICK = 0.1  # seconds between two looks at deadline and cancellation


LENGTH = 4
"""Bytes of a message's length, big-endian."""


class Question(NamedTuple):
    """A body, the address that its references are relative to, and how it is read."""

    body: bytes
    url: str
    manner: Manner


class Answer(msgspec.Struct, frozen=True, tag=True):
    """What was read."""

    reading: Reading


class Fault(msgspec.Struct, frozen=True, tag=True):
    """A fault of ours, brought out by what a target sent: the exception's name."""

    name: str


def packed(message: Question | Answer | Fault) -> bytes:
    """A message as it goes over the pipe."""
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(LENGTH, "big") + data


class Unread(Exception):  # noqa: N818 - an outcome that becomes an observation
    """A body could not be read; the text says why. `again`: that was not the body's doing."""

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


class BodyReaders:
    """Reads bodies, from any number of threads, with at most `most` workers of that nursery."""

    def __init__(self, most: int, nursery: Nursery, clock: Clock) -> None:
        self._clock = clock
        self._readers = tuple(_Reader(nursery, clock) for _ in range(most))
        self._free: queue.LifoQueue[_Reader] = queue.LifoQueue()
        for reader in reversed(self._readers):
            self._free.put(reader)

    def read(self, body: bytes, url: str, manner: Manner, deadline: float, cancelled: Callable[[], bool]) -> Reading:
        """What `analysis.bodies.read_body` says of a body; `deadline` is in the clock's monotonic seconds.

        Raises Unread when the worker crashed or took too long, or none was free in time, and Cancelled when the scan
        ends.
        """
        question = Question(body, url, manner)
        until = max(self._clock.monotonic() + LEAST_SECONDS, deadline)
        reader = self._take(until, cancelled)
        try:
            return reader.ask(question, until, cancelled)
        except Unread as unread:
            if not unread.again:
                raise
            return reader.ask(question, until, cancelled)
        finally:
            self._free.put(reader)

    def close(self) -> None:
        """End the workers."""
        for reader in self._readers:
            reader.end()

    def _take(self, until: float, cancelled: Callable[[], bool]) -> "_Reader":
        while not cancelled():
            try:
                return self._free.get(timeout=_TICK)
            except queue.Empty:
                if self._clock.monotonic() >= until:
                    raise Unread("no reader was free in time") from None
        raise Cancelled


class _Reader:
    """One worker, forked when it is first needed. One thread uses it at a time."""

    def __init__(self, nursery: Nursery, clock: Clock) -> None:
        self._nursery, self._clock = nursery, clock
        self._worker: Worker | None = None
        self._decoder: msgspec.msgpack.Decoder[Answer | Fault] = msgspec.msgpack.Decoder(Answer | Fault)

    def ask(self, question: Question, until: float, cancelled: Callable[[], bool]) -> Reading:
        """The worker's answer. Whatever else happens, the worker is gone when this raises."""
        try:
            worker = self._sent(packed(question))
            answer = self._decoder.decode(self._heard(worker, until, cancelled))
        except (OSError, msgspec.DecodeError) as error:
            raise self._ended(f"{type(error).__name__}") from None
        except BaseException:
            self.end()
            raise
        if isinstance(answer, Fault):
            raise Unread(f"fault of secscan: {answer.name}")
        return answer.reading

    def end(self) -> int | None:
        """Kill the worker, wherever it is; how it ended, if that is known."""
        worker, self._worker = self._worker, None
        return self._nursery.end(worker) if worker is not None else None

    def _sent(self, message: bytes) -> Worker:
        """The worker that was sent the message: a new one if the last one has ended meanwhile."""
        if self._worker is not None:
            try:
                return self._send(self._worker, message)
            except OSError:
                self.end()
        self._worker = self._nursery.fork(Kind.BODIES)
        if self._worker is None:
            raise Unread("no reader could be started")
        return self._send(self._worker, message)

    @staticmethod
    def _send(worker: Worker, message: bytes) -> Worker:
        worker.stdin.write(message)
        worker.stdin.flush()
        return worker

    def _heard(self, worker: Worker, until: float, cancelled: Callable[[], bool]) -> bytes:
        """The bytes of the next message. Raises OSError at the end of the conversation."""
        until = min(until, self._clock.monotonic() + SECONDS)
        descriptor = worker.stdout.fileno()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        data = bytearray()
        size = LENGTH
        while len(data) < size:
            if not poll.poll(_TICK * 1000):
                if cancelled():
                    raise Cancelled
                if self._clock.monotonic() >= until:
                    raise Unread("a body took too long to read")
                continue
            piece = os.read(descriptor, 1 << 20)
            if not piece:
                raise ConnectionResetError
            data += piece
            if len(data) >= LENGTH:
                size = LENGTH + int.from_bytes(data[:LENGTH], "big")
                if size > _MOST_BYTES:
                    raise OSError("an answer without end")
        return bytes(data[LENGTH:size])

    def _ended(self, what: str) -> Unread:
        code = self.end()
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}, {what}"
        # Killed from outside, as a machine short of memory does; or it had grown, and was about to go.
        return Unread(f"the reader of bodies ended ({how})", again=code in (None, 0, -signal.SIGKILL))
