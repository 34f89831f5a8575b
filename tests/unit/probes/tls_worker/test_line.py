"""How long a line waits, and when it has had enough; time is a number here, and nothing is sent."""

import pytest

from secscan.probes.tls_worker.line import FIRST_WAIT, PATIENCE, Enough, Line
from secscan.probes.tls_worker.messages import Closed


class NoPermission:
    def ask(self) -> None:
        raise Enough("stopped")

    def closed(self, closed: Closed) -> None:
        raise AssertionError("nothing was opened")


def line(seconds: float = 60) -> Line:
    return Line("127.0.0.1", 9, NoPermission(), seconds, now=lambda: 100.0)


def test_the_wait_follows_the_slowest_answer() -> None:
    ours = line()
    assert ours.wait == FIRST_WAIT
    ours.answered(0.01)
    assert ours.wait == 2.0
    ours.answered(0.8)
    assert ours.wait == 4.0
    ours.answered(3.0)
    assert ours.wait == FIRST_WAIT


def test_silence_wears_patience_out() -> None:
    ours = line()
    ours.silent(PATIENCE - 1)
    assert ours.wait == 1.0
    ours.silent(1)
    with pytest.raises(Enough, match="timeout"), ours.connect():
        pass


def test_the_end_of_the_job_is_the_end_of_waiting() -> None:
    assert line(seconds=1.5).wait == 1.5


def test_nothing_is_opened_without_permission() -> None:
    ours = line()
    with pytest.raises(Enough, match="stopped"), ours.connect():
        pass
    assert ours.made == 0
