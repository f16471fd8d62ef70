"""Take the next letters to send, in the order of their rows."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from services.notifications.domain.letters import OPEN, TO_SEND, Key, State
from services.notifications.domain.recipes import Claimed, Recipe
from services.notifications.models import Letter
from shared.db.transaction import Transaction
from shared.kernel.words import language_from


def claim_letters(tx: Transaction, *, sender: str, at: dt.datetime, limit: int) -> list[Claimed]:
    """The letters that are now `sender`'s; a letter waits for an older one about the same thing."""
    # As a common table PostgreSQL looks for them once; as a subquery it may look again, and take more.
    due = _due(at).limit(limit).with_for_update(skip_locked=True).cte("due")
    claimed = sa.update(Letter).where(Letter.position.in_(sa.select(due.c.position)))
    claimed = claimed.values(state=State.SENDING, claimed_by=sender, claimed_at=at)
    letters = tx.db.scalars(claimed.returning(Letter))
    return [_claimed(letter) for letter in sorted(letters, key=lambda letter: letter.position)]


def _claimed(letter: Letter) -> Claimed:
    recipe = Recipe(
        key=Key(letter.template, letter.subject, letter.revision),
        version=letter.template_version,
        language=language_from(letter.language),
        name=letter.name,
        address=letter.address,
        values=letter.values,
    )
    return Claimed(letter.id, recipe, letter.attempts, letter.expires_at)


def _due(at: dt.datetime) -> sa.Select[int]:
    older = aliased(Letter)
    held_back = sa.exists().where(
        older.subject == Letter.subject, older.position < Letter.position, older.state.in_(OPEN)
    )
    ripe = sa.or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= at)
    return sa.select(Letter.position).where(Letter.state.in_(TO_SEND), ripe, ~held_back).order_by(Letter.position)
