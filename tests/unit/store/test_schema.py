from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from secscan.store import upgrade as upgrading
from secscan.store.engine import make_engine, writing
from secscan.store.schema import METADATA


def test_the_migrations_make_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "x.db")
    with writing(engine) as connection:
        upgrading._migrate(connection, None, "x.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_everything_but_runs_bodies_findings_and_judgements_belongs_to_a_run() -> None:
    free = {table.name for table in METADATA.sorted_tables if not table.foreign_keys}
    assert free == {"runs", "bodies", "findings", "judgements"}
