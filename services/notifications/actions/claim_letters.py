"""Take the next letters to send, in the order of their rows."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from services.notifications.domain.letters import OPEN, TO_SEND, State
from services.notifications.models import Letter
from shared.db.transaction import Transaction


def claim_letters(tx: Transaction, *, sender: str, at: dt.datetime, limit: int) -> list[str]:
    """The ids of the letters that are now `sender`'s; a letter waits for an older one about the same thing."""
    letters = tx.db.scalars(_due(at).limit(limit).with_for_update(skip_locked=True)).all()
    for letter in letters:
        letter.state, letter.claimed_by, letter.claimed_at = State.SENDING, sender, at
    return [letter.id for letter in letters]


def _due(at: dt.datetime) -> sa.Select[Letter]:
    older = aliased(Letter)
    held_back = sa.exists().where(
        older.subject == Letter.subject, older.position < Letter.position, older.state.in_(OPEN)
    )
    ripe = sa.or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= at)
    return sa.select(Letter).where(Letter.state.in_(TO_SEND), ripe, ~held_back).order_by(Letter.position)
