from pathlib import Path

from sqlalchemy import text

from secscan.store.engine import make_engine, writing


def test_every_commit_is_synced_to_disk_and_keys_are_checked(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "x.db")
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas]
    engine.dispose()
    assert settings == ["wal", 2, 1, 10_000]  # synchronous 2 is FULL


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "x.db")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (n)"))
    try:
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO t VALUES (1)"))
            connection.execute(text("CREATE TABLE u (n)"))
            raise KeyError
    except KeyError:
        pass
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM t")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'u'")).scalar() == 0
    engine.dispose()


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "x.db")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (n)"))
    with writing(engine) as writer, engine.connect() as reader:
        writer.execute(text("INSERT INTO t VALUES (1)"))
        assert reader.execute(text("SELECT count(*) FROM t")).scalar() == 0
    engine.dispose()
