"""Note what became of a letter after a try."""

import datetime as dt

import sqlalchemy as sa

from services.notifications.domain.delivery import Outcome
from services.notifications.domain.letters import State
from services.notifications.models import Letter
from services.notifications.outgoing import say_letter_failed
from shared.db.transaction import Transaction

# A sender thought dead, that comes back with the server's answer, knows better than the sweeping did.
_OURS = (State.SENDING, State.HANDING_OVER, State.UNCERTAIN)


def note_outcome(
    tx: Transaction, *, letter_id: str, sender: str, outcome: Outcome, reply: str | None, at: dt.datetime
) -> None:
    """Only for the sender's own letter; what a person has settled meanwhile stays settled."""
    letter = tx.db.scalar(sa.select(Letter).where(Letter.id == letter_id).with_for_update())
    if letter is None or letter.claimed_by != sender or letter.state not in _OURS:
        return
    letter.state, letter.reason = outcome.state, outcome.reason
    letter.reply = reply[:1000] if reply else None
    letter.attempts += 1
    letter.next_attempt_at = at + outcome.pause if outcome.pause else None
    if outcome.state is State.SENT:
        letter.sent_at = tx.now
    if outcome.state is State.FAILED:
        say_letter_failed(tx, letter)
