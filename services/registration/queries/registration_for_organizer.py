"""One registration by its reference, whoever holds it, for those who may cancel it."""

from services.registration.domain.reference import as_stored
from services.registration.models import Registration
from services.registration.queries.records import ShownRegistration
from services.registration.queries.shown_registrations import shown_registrations
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def registration_for_organizer(look: Look, *, reference: str) -> ShownRegistration:
    found = shown_registrations(look, Registration.reference == (as_stored(reference) or ""))
    if not found:
        raise NotFound
    return found[0]
