"""Hard deadlines for sockets: per-read timeouts never end a peer that drips one byte a second.

One thread shuts a watched socket down when its deadline passes or the scan is cancelled, whatever the reader is doing
(reading a header, a body, or in the middle of a TLS handshake).
"""

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from secscan.base.clock import Clock

_TICK = 0.05


class Watch:
    """One watched socket. `fired` says that it was shut down."""

    def __init__(self, sock: socket.socket, deadline: float, cancelled: Callable[[], bool]) -> None:
        self._sock = sock
        self._deadline = deadline
        self._cancelled = cancelled
        self.fired = False

    def look(self, now: float) -> None:
        if not self.fired and (now >= self._deadline or self._cancelled()):
            self.fired = True
            with contextlib.suppress(OSError):
                # A TLS socket's own method would take its state away from under whoever reads.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)


class Watchdog:
    """Watches any number of sockets; its thread lives only while there are some. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._watches: set[Watch] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watch(self, sock: socket.socket, deadline: float, cancelled: Callable[[], bool]) -> Iterator[Watch]:
        """Watch the connection of this socket within the block, in which TLS may wrap it. `deadline` is in the clock's
        monotonic seconds."""
        with socket.socket(fileno=os.dup(sock.fileno())) as same:  # wrapping detaches the original
            watch = self.begin(same, deadline, cancelled)
            try:
                yield watch
            finally:
                self.end(watch)

    def begin(self, sock: socket.socket, deadline: float, cancelled: Callable[[], bool]) -> Watch:
        """Watch this socket until `end`."""
        watch = Watch(sock, deadline, cancelled)
        self._watches.add(watch)
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="secscan-watchdog", daemon=True)
                    self._thread.start()
        return watch

    def end(self, watch: Watch) -> None:
        """Leave the socket alone again."""
        self._watches.discard(watch)

    def _run(self) -> None:
        # Sets change in one step, so that nobody waits for this thread: hundreds of exchanges a second come and go.
        idle = 0
        while True:
            now = self._clock.monotonic()
            for watch in tuple(self._watches):
                watch.look(now)
            idle = 0 if self._watches else idle + 1
            if idle > 20:
                with self._lock:
                    self._thread = None
                    if not self._watches:
                        return
                    self._thread = threading.current_thread()  # one has begun meanwhile, and saw a thread
            self._clock.sleep(_TICK)
