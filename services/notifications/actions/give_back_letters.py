"""Give back letters that a sender has claimed and not begun to send."""

import sqlalchemy as sa

from services.notifications.domain.letters import State
from services.notifications.models import Letter
from shared.db.transaction import Transaction


def give_back_letters(tx: Transaction, *, sender: str) -> None:
    claimed = sa.update(Letter).where(Letter.state == State.SENDING, Letter.claimed_by == sender)
    tx.db.execute(claimed.values(state=State.WAITING, claimed_by=None, claimed_at=None))
