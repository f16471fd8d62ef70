"""Take the next letters to send, in the order of their rows."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from services.notifications.domain.letters import OPEN, TO_SEND, State
from services.notifications.models import Letter
from shared.db.transaction import Transaction


def claim_letters(tx: Transaction, *, sender: str, at: dt.datetime, limit: int) -> list[str]:
    """The ids of the letters that are now `sender`'s; a letter waits for an older one about the same thing."""
    # As a common table PostgreSQL looks for them once; as a subquery it may look again, and take more.
    due = _due(at).limit(limit).with_for_update(skip_locked=True).cte("due")
    claimed = sa.update(Letter).where(Letter.position.in_(sa.select(due.c.position)))
    claimed = claimed.values(state=State.SENDING, claimed_by=sender, claimed_at=at)
    rows = tx.db.execute(claimed.returning(Letter.position, Letter.id)).all()
    return [row.id for row in sorted(rows, key=lambda row: row.position)]


def _due(at: dt.datetime) -> sa.Select[int]:
    older = aliased(Letter)
    held_back = sa.exists().where(
        older.subject == Letter.subject, older.position < Letter.position, older.state.in_(OPEN)
    )
    ripe = sa.or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= at)
    return sa.select(Letter.position).where(Letter.state.in_(TO_SEND), ripe, ~held_back).order_by(Letter.position)
