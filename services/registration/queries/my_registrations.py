"""« Mes inscriptions »: all that a member holds or has held."""

from datetime import UTC, datetime

from services.registration.domain.places import Place
from services.registration.models import Registration
from services.registration.queries.records import ShownRegistration
from services.registration.queries.shown_registrations import shown_registrations
from shared.db.transaction import Look

_LAST = datetime.max.replace(tzinfo=UTC)


def my_registrations(look: Look, *, member_id: str) -> list[ShownRegistration]:
    """What is still to come first, the next one on top; then the past, the latest on top; then the cancelled."""
    held = shown_registrations(look, Registration.member_id == member_id)
    coming = [one for one in held if one.is_coming(look.now)]
    past = [one for one in held if one.place is not Place.CANCELLED and not one.is_coming(look.now)]
    cancelled = [one for one in held if one.place is Place.CANCELLED]
    return sorted(coming, key=_begins_at) + sorted(past, key=_begins_at, reverse=True) + cancelled


def _begins_at(registration: ShownRegistration) -> datetime:
    return registration.session.begins_at or _LAST
