"""Our own connect scan: for machines without nmap, for anchors, and for the self-test of our own network."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from secscan.base.clock import Clock
from secscan.model.enums import Status
from secscan.model.observations import PortState
from secscan.net.budget import Cancelled
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.pacer import Pacer
from secscan.net.sockets import LookFailed, open_socket

PATIENCE = 1.5
"""Seconds until an unanswered connection attempt counts as filtered."""

_WORKERS = 16


def try_port(
    endpoint: AuthorisedEndpoint, port: int, deadline: float, clock: Clock, cancelled: Callable[[], bool]
) -> PortState:
    """Connect once and close at once. Raises Cancelled."""
    until = min(deadline, clock.monotonic() + PATIENCE)
    try:
        open_socket(endpoint, until, clock, cancelled, None if endpoint.port else port).close()
    except LookFailed as failure:
        return PortState.CLOSED if failure.status is Status.REFUSED else PortState.FILTERED
    return PortState.OPEN


def connect_scan(
    targets: Iterable[tuple[AuthorisedEndpoint, int]],
    rate: float,
    deadline: float,
    clock: Clock,
    cancelled: Callable[[], bool],
) -> dict[int, PortState]:
    """The state of each port that could be tried before the deadline, at most `rate` attempts a second.

    `targets` are (endpoint, port) pairs. Raises Cancelled.
    """
    pacer, lock = Pacer(rate), threading.Lock()

    def one(target: tuple[AuthorisedEndpoint, int]) -> tuple[int, PortState] | None:
        endpoint, port = target
        while True:
            if cancelled():
                raise Cancelled
            now = clock.monotonic()
            if now >= deadline:
                return None
            with lock:
                wait = pacer.wait(now)
                if wait <= 0:
                    pacer.take(now)
                    break
            clock.sleep(min(wait, 0.1))
        return port, try_port(endpoint, port, deadline, clock, cancelled)

    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="ports") as pool:
        return dict(found for found in pool.map(one, targets) if found is not None)
