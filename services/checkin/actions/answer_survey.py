"""Take one confidential answer."""

import sqlalchemy as sa

from services.checkin.domain.kinds import Rating
from services.checkin.domain.refusals import AlreadyAnswered, UnknownLink
from services.checkin.domain.surveys import may_answer
from services.checkin.models import SurveyComment, SurveyInvitation, SurveyRating
from shared.db.transaction import Transaction
from shared.kernel.crockford import normalise
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


def answer_survey(tx: Transaction, *, token: str, rating: Rating, comment: str) -> None:
    """One an invitation, however many tries come at once. Refuses UnknownLink, AlreadyAnswered, SurveyClosed.

    The rating and the comment are rows of their own with ids of their own: nothing of the invitation goes into them.
    """
    ours = SurveyInvitation.token_digest == digest(normalise(token))
    invitation = tx.db.scalar(sa.select(SurveyInvitation).where(ours))
    if invitation is None:
        raise UnknownLink
    may_answer(answered=invitation.answered, closes_at=invitation.closes_at, now=tx.now)
    _spend(tx, invitation.id)
    tx.db.add(SurveyRating(id=new_id(), event_id=invitation.event_id, rating=rating))
    if comment.strip():
        tx.db.add(SurveyComment(id=new_id(), event_id=invitation.event_id, text=comment.strip()))


def _spend(tx: Transaction, invitation_id: str) -> None:
    """Of many tries at once, one finds it unspent. Who answers has been reached, whatever a mail server said before."""
    spent = tx.db.scalar(
        sa.update(SurveyInvitation)
        .where(SurveyInvitation.id == invitation_id, SurveyInvitation.answered.is_(False))
        .values(answered=True, undeliverable=False)
        .returning(SurveyInvitation.id)
    )
    if spent is None:
        raise AlreadyAnswered
