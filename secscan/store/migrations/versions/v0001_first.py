"""The first tables: runs, batches, observations, bodies, impacts, refusals, findings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("profile", sa.String, nullable=False),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_started_at", "runs", ["started_at"])
    _create_of_run(
        "batches",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("ip", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "key", name="pk_batches"),
    )
    _create_of_run(
        "run_apps",
        sa.Column("app_id", sa.String, nullable=False),
        sa.Column("refused", sa.String),
        sa.PrimaryKeyConstraint("run_id", "app_id", name="pk_run_apps"),
    )
    _create_of_run(
        "app_batches",
        sa.Column("app_id", sa.String, nullable=False),
        sa.Column("batch_key", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "app_id", "batch_key", name="pk_app_batches"),
    )
    _create_of_run(
        "refusals",
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("app_id", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "position", name="pk_refusals"),
    )
    _create_of_run(
        "impacts",
        sa.Column("ip", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "ip", name="pk_impacts"),
    )
    _create_observations()
    op.create_table(
        "findings",
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("check_id", sa.String, nullable=False),
        sa.Column("app_id", sa.String),
        sa.Column("opd_id", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("severity", sa.String, nullable=False),
        sa.Column("last_seen", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_findings"),
    )
    op.create_index("ix_findings_state", "findings", ["state"])


def _create_of_run(name: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("run_id", sa.String, sa.ForeignKey("runs.id", name=f"fk_{name}_run_id"), nullable=False),
        *parts,
    )


def _create_observations() -> None:
    op.create_table(
        "observations",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("run_id", sa.String, sa.ForeignKey("runs.id", name="fk_observations_run_id"), nullable=False),
        sa.Column("batch_key", sa.String, nullable=False),
        sa.Column("job_key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("probe", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("taken_at", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_observations"),
        sa.UniqueConstraint("run_id", "batch_key", "job_key", name="uq_observations_run_id_batch_key_job_key"),
    )
    op.create_index("ix_observations_run_id_seq", "observations", ["run_id", "seq"])
    op.create_index("ix_observations_run_id_batch_key_seq", "observations", ["run_id", "batch_key", "seq"])
    op.create_table(
        "bodies",
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_bodies"),
    )


def downgrade() -> None:
    """Refused: it would delete evidence."""
    raise NotImplementedError("the first migration cannot be undone")
