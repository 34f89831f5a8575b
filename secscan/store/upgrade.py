"""Brings a database to the newest schema when it is opened. The migrations ship in the package."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from secscan.base.errors import SecscanError
from secscan.store.engine import writing
from secscan.store.schema import HEAD

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, file: str) -> None:
    """Make or upgrade the tables, in one transaction. Raises SecscanError when a newer secscan made them."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with writing(engine) as connection:
        revision = _revision(connection)  # another secscan may have been faster
        if revision != HEAD:
            _migrate(connection, revision, file)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection, revision: str | None, file: str) -> None:
    # Imported here, because that takes a tenth of a second that only a change of the schema is worth.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise SecscanError("newer_database", where=file)
    command.upgrade(config, "head")
