"""The directory file that an administrator looks at before it is imported."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "directory_previews",
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("directory_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_directory_previews_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_directory_previews")),
    )
    op.create_index(op.f("ix_directory_previews_expires_at"), "directory_previews", ["expires_at"])


def downgrade() -> None:
    op.drop_table("directory_previews")
