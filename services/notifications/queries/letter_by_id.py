"""One letter as the organizer sees it: to whom, about what, and all that became of it; never its codes."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from services.notifications.domain.delivery import Reason
from services.notifications.domain.letters import LetterClass, State, Template, class_of
from services.notifications.models import Event, Letter
from shared.db.tables import staff_copy
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class LetterShown:
    """`reply` is the mail server's last word, as it said it."""

    id: str
    template: Template
    kind: LetterClass
    state: State
    name: str
    address: str
    language: str
    event: Bilingual | None
    written_at: dt.datetime
    sent_at: dt.datetime | None
    attempts: int
    next_attempt_at: dt.datetime | None
    reason: Reason | None
    reply: str | None
    settled_by: str | None
    settled_at: dt.datetime | None
    settled_as: str | None


def letter_by_id(look: Look, letter_id: str) -> LetterShown:
    """Refuses NotFound."""
    row = look.db.execute(
        sa.select(Letter, Event, staff_copy.c.name)
        .outerjoin(Event, Event.id == Letter.event_id)
        .outerjoin(staff_copy, staff_copy.c.staff_id == Letter.settled_by)
        .where(Letter.id == letter_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    letter, event, settled_by = row
    return LetterShown(
        id=letter.id,
        template=letter.template,
        kind=class_of(letter.template),
        state=letter.state,
        name=letter.name,
        address=letter.address,
        language=letter.language,
        event=Bilingual(event.title_fr, event.title_en) if event else None,
        written_at=letter.written_at,
        sent_at=letter.sent_at,
        attempts=letter.attempts,
        next_attempt_at=letter.next_attempt_at,
        reason=letter.reason,
        reply=letter.reply,
        settled_by=settled_by,
        settled_at=letter.settled_at,
        settled_as=letter.settled_as,
    )
