"""What the sender composes letters from."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from services.notifications.domain.letters import TO_SEND, Key
from services.notifications.domain.recipes import Recipe
from services.notifications.models import Letter
from shared.db.transaction import Look
from shared.kernel.words import language_from


@dataclass(frozen=True)
class Claimed:
    """A letter to send now; `attempts` are those before this one."""

    id: str
    recipe: Recipe
    attempts: int
    expires_at: dt.datetime | None


def claimed_letter(look: Look, letter_id: str) -> Claimed:
    letter = look.db.scalars(sa.select(Letter).where(Letter.id == letter_id)).one()
    recipe = Recipe(
        key=Key(letter.template, letter.subject, letter.revision),
        version=letter.template_version,
        language=language_from(letter.language),
        name=letter.name,
        address=letter.address,
        values=letter.values,
    )
    return Claimed(letter.id, recipe, letter.attempts, letter.expires_at)


def has_letters_to_send(look: Look, *, at: dt.datetime) -> bool:
    """Whether it is worth opening a transaction; the claim itself decides what may go."""
    ripe = sa.or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= at)
    return look.db.scalar(sa.select(Letter.position).where(Letter.state.in_(TO_SEND), ripe).limit(1)) is not None
