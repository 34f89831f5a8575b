import threading

import pytest

from secscan.model.enums import Intensity
from secscan.model.ids import AppId
from secscan.model.jobs import PortScanJob, TlsJob, WebJob
from secscan.model.subjects import Site
from secscan.net.budget import Cancelled
from secscan.workflows.lanes import MOST, Task, lanes_of, tasks_of, work_off


def web(host: str, path: str = "/") -> WebJob:
    return WebJob(Site("https", host, 443, path), (("https", 443),), 60, Intensity.STANDARD, (AppId("a"),), "ST-1")


ONE, OTHER, BELOW = web("a.go.id"), web("b.go.id"), web("a.go.id", "/sub/")
FIRST, SECOND, ELSEWHERE = TlsJob(443, "a.go.id", "ST-1"), TlsJob(443, "b.go.id", "ST-1"), TlsJob(8443, "", "ST-1")
PORTS = PortScanJob((80,), (80,), "ST-1")
JOBS = (ONE, OTHER, BELOW, FIRST, SECOND, ELSEWHERE, PORTS)


@pytest.mark.parametrize(("connections", "lanes"), [(0, 1), (1, 1), (2, 2), (3, 3), (4, 3), (50, MOST)])
def test_lanes_are_never_more_than_connections_feed(connections: int, lanes: int) -> None:
    assert lanes_of(connections) == lanes


def test_what_uses_what_was_seen_before_is_one_task_and_ports_are_none() -> None:
    """A site below another of its name, and further server names on a port."""
    assert tasks_of(JOBS, tls_first=False) == [(ONE, BELOW), (OTHER,), (FIRST, SECOND), (ELSEWHERE,)]
    assert tasks_of(JOBS, tls_first=True) == [(FIRST, SECOND), (ELSEWHERE,), (ONE, BELOW), (OTHER,)]


@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_every_task_is_done_once_and_so_many_at_a_time(lanes: int) -> None:
    together = threading.Barrier(lanes, timeout=5)
    done: list[Task] = []

    def do(task: Task) -> None:
        together.wait()
        done.append(task)

    tasks: list[Task] = [(web(f"{number}.go.id"),) for number in range(6)]
    work_off(tasks, lanes, do, lambda: None)
    assert sorted(done, key=str) == sorted(tasks, key=str)


def test_the_first_fault_stops_the_other_lanes_and_is_told() -> None:
    stopped = threading.Event()
    begun = threading.Barrier(2, timeout=5)
    done: list[Task] = []

    def do(task: Task) -> None:
        if task not in ((ONE,), (OTHER,)):
            done.append(task)
            return
        begun.wait()
        if task == (ONE,):
            raise OSError("no space left")
        assert stopped.wait(5)
        raise Cancelled

    with pytest.raises(OSError, match="no space left"):
        work_off([(ONE,), (OTHER,), (FIRST,)], 2, do, stopped.set)
    assert not done


def test_one_lane_needs_no_thread_of_its_own() -> None:
    threads = []
    work_off([(ONE,), (OTHER,)], 1, lambda _: threads.append(threading.current_thread()), lambda: None)
    assert threads == [threading.current_thread()] * 2
    work_off([], 3, threads.append, lambda: None)
