"""Take a place, or a turn in the line, back: whatever the cause."""

from services.registration.domain.places import Place
from services.registration.models import Registration
from shared.db.transaction import Transaction


def give_back(tx: Transaction, registration: Registration) -> None:
    """The session must be locked; whoever calls this says why."""
    registration.place = Place.CANCELLED
    registration.revision += 1
    registration.place_changed_at = tx.now
    # The needs were told for this place; without it there is no reason to keep them (PRV-4).
    registration.needs = None
