"""A scan's worth of writing, to be killed: stores from four threads and names on stdout what was acknowledged."""

import os
import sys
import threading
from pathlib import Path

from secscan.model.ids import RunId
from secscan.store.store import Store
from tests.unit.store.records import batch, keep, look, plan, run

THREADS = 4


def main(path: str, name: str) -> None:
    store = Store.open(Path(path))
    store.create_run(run(name), plan([batch("127.0.0.2", "app-1")]), {})
    threads = [threading.Thread(target=write, args=(store, RunId(name), number)) for number in range(THREADS)]
    for thread in threads:
        thread.start()


def write(store: Store, name: RunId, thread: int) -> None:
    sink = store.intake(name, f"batch|127.0.0.{thread}")
    for number in range(1_000_000):
        digest = f"{name}-{thread}-{number}"
        keep(sink, look(number, digest=digest), {digest: digest.encode() * 100})
        os.write(1, f"{thread} {number}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
