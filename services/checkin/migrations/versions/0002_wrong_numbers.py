"""Count the wrong member numbers that a device tells."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wrong_numbers", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("wrong_numbers_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_column("wrong_numbers_since")
        batch_op.drop_column("wrong_numbers")
