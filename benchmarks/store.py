"""How fast observations are committed: one thread, sixteen threads, and as a ratio to bare synced commits of SQLite.

Run from the checkout: python -m benchmarks.store [FOLDER]
"""

import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

from secscan.model.ids import RunId
from secscan.store.store import Store
from tests.unit.store.records import look, plan, run

COUNT = 10_000


def main(folder: Path) -> None:
    bare = _bare(folder / "bare.db")
    alone = _stored(folder / "one.db", 1)
    together = _stored(folder / "sixteen.db", 16)
    for name, seconds in (("bare commits", bare), ("one thread", alone), ("16 threads", together)):
        print(f"{name:>14}: {seconds:6.1f} s for {COUNT}, {bare / seconds:5.2f} x bare")


def _bare(path: Path) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, blob)")
    began = time.monotonic()
    for _ in range(COUNT):
        connection.execute("INSERT INTO t (blob) VALUES (?)", (b"x" * 1000,))
    return time.monotonic() - began


def _stored(path: Path, threads: int) -> float:
    with Store.open(path) as store:
        store.create_run(run(), plan(), {})

        def write(thread: int) -> None:
            sink = store.intake(RunId("r1"), f"batch|127.0.0.{thread}")
            for number in range(COUNT // threads):
                sink(look(number), {})
            sink.settle()

        workers = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
        began = time.monotonic()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.monotonic() - began


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(Path(scratch))
