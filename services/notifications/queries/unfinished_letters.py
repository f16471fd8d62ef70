"""How many letters are still to be worked on, by the sender or by time."""

import sqlalchemy as sa

from services.notifications.domain.letters import OPEN
from services.notifications.models import Letter
from shared.db.transaction import Look


def unfinished_letters(look: Look) -> int:
    return look.db.scalar(sa.select(sa.func.count()).select_from(Letter).where(Letter.state.in_(OPEN))) or 0
