"""Brings a database to the newest schema when it is opened: a new one gets today's tables at once, an older one goes
through the migrations, which ship in the package."""

from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)

from secscan.base.errors import SecscanError
from secscan.store.engine import writing
from secscan.store.schema import HEAD, METADATA

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, as Alembic makes it."""


def upgrade(engine: Engine, file: str) -> None:
    """Make or upgrade the tables, in one transaction. Raises SecscanError when a newer secscan made them."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with writing(engine) as connection:
        revision = _revision(connection)  # another secscan may have been faster
        if revision is None and not inspect(connection).has_table(_VERSION.name):
            _make(connection)
        elif revision != HEAD:
            _migrate(connection, revision, file)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar()


def _make(connection: Connection) -> None:
    """All tables of a new database. Fails where one of them is there: then it is somebody else's."""
    METADATA.create_all(connection, checkfirst=False)
    _VERSION.create(connection, checkfirst=False)
    connection.execute(insert(_VERSION).values(version_num=HEAD))


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
