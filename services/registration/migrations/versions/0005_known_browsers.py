"""Browsers in which an account of the staff has signed in before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "known_browsers",
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("browser_digest", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_known_browsers_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "browser_digest", name=op.f("pk_known_browsers")),
    )
    op.add_column("password_tries", sa.Column("browser_digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("password_tries", "browser_digest")
    op.drop_table("known_browsers")
