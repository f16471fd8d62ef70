"""Ask those who came to a session how it was, once each."""

import sqlalchemy as sa

from services.checkin.domain.surveys import closing_of, is_due
from services.checkin.models import Attendance, Event, Session, SurveyInvitation
from services.checkin.models.door_picture import sittings_of
from services.checkin.outgoing import say_invitation
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


def invite_to_survey(tx: Transaction, *, session_id: str) -> int:
    """How many were asked now: everybody who came, members, guests and walk-ins, and was not asked before."""
    session = lock(tx.db, Session, session_id)
    if session.withdrawn or not is_due(session.event.kind, session.event.state, sittings_of(session), now=tx.now):
        return 0
    people = tx.db.scalars(_who_came(session_id)).all()
    for person_id in people:
        _invite(tx, session, session.event, person_id)
    return len(people)


def _who_came(session_id: str) -> sa.Select[str]:
    asked = sa.select(SurveyInvitation.person_id).where(SurveyInvitation.session_id == session_id)
    return (
        sa.select(Attendance.person_id)
        .where(Attendance.session_id == session_id, Attendance.undone.is_(False), Attendance.person_id.not_in(asked))
        .distinct()
        .order_by(Attendance.person_id)
    )


def _invite(tx: Transaction, session: Session, event: Event, person_id: str) -> None:
    invitation_id, key_id = new_id(), tx.keys.active
    token = tx.keys.token("survey", invitation_id, generation=1, key_id=key_id)
    invitation = SurveyInvitation(
        id=invitation_id,
        event_id=event.id,
        session_id=session.id,
        person_id=person_id,
        token_digest=digest(token),
        generation=1,
        key_id=key_id,
        invited_at=tx.now,
        closes_at=closing_of(tx.now),
        answered=False,
        undeliverable=False,
    )
    tx.db.add(invitation)
    tx.db.flush()
    say_invitation(tx, invitation, event)
