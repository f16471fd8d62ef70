"""Take a place, or a turn in the line, back: whatever the cause."""

from collections.abc import Iterable

from services.registration.domain.places import Place
from services.registration.models import Registration, Session
from services.registration.models.places import active_in
from services.registration.outgoing import say_places
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.kernel.words import Bilingual


def give_back(tx: Transaction, registration: Registration) -> None:
    """The session must be locked; whoever calls this says why."""
    registration.place = Place.CANCELLED
    registration.revision += 1
    registration.place_changed_at = tx.now
    # The needs were told for this place; without it there is no reason to keep them (PRV-4).
    registration.needs = None


def give_all_back(tx: Transaction, sessions: Iterable[Session], cause: Cause, reason: Bilingual) -> int:
    """How many people are told; nobody moves up into what does not take place."""
    holders = [registration for session in sessions for registration in active_in(tx.db, session.id)]
    for registration in holders:
        give_back(tx, registration)
    tx.db.flush()
    say_places(tx, holders, cause, reason=reason)
    return len(holders)
