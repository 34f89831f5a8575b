"""The lanes of a batch: a few threads that do its tasks side by side, so that waiting for one answer delays no other.

Politeness is the budget's affair: lanes share it, and are never more than its connections allow.
"""

import queue
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from secscan.model.jobs import Job, TlsJob, WebJob
from secscan.net.budget import Cancelled

MOST = 3
"""Lanes of one batch."""

Task = tuple[Job, ...]
"""Jobs that are done one after another, because each uses what those before it have seen."""


def lanes_of(max_connections: int) -> int:
    """How many lanes so many simultaneous connections feed: a site keeps one between its requests."""
    return max(1, min(MOST, max_connections))


def tasks_of(jobs: Iterable[Job], *, tls_first: bool) -> list[Task]:
    """The jobs of a batch but for the port scan: the sites of one name together, and the server names of one port."""
    sites: dict[str, list[Job]] = {}
    ports: dict[int, list[Job]] = {}
    for job in jobs:
        if isinstance(job, WebJob):
            sites.setdefault(job.site.host, []).append(job)
        elif isinstance(job, TlsJob):
            ports.setdefault(job.port, []).append(job)
    pages, handshakes = map(tuple, sites.values()), map(tuple, ports.values())
    return [*handshakes, *pages] if tls_first else [*pages, *handshakes]


def work_off(tasks: Iterable[Task], lanes: int, do: Callable[[Task], None], stop: Callable[[], None]) -> None:
    """Do the tasks, begun in their order, in so many lanes. The first fault calls `stop`, which ends the others, and is
    raised when all have ended."""
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)

    def lane() -> None:
        try:
            while True:
                do(waiting.get_nowait())
        except queue.Empty:
            return
        except BaseException:
            stop()
            raise

    count = min(lanes, waiting.qsize())
    if count < 2:
        lane()
        return
    with ThreadPoolExecutor(count, thread_name_prefix="lane") as pool:
        ended = [future.exception() for future in [pool.submit(lane) for _ in range(count)]]
    faults = [fault for fault in ended if fault is not None]
    faults.sort(key=lambda fault: isinstance(fault, Cancelled))  # those that were only told to stop come last
    if faults:
        raise faults[0]
