"""The tables. Columns are what is searched or listed by; the whole record stands in `blob` (see `codec`).

Times are RFC 3339 texts in UTC, which sort; a change here needs a migration, and `HEAD` names the newest.
"""

from enum import StrEnum

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

HEAD = "0002"


class BatchState(StrEnum):
    """How far a batch came. A `dropped` one was left unfinished and is no longer in the plan of a resumed run."""

    PENDING = "pending"
    FINISHED = "finished"
    DROPPED = "dropped"


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _run_id() -> Column[str]:
    return Column("run_id", String, ForeignKey("runs.id"), nullable=False)


RUNS = Table(
    "runs",
    METADATA,
    Column("id", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("profile", String, nullable=False),
    Column("started_at", String, nullable=False, index=True),
    Column("blob", LargeBinary, nullable=False),
    Column("plan", LargeBinary, nullable=False),
)

BATCHES = Table(
    "batches",
    METADATA,
    _run_id(),
    Column("key", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("ip", String, nullable=False),
    Column("state", String, nullable=False),
    Column("blob", LargeBinary, nullable=False),
    PrimaryKeyConstraint("run_id", "key"),
)

RUN_APPS = Table(
    "run_apps",
    METADATA,
    _run_id(),
    Column("app_id", String, nullable=False),
    Column("refused", String),
    PrimaryKeyConstraint("run_id", "app_id"),
)

APP_BATCHES = Table(
    "app_batches",
    METADATA,
    _run_id(),
    Column("app_id", String, nullable=False),
    Column("batch_key", String, nullable=False),
    PrimaryKeyConstraint("run_id", "app_id", "batch_key"),
)

REFUSALS = Table(
    "refusals",
    METADATA,
    _run_id(),
    Column("position", Integer, nullable=False),
    Column("app_id", String),
    Column("reason", String, nullable=False),
    Column("blob", LargeBinary, nullable=False),
    PrimaryKeyConstraint("run_id", "position"),
)

OBSERVATIONS = Table(
    "observations",
    METADATA,
    Column("seq", Integer, primary_key=True),
    _run_id(),
    Column("batch_key", String, nullable=False),
    Column("job_key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("probe", String, nullable=False),
    Column("status", String, nullable=False),
    Column("taken_at", String, nullable=False),
    Column("blob", LargeBinary, nullable=False),
    UniqueConstraint("run_id", "batch_key", "job_key"),
    Index(None, "run_id", "seq"),
    Index(None, "run_id", "batch_key", "seq"),
)

BODIES = Table(
    "bodies",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

IMPACTS = Table(
    "impacts",
    METADATA,
    _run_id(),
    Column("ip", String, nullable=False),
    Column("blob", LargeBinary, nullable=False),
    PrimaryKeyConstraint("run_id", "ip"),
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("app_id", String, primary_key=True),
    Column("judged_at", String, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)

FINDINGS = Table(
    "findings",
    METADATA,
    Column("fingerprint", String, primary_key=True),
    Column("check_id", String, nullable=False),
    Column("app_id", String),
    Column("opd_id", String),
    Column("state", String, nullable=False, index=True),
    Column("severity", String, nullable=False),
    Column("last_seen", String, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)
