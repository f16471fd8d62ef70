"""Give the places that are free to those who wait, in their order."""

from collections.abc import Sequence

from services.registration.domain.places import Place, how_many_move_up
from services.registration.models import Registration, Session
from services.registration.models.places import availability_of, beginning_of, first_in_line
from services.registration.outgoing import say_place
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause


def move_up(tx: Transaction, session: Session) -> Sequence[Registration]:
    """Those who moved; the session must be locked."""
    free = how_many_move_up(availability_of(tx.db, session), begins_at=beginning_of(session), now=tx.now)
    moving = first_in_line(tx.db, session_id=session.id, count=free) if free else []
    for registration in moving:
        session.places_numbered += 1
        registration.place = Place.CONFIRMED
        registration.place_number = session.places_numbered
        registration.revision += 1
        registration.place_changed_at = tx.now
        say_place(tx, registration, Cause.MOVED_UP)
    return moving
