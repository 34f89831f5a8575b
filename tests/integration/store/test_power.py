"""A power cut loses no observation whose storing was acknowledged: its pages were on the disk by then, not in a cache.

A killed process proves nothing of this, for the kernel keeps what it wrote. So the order of its calls is looked at.
"""

import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[3]
LOOKS = 12
STORING = """
import os, sys
from pathlib import Path
from secscan.model.ids import RunId
from secscan.store.store import Store
from tests.unit.store.records import batch, keep, look, plan, run
store = Store.open(Path(sys.argv[1]))
store.create_run(run("r1"), plan([batch("127.0.0.2", "app-1")]), {})
sink = store.intake(RunId("r1"), "batch|127.0.0.2")
for number in range(int(sys.argv[2])):
    keep(sink, look(number, digest=f"d{number}"), {f"d{number}": b"isi" * 100})
    os.write(1, f"acknowledged {number}".encode())
"""
_CALL = re.compile(r"(\w+)\((\d+)<([^>]*)>")


def events(trace: str) -> list[str]:
    """What happened, in order: `write` and `sync` of the log of the database, `acknowledged`."""
    found = []
    for line in trace.splitlines():
        call = _CALL.search(line)
        if call is None:
            continue
        name, place = call.group(1), call.group(3)
        if place.endswith("secscan.db-wal"):
            found.append("sync" if name in ("fsync", "fdatasync") else "write")
        elif name == "write" and "acknowledged" in line:
            found.append("acknowledged")
    return found


def test_each_acknowledgement_follows_a_sync(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-y", "-o", trace, "-e", "trace=write,pwrite64,fsync,fdatasync"]
    done = subprocess.run(
        [*command, sys.executable, "-c", STORING, tmp_path / "secscan.db", str(LOOKS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    happened = [what for what, _ in groupby(events(trace.read_text()))]
    ends = [place for place, what in enumerate(happened) if what == "acknowledged"]
    assert len(ends) == LOOKS
    for end in ends:
        assert happened[end - 2 : end] == ["write", "sync"], happened[max(0, end - 8) : end + 1]
