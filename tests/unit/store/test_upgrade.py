import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from secscan.base.errors import SecscanError
from secscan.store import upgrade as upgrading
from secscan.store.engine import make_engine, writing
from secscan.store.schema import HEAD
from secscan.store.store import Store


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrading._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    for _ in range(2):
        Store.open(path).close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_a_database_of_a_newer_secscan_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    Store.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SecscanError, match="newer_database"):
        Store.open(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_new_database_is_what_the_migrations_make(tmp_path: Path) -> None:
    Store.open(tmp_path / "new.db").close()
    engine = make_engine(tmp_path / "migrated.db")
    with writing(engine) as connection:
        upgrading._migrate(connection, None, "migrated.db")
    engine.dispose()
    assert tables(tmp_path / "new.db") == tables(tmp_path / "migrated.db")
    assert len(tables(tmp_path / "new.db")) > 10


def test_a_new_database_is_made_without_the_migrations(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom secscan.store.store import Store\n"
        f"Store.open(Path({str(tmp_path / 'x.db')!r})).close()\nassert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_database_of_the_first_version_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    old(path)
    Store.open(path).close()
    Store.open(tmp_path / "new.db").close()
    assert tables(path) == tables(tmp_path / "new.db")


def test_tables_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "secscan.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bodies (n)")
    before = tables(path)
    with pytest.raises(SecscanError):
        Store.open(path)
    assert tables(path) == before


def test_a_creation_that_is_broken_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_table: object) -> None:
        raise RuntimeError("the power went off")

    path = tmp_path / "secscan.db"
    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "insert", broken)
        with pytest.raises(RuntimeError):
            Store.open(path)
    assert tables(path) == []
    Store.open(path).close()


def test_a_migration_that_is_broken_off_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    path = tmp_path / "secscan.db"
    old(path)
    before = tables(path)
    make = op.create_table

    def broken(name: str, *rest: object) -> None:
        make(name, *rest)  # type: ignore[arg-type]
        raise RuntimeError("the power went off")

    with monkeypatch.context() as patched:
        patched.setattr(op, "create_table", broken)
        with pytest.raises(RuntimeError):
            Store.open(path)
    assert tables(path) == before
    Store.open(path).close()


def old(path: Path) -> None:
    """A database as the first version left it."""
    Store.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TABLE judgements")
        raw.execute("UPDATE alembic_version SET version_num = '0001'")


def tables(path: Path) -> list[tuple[str, str]]:
    """Every table and index, and the statement that made it."""
    with sqlite3.connect(path) as raw:
        return sorted(raw.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall())
