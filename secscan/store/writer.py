"""The one writer. Many threads hand it work; what waits is committed together, so that one disk sync serves them
all."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from secscan.base.errors import SecscanError
from secscan.store.engine import writing

T = TypeVar("T")

_TOGETHER = 256
Work = Callable[[Connection], Any]
_Task = tuple[Work, "Future[Any]"]


class Writer:
    """A thread that does all writing. `run` returns once the work is committed, or raises what went wrong with it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do the work in a transaction. It may be done twice if work committed together with it fails: it must only
        use the connection."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise SecscanError("closed_database")
            self._tasks.put((work, future))
        return future.result()

    def close(self) -> None:
        """Finish what waits, and end the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._tasks.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (first := self._tasks.get()) is not None:
            together = [first]
            last = False
            while len(together) < _TOGETHER and not last:
                try:
                    task = self._tasks.get_nowait()
                except queue.Empty:
                    break
                if task is None:
                    last = True
                else:
                    together.append(task)
            self._commit(together)
            if last:
                return

    def _commit(self, tasks: list[_Task]) -> None:
        try:
            with writing(self._engine) as connection:
                results = [work(connection) for work, _ in tasks]
        except BaseException as error:
            if len(tasks) == 1:
                tasks[0][1].set_exception(error)
                return
            for task in tasks:
                self._commit([task])
        else:
            for (_, future), result in zip(tasks, results, strict=True):
                future.set_result(result)
