"""Whether a letter waits for the sender."""

import datetime as dt

import sqlalchemy as sa

from services.notifications.domain.letters import TO_SEND
from services.notifications.models import Letter
from shared.db.transaction import Look


def has_letters_to_send(look: Look, *, at: dt.datetime) -> bool:
    """Whether it is worth opening a transaction; the claim itself decides what may go."""
    ripe = sa.or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= at)
    return look.db.scalar(sa.select(Letter.position).where(Letter.state.in_(TO_SEND), ripe).limit(1)) is not None
