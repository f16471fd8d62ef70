"""Note that the server is ready to take a letter: from here on it may arrive."""

import datetime as dt

import sqlalchemy as sa

from services.notifications.domain.letters import State
from services.notifications.models import Letter
from shared.db.transaction import Transaction


def note_handing_over(tx: Transaction, *, letter_id: str, address: str, sender: str, at: dt.datetime) -> bool:
    """Whether the letter is still this sender's to hand over, and to this address; if not, it must not go."""
    taken = (
        sa.update(Letter)
        .where(Letter.id == letter_id, Letter.state == State.SENDING, Letter.claimed_by == sender)
        # Whoever was erased since the claim has no address any more.
        .where(Letter.address == address)
        .values(state=State.HANDING_OVER, claimed_at=at)
        .returning(Letter.id)
    )
    return tx.db.scalar(taken) is not None
