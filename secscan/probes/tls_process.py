"""One child program of the TLS probe, seen from its parent: start, talk, replace."""

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

import secscan
from secscan.probes.tls_worker.messages import MAX_LINE, Ask, Closed, Done, ToChild, ToParent

_MODULE = "secscan.probes.tls_worker.serve"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


class ChildEnded(Exception):  # noqa: N818 - an outcome, not a fault
    """The child is gone, or no longer makes sense. The message says how it ended.

    `killed`: from outside, as a machine short of memory does; a crash is a signal of another kind.
    """

    def __init__(self, message: str, *, killed: bool = False) -> None:
        super().__init__(message)
        self.killed = killed


class Child:
    """A child program that is started when it is first needed. One thread uses it at a time."""

    def __init__(self, extra_ca: Sequence[str]) -> None:
        self._extra_ca = tuple(extra_ca)
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""
        self._decoder: msgspec.json.Decoder[ToParent] = msgspec.json.Decoder(Ask | Closed | Done)

    @property
    def pid(self) -> int | None:
        """The process id; None when it does not run."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def begin(self, message: ToChild) -> None:
        """Send the first message of a job, to a new child if the last one has ended. Raises ChildEnded."""
        if self.pid is not None:
            with contextlib.suppress(ChildEnded):
                self.send(message)
                return
        self.end()
        self._start()
        self.send(message)

    def send(self, message: ToChild) -> None:
        """Raises ChildEnded."""
        try:
            stdin, _ = self._pipes()
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

    def end(self) -> None:
        """Kill the child, wherever it is."""
        process, self._process, self._buffer = self._process, None, b""
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise ChildEnded("the TLS worker does not run")
        return process.stdin, process.stdout

    def _fill(self, seconds: float) -> None:
        _, stdout = self._pipes()
        descriptor = stdout.fileno()
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

    def _start(self) -> None:
        """Only what a program needs of the environment goes along: no secrets for a program that meets strangers."""
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["PYTHONPATH"] = str(Path(secscan.__file__).resolve().parent.parent)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", _MODULE, *self._extra_ca],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C is the parent's affair
        )

    def _ended(self) -> ChildEnded:
        code = self._process.wait() if self._process is not None else None
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return ChildEnded(f"the TLS worker ended ({how})", killed=code == -signal.SIGKILL)
