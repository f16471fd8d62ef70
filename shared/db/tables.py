"""The tables that each service's database has: what it said, what it heard, what is done when its time comes."""

from typing import Final

import sqlalchemy as sa

from shared.db.types import NAMING, Id, UtcDateTime

metadata: Final = sa.MetaData(naming_convention=NAMING)

_sequence: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_unsent: Final = sa.text("sent_at IS NULL")

outbox: Final = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", _sequence, primary_key=True, autoincrement=True),
    sa.Column("message_id", Id, nullable=False, unique=True),
    sa.Column("type", sa.String(80), nullable=False),
    sa.Column("aggregate", sa.String(80), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.Text),
    # What the broker returned or refused waits here before it is said again.
    sa.Column("retry_at", UtcDateTime),
    # The relay looks for the oldest unsent row of each aggregate; what was sent stays out of its way.
    sa.Index("ix_outbox_unsent", "aggregate", "id", sqlite_where=_unsent, postgresql_where=_unsent),
    sa.Index("ix_outbox_unsent_id", "id", sqlite_where=_unsent, postgresql_where=_unsent),
    sqlite_autoincrement=True,
)

_open: Final = sa.text("state IN ('failed', 'parked')")

inbox: Final = sa.Table(
    "inbox",
    metadata,
    sa.Column("message_id", sa.String(80), primary_key=True),
    sa.Column("type", sa.String(120)),
    sa.Column("subject", sa.String(80)),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("retry_at", UtcDateTime),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("handled_at", UtcDateTime),
    sa.Column("reason", sa.Text),
    sa.CheckConstraint("state IN ('handled', 'failed', 'parked', 'discarded')", name="state"),
    sa.Index("ix_inbox_open", "state", "retry_at", sqlite_where=_open, postgresql_where=_open),
)

chore_runs: Final = sa.Table(
    "chore_runs",
    metadata,
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("last_run_at", UtcDateTime, nullable=False),
    sa.Column("last_error", sa.Text),
)

# What a worker has seen, for operators' eyes: web processes never touch the broker.
part_beats: Final = sa.Table(
    "part_beats",
    metadata,
    sa.Column("part", sa.String(40), primary_key=True),
    sa.Column("seen_at", UtcDateTime, nullable=False),
)

queue_depths: Final = sa.Table(
    "queue_depths",
    metadata,
    sa.Column("queue", sa.String(40), primary_key=True),
    # Empty until the broker has answered once; `error` is what kept the last look from being one.
    sa.Column("waiting", sa.Integer),
    sa.Column("read_at", UtcDateTime),
    sa.Column("error", sa.Text),
)

# A copy of registration's staff in the other services: an account closed there is closed everywhere.
staff_copy: Final = sa.Table(
    "staff_copy",
    metadata,
    sa.Column("staff_id", Id, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
)
