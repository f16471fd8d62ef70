"""A roster has no revision: devices ask with the digest of its content."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Not in a batch: SQLite would make the table anew, to which sittings refer.
    op.drop_column("sessions", "roster_revision")


def downgrade() -> None:
    op.add_column("sessions", sa.Column("roster_revision", sa.Integer(), nullable=False, server_default="0"))
