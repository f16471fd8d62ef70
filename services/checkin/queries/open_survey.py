"""What a survey's link leads to."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.refusals import UnknownLink
from services.checkin.domain.surveys import may_answer
from services.checkin.models import Event, Session, SurveyInvitation
from services.checkin.models.door_picture import sittings_of
from shared.db.transaction import Look
from shared.kernel.crockford import normalise
from shared.kernel.secrets import digest
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class OpenSurvey:
    """Nothing of who is asked."""

    title: Bilingual
    label: Bilingual
    held_at: datetime | None
    closes_at: datetime


def open_survey(look: Look, token: str) -> OpenSurvey:
    """Refuses UnknownLink, AlreadyAnswered, SurveyClosed."""
    invitation = look.db.scalar(
        sa.select(SurveyInvitation).where(SurveyInvitation.token_digest == digest(normalise(token)))
    )
    if invitation is None:
        raise UnknownLink
    may_answer(answered=invitation.answered, closes_at=invitation.closes_at, now=look.now)
    event, session = look.db.get_one(Event, invitation.event_id), look.db.get_one(Session, invitation.session_id)
    return OpenSurvey(
        title=Bilingual(event.title_fr, event.title_en),
        label=Bilingual(session.label_fr, session.label_en),
        held_at=min((sitting.starts_at for sitting in sittings_of(session)), default=None),
        closes_at=invitation.closes_at,
    )
