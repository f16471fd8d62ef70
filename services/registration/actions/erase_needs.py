"""Erase food and access needs some days after the event, thirty where the organisation does not say less (PRV-4)."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from services.registration.models import Needs, Registration, Session, Sitting
from shared.db.transaction import Transaction

LONGEST_KEPT = 30


def erase_needs(tx: Transaction) -> int:
    """How many were erased; a session without a sitting is over when its registration closes."""
    kept_for = timedelta(days=min(LONGEST_KEPT, tx.organisation.retention_days.get("needs", LONGEST_KEPT)))
    ended_at = func.coalesce(func.max(Sitting.ends_at), func.max(Session.closes_at))
    over = select(Session.id).outerjoin(Sitting).group_by(Session.id).having(ended_at <= tx.now - kept_for)
    of_them = select(Registration.id).where(Registration.session_id.in_(over))
    erased = tx.db.execute(delete(Needs).where(Needs.registration_id.in_(of_them)).returning(Needs.registration_id))
    return len(erased.all())
