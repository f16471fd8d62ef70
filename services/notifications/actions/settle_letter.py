"""Settle an uncertain letter: it arrived, or it is to be sent again."""

from enum import StrEnum

import sqlalchemy as sa

from services.notifications.domain.letters import State
from services.notifications.domain.refusals import NotUncertain
from services.notifications.models import Letter
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound


class Settlement(StrEnum):
    RECEIVED = "received"
    SEND_AGAIN = "send_again"


def settle_letter(tx: Transaction, *, letter_id: str, settlement: Settlement, staff_id: str) -> None:
    """Refuses NotUncertain for any other letter, so that two who settle at once do it once."""
    letter = tx.db.scalar(sa.select(Letter).where(Letter.id == letter_id).with_for_update())
    if letter is None:
        raise NotFound
    if letter.state is not State.UNCERTAIN:
        raise NotUncertain
    letter.settled_by, letter.settled_at, letter.settled_as = staff_id, tx.now, settlement.value
    if settlement is Settlement.RECEIVED:
        letter.state = State.SENT
    else:
        letter.state, letter.claimed_by, letter.claimed_at, letter.next_attempt_at = State.WAITING, None, None, None
