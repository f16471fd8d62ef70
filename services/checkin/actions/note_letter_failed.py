"""Note that an invitation could not be delivered, so that it does not count against the response (SRV-3)."""

from services.checkin.models import SurveyInvitation
from shared.db.transaction import Transaction


def note_letter_failed(tx: Transaction, *, letter_subject: str) -> None:
    """Letters about anything else, and invitations answered since, are left alone."""
    invitation = tx.db.get(SurveyInvitation, letter_subject, with_for_update=True)
    if invitation is not None and not invitation.answered:
        invitation.undeliverable = True
