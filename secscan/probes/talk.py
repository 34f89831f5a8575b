"""A short, bounded conversation with one service: at most 16 KiB heard, never beyond the deadline."""

import contextlib
import select
import socket
import ssl
from collections.abc import Iterator

from secscan.base.clock import Clock
from secscan.net.budget import Budget, Cancelled
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.sockets import LookFailed, TlsMode, open_socket, tls_context
from secscan.net.watchdog import Watchdog

MAX_HEARD = 16_384
_HANDSHAKE = 5.0  # a plain service may wait for ever for the end of what it takes for a request
_QUIET = 0.25  # seconds of silence after which a message is taken to be complete


class Talk:
    """One open connection to a service."""

    def __init__(self, sock: socket.socket, budget: Budget, clock: Clock) -> None:
        self._sock = sock
        self._budget = budget
        self._clock = clock
        self.received = self.sent = 0

    def start_tls(self, server_name: str) -> bool:
        """Make TLS of the connection; False when the peer does not speak it. Certificates are not judged here."""
        context = tls_context(TlsMode.UNVERIFIED, ())
        try:
            self._sock.settimeout(_HANDSHAKE)
            self._sock = context.wrap_socket(self._sock, server_hostname=server_name)
        except (OSError, ValueError):
            return False
        return True

    def say(self, data: bytes) -> None:
        """Send; a peer that has gone shows when listening."""
        with contextlib.suppress(OSError, ValueError):
            self._sock.settimeout(2)
            self._sock.sendall(data)
            self.sent += len(data)
            self._budget.sent(len(data))

    def hear(self, patience: float) -> bytes:
        """What comes: waits up to `patience` seconds for the first byte, then until the peer pauses or is done."""
        heard = bytearray()
        end = self._clock.monotonic() + patience
        while len(heard) < MAX_HEARD:
            left = end - self._clock.monotonic()
            if left <= 0 or not self._readable(min(left, 0.1)):
                if left <= 0:
                    break
                continue
            chunk = self._receive(MAX_HEARD - len(heard))
            if not chunk:
                break
            heard += chunk
            end = min(self._clock.monotonic() + _QUIET, end + patience)
        self.received += len(heard)
        self._budget.received(len(heard))
        return bytes(heard)

    def close(self) -> None:
        self._sock.close()

    def _readable(self, seconds: float) -> bool:
        if self._budget.cancelled:
            raise Cancelled
        if isinstance(self._sock, ssl.SSLSocket) and self._sock.pending():
            return True
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return bool(poll.poll(int(seconds * 1000)))

    def _receive(self, limit: int) -> bytes:
        try:
            self._sock.settimeout(1.0)
            return self._sock.recv(limit)
        except (OSError, ValueError):
            return b""


@contextlib.contextmanager
def talk(
    endpoint: AuthorisedEndpoint, budget: Budget, clock: Clock, deadline: float, watchdog: Watchdog
) -> Iterator[Talk]:
    """Connect, talk within the block, close. Raises LookFailed, Stopped, TooLate or Cancelled."""
    with budget.connection(deadline, endpoint.port):
        try:
            sock = open_socket(endpoint, deadline, clock, lambda: budget.cancelled)
        except LookFailed as failure:
            budget.failed(endpoint.port, failure.reason)
            raise
        budget.connected(endpoint.port)
        conversation: Talk | None = None
        try:
            with watchdog.watch(sock, deadline, lambda: budget.cancelled):
                conversation = Talk(sock, budget, clock)
                yield conversation
        finally:
            (conversation or sock).close()
