"""One registration, for the one who holds it."""

from services.registration.domain.reference import as_stored
from services.registration.models import Registration
from services.registration.queries.records import ShownRegistration
from services.registration.queries.shown_registrations import shown_registrations
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def registration_by_reference(look: Look, *, reference: str, member_id: str) -> ShownRegistration:
    """Another's registration and one that does not exist are alike: NotFound."""
    stored = as_stored(reference)
    if stored is None:
        raise NotFound
    found = shown_registrations(look, Registration.reference == stored, Registration.member_id == member_id)
    if not found:
        raise NotFound
    return found[0]
