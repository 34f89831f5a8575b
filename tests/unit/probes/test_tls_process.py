"""A worker's life, with invented workers: no program is started."""

import io
from typing import cast

import pytest

from secscan.probes import tls_process
from secscan.probes.nursery import Kind, Nursery, Worker
from secscan.probes.tls_process import Child
from secscan.probes.tls_worker.messages import Job

JOB = Job(ip="127.0.0.2", port=443, server_name="", seconds=5)


class Workers:
    """A nursery that counts."""

    def __init__(self) -> None:
        self.forked: list[Worker] = []
        self.ended: list[int] = []

    def fork(self, kind: Kind) -> Worker:
        assert kind is Kind.TLS
        self.forked.append(Worker(len(self.forked) + 1, io.BytesIO(), io.BytesIO()))
        return self.forked[-1]

    def end(self, worker: Worker) -> int:
        self.ended.append(worker.pid)
        return 0


def test_a_worker_is_renewed_after_so_many_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls_process, "JOBS", 3)
    nursery = Workers()
    child = Child(cast(Nursery, nursery))
    assert child.pid is None
    for _ in range(7):
        child.begin(JOB)
    assert [worker.stdin.getvalue().count(b"\n") for worker in nursery.forked] == [3, 3, 1]  # type: ignore[attr-defined]
    assert nursery.ended == [1, 2]
    assert child.pid == 3


class Gone(io.BytesIO):
    """A pipe that nobody reads any more."""

    def write(self, _data: object) -> int:
        raise BrokenPipeError


def test_one_that_has_ended_meanwhile_is_replaced() -> None:
    nursery = Workers()
    child = Child(cast(Nursery, nursery))
    child.begin(JOB)
    child._worker = nursery.forked[0]._replace(stdin=Gone())
    child.begin(JOB)
    assert (child.pid, nursery.ended) == (2, [1])
