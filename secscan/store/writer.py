"""The one writer. Many threads hand it work; what waits is committed together, so that one disk sync serves them
all."""

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from secscan.base.errors import SecscanError
from secscan.store.engine import for_writing

T = TypeVar("T")

_TOGETHER = 256
_GATHERED = 0.025
"""Seconds for which work that does not press may gather more of its kind: a commit costs more than what is in it."""

Work = Callable[[Connection], Any]


class _Task(NamedTuple):
    """Work and what becomes of it; `pressing` when it shall not wait for more."""

    work: Work
    future: "Future[Any]"
    pressing: bool


class Writer:
    """A thread that does all writing, in the order in which work was handed in.

    Work may be done twice if some that was committed together with it fails: it must only use the connection.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._pressed = threading.Event()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do the work in a transaction. Returns once it is committed, or raises what went wrong with it."""
        return self._put(work, pressing=True).result()

    def soon(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Have the work done and committed within a moment; the future tells when, or what went wrong with it."""
        return self._put(work, pressing=False)

    def close(self) -> None:
        """Finish what waits, and end the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._tasks.put(None)
            self._pressed.set()
        self._thread.join()

    def _put(self, work: Callable[[Connection], T], *, pressing: bool) -> "Future[T]":
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise SecscanError("closed_database")
            self._tasks.put(_Task(work, future, pressing))
            if pressing:
                self._pressed.set()
        return future

    def _serve(self) -> None:
        while (first := self._tasks.get()) is not None:
            together, last = self._gather(first)
            self._commit(together)
            if last:
                break
        self._disconnect()

    def _gather(self, first: _Task) -> tuple[list[_Task], bool]:
        """What is committed together with a task, and whether it is the last."""
        if not first.pressing:
            self._pressed.wait(_GATHERED)
        self._pressed.clear()
        together = [first]
        while len(together) < _TOGETHER:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is None:
                return together, True
            together.append(task)
        return together, False

    def _commit(self, tasks: list[_Task]) -> None:
        try:
            connection = self._connected()
            with connection.begin():
                results = [task.work(connection) for task in tasks]
        except BaseException as error:
            self._disconnect()
            if len(tasks) == 1:
                tasks[0].future.set_exception(error)
                return
            for task in tasks:
                self._commit([task])
        else:
            for task, result in zip(tasks, results, strict=True):
                task.future.set_result(result)

    def _connected(self) -> Connection:
        """One connection for all commits, as to open it takes as long as a commit; a new one after a fault."""
        if self._connection is None:
            self._connection = for_writing(self._engine)
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(SQLAlchemyError, sqlite3.Error):
                connection.close()
