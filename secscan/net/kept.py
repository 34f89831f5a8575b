"""Connections kept alive between requests, each still holding its place in the budget of its address."""

import threading
from collections import defaultdict
from typing import NamedTuple

from secscan.net.budget import Budget
from secscan.net.connector import PinnedPool


class Place(NamedTuple):
    """What connections, TLS fallbacks and failures are remembered by."""

    ip: str
    port: int
    host: str
    scheme: str


class KeptConnections:
    """Idle connections. Thread-safe; a connection that somebody else needed the place of is gone when asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[Place, list[tuple[PinnedPool, Budget]]] = defaultdict(list)

    def take(self, place: Place, budget: Budget) -> PinnedPool | None:
        """A kept connection that is still open, now in the caller's hands."""
        while True:
            with self._lock:
                pairs = self._idle[place]
                found = next((pair for pair in reversed(pairs) if pair[1] is budget), None)
                if found is None:
                    return None
                pairs.remove(found)
            pool = found[0]
            conn = pool.connection
            if conn is None or conn.slot is None or not conn.slot.claim():
                continue
            if conn.is_connected:
                return pool
            conn.end()

    def put(self, place: Place, pool: PinnedPool, budget: Budget) -> None:
        """Keep the connection if its response was read to the end and the server leaves it open; else close it."""
        conn = pool.connection
        if conn is None or not pool.finished or conn.sock is None or conn.slot is None:
            drop(pool)
            return
        conn.slot.park(conn.close)
        with self._lock:
            self._idle[place].append((pool, budget))

    def release(self, budget: Budget | None, host: str | None = None) -> None:
        """Close the idle connections of one budget, or of all; with `host` only those of that name."""
        gone: list[PinnedPool] = []
        with self._lock:
            for place, kept in list(self._idle.items()):
                if host not in (None, place.host):
                    continue
                gone += [pool for pool, owner in kept if budget in (None, owner)]
                left = [pair for pair in kept if budget not in (None, pair[1])]
                if left:
                    self._idle[place] = left
                else:
                    del self._idle[place]
        for pool in gone:
            conn = pool.connection
            if conn is not None and conn.slot is not None and conn.slot.claim():
                conn.end()


def drop(pool: PinnedPool) -> None:
    """Close the connection of a call, if it has one."""
    if pool.connection is not None:
        pool.connection.end()
