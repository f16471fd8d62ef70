"""What workers see: their parts at work, and the depth of the queues."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "part_beats",
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_part_beats")),
    )
    op.create_table(
        "queue_depths",
        sa.Column("queue", sa.String(length=40), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("queue", name=op.f("pk_queue_depths")),
    )


def downgrade() -> None:
    op.drop_table("queue_depths")
    op.drop_table("part_beats")
