"""Two more letters, event-changed and reminder, and when somebody is to be reminded of a place."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = ("sign-in", "place-confirmed", "place-waitlisted", "place-cancelled", "survey-invitation")
SINCE = (*BEFORE, "event-changed", "reminder")


def upgrade() -> None:
    _allow(SINCE)
    op.create_table(
        "reminders",
        sa.Column("registration_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("values", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_person_id"), "reminders", ["person_id"])
    op.create_index(op.f("ix_reminders_starts_at"), "reminders", ["starts_at"])


def downgrade() -> None:
    op.drop_table("reminders")
    op.execute("DELETE FROM letters WHERE template IN ('event-changed', 'reminder')")
    _allow(BEFORE)


def _allow(templates: Sequence[str]) -> None:
    words = ", ".join(repr(template) for template in templates)
    # SQLite copies the table, and would forget that its positions never come again.
    with op.batch_alter_table("letters", table_kwargs={"sqlite_autoincrement": True}) as letters:
        letters.drop_constraint(op.f("ck_letters_template"), type_="check")
        letters.create_check_constraint(op.f("ck_letters_template"), sa.text(f"template IN ({words})"))
