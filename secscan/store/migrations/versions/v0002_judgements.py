"""What the last evaluation of each app rested on. Filled by the next evaluation."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "judgements",
        sa.Column("app_id", sa.String, nullable=False),
        sa.Column("judged_at", sa.String, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("app_id", name="pk_judgements"),
    )


def downgrade() -> None:
    """Remove the table: the next evaluation makes its rows anew."""
    op.drop_table("judgements")
