"""Note what became of a letter after a try."""

import datetime as dt

import sqlalchemy as sa

from services.notifications.domain.delivery import Outcome
from services.notifications.domain.letters import State
from services.notifications.models import Letter
from services.notifications.outgoing import say_letter_failed
from shared.db.transaction import Transaction
from shared.messaging.reading import storable

# A sender thought dead, that comes back with the server's answer, knows better than the sweeping did.
_OURS = (State.SENDING, State.HANDING_OVER, State.UNCERTAIN)


def note_outcome(
    tx: Transaction, *, letter_id: str, sender: str, outcome: Outcome, reply: str | None, at: dt.datetime
) -> None:
    """Only for the sender's own letter; what a person has settled meanwhile stays settled."""
    ours = sa.update(Letter).where(Letter.id == letter_id, Letter.claimed_by == sender, Letter.state.in_(_OURS))
    noted = ours.values(
        state=outcome.state,
        reason=outcome.reason,
        # Servers name the address in their answers: nobody keeps that of somebody erased meanwhile.
        reply=sa.case((Letter.address == "", None), else_=storable(reply, 1000)) if reply else None,
        attempts=Letter.attempts + 1,
        next_attempt_at=at + outcome.pause if outcome.pause else None,
        sent_at=tx.now if outcome.state is State.SENT else None,
    )
    letter = tx.db.scalar(noted.returning(Letter))
    if letter is not None and outcome.state is State.FAILED:
        say_letter_failed(tx, letter)
