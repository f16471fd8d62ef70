"""Numbers of sessions: what those without a name are called, kept when another one is cancelled or removed."""

from collections.abc import Iterable, Sequence
from itertools import count, groupby

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SESSIONS = sa.table("sessions", *(sa.column(name) for name in ("id", "event_id", "position", "number", "cancelled")))


def upgrade() -> None:
    op.add_column("sessions", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    of = _SESSIONS.c
    rows = op.get_bind().execute(sa.select(of.id, of.event_id, of.position, of.cancelled).order_by(of.event_id))
    for _event_id, sessions in groupby(rows.all(), key=lambda row: row.event_id):
        for session_id, number in _numbered(sessions):
            op.execute(_SESSIONS.update().where(of.id == session_id).values(number=number))
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.create_index("uq_sessions_number", ["event_id", "number"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.drop_index("uq_sessions_number")
    op.drop_column("sessions", "number")


def _numbered(sessions: Iterable[sa.Row[str, str, int, bool]]) -> Iterable[tuple[str, int]]:
    """Those that take place by their rank; a cancelled one, put behind until now, by what they leave free."""
    ordered = sorted(sessions, key=lambda row: row.position)
    taken = {row.position + 1 for row in ordered if not row.cancelled}
    free = (number for number in count(1) if number not in taken)
    return [(row.id, next(free) if row.cancelled else row.position + 1) for row in ordered]
