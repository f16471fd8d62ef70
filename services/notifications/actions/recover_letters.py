"""Put in order the letters whose sender is gone: to be sent, or uncertain if they may have arrived."""

import datetime as dt

import sqlalchemy as sa

from services.notifications.domain.delivery import LEASE, after_crash
from services.notifications.domain.letters import State
from services.notifications.models import Letter
from shared.db.transaction import Transaction


def recover_letters(tx: Transaction, *, at: dt.datetime, host: str | None = None) -> None:
    """Those silent for longer than a lease, and at once all those of a `host` that has just started again."""
    silent = Letter.claimed_at <= at - LEASE
    gone = sa.or_(silent, Letter.claimed_by.startswith(f"{host}/", autoescape=True)) if host else silent
    held = sa.select(Letter).where(Letter.state.in_((State.SENDING, State.HANDING_OVER)), gone)
    for letter in tx.db.scalars(held.with_for_update(skip_locked=True)):
        letter.state = after_crash(letter.state)
        if letter.state is State.WAITING:
            letter.claimed_by = letter.claimed_at = None
