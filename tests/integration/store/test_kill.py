"""A secscan that is killed in the middle of writing loses nothing whose storing was acknowledged."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from secscan.model.ids import RunId
from secscan.store.store import Store
from tests.integration.store.writing import THREADS
from tests.unit.store.records import look

KILLS = 20


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    chance = random.Random(20261001)
    acknowledged: dict[RunId, Counter[int]] = {}
    for number in range(KILLS):
        name = RunId(f"r{number}")
        acknowledged[name] = _killed(path, name, chance.uniform(0.0, 0.15))
    with Store.open(path) as store:
        assert len(store.runs()) == KILLS
        for name, counts in acknowledged.items():
            for thread in range(THREADS):
                stored = list(store.observations(name, f"batch|127.0.0.{thread}"))
                assert counts[thread] <= len(stored) <= counts[thread] + 1  # the last may not have been heard of
                for number, seen in enumerate(stored):
                    digest = f"{name}-{thread}-{number}"
                    assert seen == look(number, digest=digest)
                    assert store.body(digest) == digest.encode() * 100
        newest = store.newest_interrupted()
    assert newest is not None
    assert sum(sum(counts.values()) for counts in acknowledged.values()) > KILLS


def _killed(path: Path, name: RunId, after: float) -> Counter[int]:
    """How many observations each thread heard were stored, before the process was killed."""
    command = [sys.executable, "-m", "tests.integration.store.writing", str(path), name]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        first = process.stdout.readline()  # it writes now
        time.sleep(after)
        process.kill()
        rest = process.stdout.read()
    assert process.returncode == -9
    lines = (first + rest).decode().splitlines()
    return Counter(int(line.split()[0]) for line in lines if line)
