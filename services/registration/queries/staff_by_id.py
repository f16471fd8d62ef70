"""One account of the staff, by id."""

from services.registration.models import StaffAccount
from services.registration.queries.records import KnownStaff
from services.registration.queries.shown import known_staff
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def staff_by_id(look: Look, *, staff_id: str) -> KnownStaff:
    """Open or closed; refuses NotFound."""
    account = look.db.get(StaffAccount, staff_id)
    if account is None:
        raise NotFound
    return known_staff(account)
