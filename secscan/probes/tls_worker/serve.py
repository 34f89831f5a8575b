"""The worker: one job at a time from a pipe, one JSON object a line, until the pipe ends.

A native crash in a TLS library ends this process and nothing else. It ends at once when its parent does.
"""

import os
import queue
import threading
from datetime import UTC, datetime
from typing import BinaryIO

import msgspec

from secscan.model.enums import Reason, Status
from secscan.probes.tls_worker.assess import assess, take_certificate
from secscan.probes.tls_worker.line import Enough, Line
from secscan.probes.tls_worker.messages import Ask, Closed, Done, Go, Halt, Job, ToChild, ToParent
from secscan.probes.tls_worker.trust import TrustStore


class Pipe:
    """The two ends of the conversation. A thread reads, so that the parent's end is noticed in the middle of a job."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._messages: queue.SimpleQueue[ToChild] = queue.SimpleQueue()
        self._decoder = msgspec.json.Decoder(Job | Go | Halt)
        threading.Thread(target=self._read, daemon=True).start()

    def get(self) -> ToChild:
        return self._messages.get()

    def put(self, message: ToParent) -> None:
        self._outgoing.write(msgspec.json.encode(message) + b"\n")
        self._outgoing.flush()

    def _read(self) -> None:
        for line in self._incoming:
            self._messages.put(self._decoder.decode(line))
        os._exit(0)


class AskParent:
    """Permission from the parent, over the pipe."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def ask(self) -> None:
        self._pipe.put(Ask())
        if not isinstance(self._pipe.get(), Go):
            raise Enough("stopped")

    def closed(self, closed: Closed) -> None:
        self._pipe.put(closed)


def serve(pipe: Pipe, store: TrustStore) -> None:
    """Do jobs until the pipe ends."""
    while True:
        job = pipe.get()
        if not isinstance(job, Job):
            continue
        line = Line(job.ip, job.port, AskParent(pipe), job.seconds)
        try:
            now = datetime.now(UTC)
            if job.certificate_only:
                done = take_certificate(line, job.server_name, store, now)
            else:
                done = assess(line, job.server_name, store, now, job.reference)
        except Enough as enough:
            done = Done(status=Status.TIMEOUT, reason=Reason.TIMEOUT, detail=str(enough))
        except Exception as error:  # one strange server must not cost the others their child
            done = Done(status=Status.ERROR, reason=Reason.ERROR, detail=f"{type(error).__name__}: {error}"[:200])
        pipe.put(done)
