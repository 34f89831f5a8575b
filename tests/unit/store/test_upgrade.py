import sqlite3
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from secscan.base.errors import SecscanError
from secscan.store import upgrade as upgrading
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


def test_an_interrupted_upgrade_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    path = tmp_path / "secscan.db"
    make = op.create_index

    def broken(name: str, *rest: object) -> None:
        if name == "ix_findings_state":
            raise RuntimeError("the power went off")
        make(name, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(op, "create_index", broken)
        with pytest.raises(RuntimeError):
            Store.open(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall() == []
    Store.open(path).close()
