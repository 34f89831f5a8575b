import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError

from secscan.base.errors import SecscanError
from secscan.store.engine import make_engine
from secscan.store.writer import Writer


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path / "x.db")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
    yield made
    made.dispose()


def put(number: int):  # type: ignore[no-untyped-def]
    return lambda connection: connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": number}).rowcount


def numbers(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT n FROM t ORDER BY n")).scalars())


def test_the_result_of_the_work_comes_back_after_the_commit(engine: Engine) -> None:
    writer = Writer(engine)
    assert writer.run(put(1)) == 1
    assert numbers(engine) == [1]
    writer.close()


def test_failing_work_raises_and_leaves_that_of_others(engine: Engine) -> None:
    """All are queued while the first holds the writer, so that they are committed together."""
    writer = Writer(engine)
    started, go = threading.Event(), threading.Event()
    failed: list[int] = []

    def hold(connection: Connection) -> None:
        started.set()
        go.wait(5)

    def write(number: int) -> None:
        try:
            writer.run(put(number % 4))
        except Exception:
            failed.append(number % 4)

    threads = [threading.Thread(target=writer.run, args=(hold,))]
    threads[0].start()
    started.wait(5)
    threads += [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert numbers(engine) == [0, 1, 2, 3]
    assert sorted(failed) == [0, 1, 2, 3]


def test_what_waits_is_committed_together(engine: Engine) -> None:
    commits: list[int] = []
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    writer = Writer(engine)
    started, go = threading.Event(), threading.Event()

    def hold(connection: Connection) -> None:
        started.set()
        go.wait(5)

    threads = [threading.Thread(target=writer.run, args=(hold,))]
    threads[0].start()
    started.wait(5)
    threads += [threading.Thread(target=writer.run, args=(put(number),)) for number in range(50)]
    for thread in threads[1:]:
        thread.start()
    while writer._tasks.qsize() < 50:
        pass
    go.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert len(numbers(engine)) == 50
    assert len(commits) == 2


def test_closing_finishes_what_waits_and_refuses_more(engine: Engine) -> None:
    writer = Writer(engine)
    threads = [threading.Thread(target=writer.run, args=(put(number),)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    assert len(numbers(engine)) == 20
    with pytest.raises(SecscanError, match="closed_database"):
        writer.run(put(99))


def test_work_that_nobody_waits_for_gathers_and_what_is_waited_for_does_not_wait(engine: Engine) -> None:
    commits: list[int] = []
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    writer = Writer(engine)
    soon = [writer.soon(put(number)) for number in range(40)]
    assert writer.run(put(99)) == 1
    assert [future.result() for future in soon] == [1] * 40
    assert len(commits) <= 2
    assert writer.soon(put(100)).result() == 1
    writer.close()
    assert numbers(engine) == [*range(40), 99, 100]


def test_what_went_wrong_with_it_is_told_to_whoever_asks(engine: Engine) -> None:
    writer = Writer(engine)
    kept, refused = writer.soon(put(1)), writer.soon(put(1))
    assert kept.result() == 1
    with pytest.raises(IntegrityError):
        refused.result()
    assert numbers(engine) == [1]
    writer.close()


def test_closing_commits_what_nobody_waits_for(engine: Engine) -> None:
    writer = Writer(engine)
    for number in range(5):
        writer.soon(put(number))
    writer.close()
    assert numbers(engine) == [0, 1, 2, 3, 4]
