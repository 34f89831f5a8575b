"""The line: the child's only way to a target. It asks the parent first, bounds time and bytes, and counts them."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from secscan.probes.tls_worker.messages import Closed

MAX_CONNECTIONS = 40
"""The most connections that one assessment makes; the usual number is about half of it."""

PATIENCE = 10.0
"""Seconds that unanswered connections of one assessment may cost in all: the price of a tarpit."""

HEAD = 128
"""So many bytes of the first answer are kept: enough for a ServerHello up to its compression method."""

FIRST_WAIT = 5.0
_LEAST_WAIT = 2.0
_MAX_BYTES = 400_000


class Enough(Exception):  # noqa: N818 - a decision, not a fault
    """No further connection will be made: what is known by now is the result. The message says why."""


class Permission(Protocol):
    """The parent's say over connections."""

    def ask(self) -> None:
        """Return when one more connection may be made. Raises Enough when none may."""
        ...

    def closed(self, closed: Closed) -> None:
        """Tell that the connection is over."""
        ...


class MeteredSocket:
    """A socket with a deadline for the whole connection and a cap on bytes, in the form that nassl uses."""

    def __init__(self, sock: socket.socket, deadline: float, now: Callable[[], float] = time.monotonic) -> None:
        self._sock = sock
        self._deadline = deadline
        self._now = now
        self.sent = 0
        self.received = 0
        self.head = b""
        self.timed_out = False

    def recv(self, size: int) -> bytes:
        self._arm()
        try:
            data = self._sock.recv(size)
        except TimeoutError:
            self.timed_out = True
            raise
        self.received += len(data)
        if len(self.head) < HEAD:
            self.head = (self.head + data)[:HEAD]
        if self.received > _MAX_BYTES:
            self.timed_out = True
            raise TimeoutError("the server sends without end")
        return data

    def send(self, data: bytes) -> int:
        self._arm()
        self._sock.sendall(data)
        self.sent += len(data)
        return len(data)

    def extend(self, seconds: float) -> None:
        """Give what follows on this connection that many seconds from now."""
        self._deadline = self._now() + seconds

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.close()

    def _arm(self) -> None:
        left = self._deadline - self._now()
        if left <= 0:
            self.timed_out = True
            raise TimeoutError("the connection's time is over")
        self._sock.settimeout(left)


class Line:
    """Connections to one endpoint, one at a time, within what patience and the job's own time allow."""

    def __init__(
        self, ip: str, port: int, permission: Permission, seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.ip = ip
        self.port = port
        self.made = 0
        self.patience = PATIENCE
        self._permission = permission
        self._now = now
        self._end = now() + seconds
        self._slowest = 0.0

    @property
    def wait(self) -> float:
        """How long the next answer is waited for, in seconds: several times what the slowest took so far."""
        usual = FIRST_WAIT if not self._slowest else max(_LEAST_WAIT, min(FIRST_WAIT, 5 * self._slowest))
        return min(usual, self.patience, self._end - self._now())

    @contextmanager
    def connect(self) -> Iterator[MeteredSocket]:
        """One connection, closed at the end of the block. Raises OSError as connecting does, and Enough."""
        if self.made >= MAX_CONNECTIONS:
            raise Enough("connections")
        if self.wait < 0.2:
            raise Enough("timeout")
        self._permission.ask()
        started = self._now()
        sock: MeteredSocket | None = None
        refused = False
        try:
            try:
                raw = socket.create_connection((self.ip, self.port), timeout=max(0.2, self.wait))
            except ConnectionRefusedError:
                refused = True
                raise
            sock = MeteredSocket(raw, started + self.wait, self._now)
            yield sock
        finally:
            self.made += 1
            if sock is not None:
                sock.close()
            if sock.timed_out if sock is not None else not refused:
                self.silent(self._now() - started)
            self._permission.closed(
                Closed(
                    connected=sock is not None,
                    refused=refused,
                    sent=sock.sent if sock else 0,
                    received=sock.received if sock else 0,
                )
            )

    def answered(self, seconds: float) -> None:
        """The server answered, in so many seconds."""
        self._slowest = max(self._slowest, seconds)

    def silent(self, seconds: float) -> None:
        """The server did not answer for so many seconds."""
        self.patience -= seconds
