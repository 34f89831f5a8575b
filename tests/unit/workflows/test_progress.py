import inspect

import pytest

from secscan.cli.progress import Lines, Live
from secscan.workflows.progress import Silent, Watcher

STEPS = [name for name in vars(Watcher) if not name.startswith("_")]


@pytest.mark.parametrize("kind", [Silent, Lines, Live])
@pytest.mark.parametrize("step", STEPS)
def test_every_watcher_takes_every_step(kind: type, step: str) -> None:
    wanted, given = (inspect.signature(getattr(one, step)).parameters for one in (Watcher, kind))
    assert list(given) == list(wanted)


def test_the_steps_of_a_scan() -> None:
    assert STEPS == ["planned", "started", "seen", "finished", "paused"]
