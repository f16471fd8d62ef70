"""`announce`: the directory, the staff, the events and the places, as they stand."""

from typing import Final

from services.registration.actions.announce import announce_events, announce_members, announce_places, announce_staff
from shared.messaging.announce import announce_command

ANNOUNCE: Final = announce_command(
    {"members": announce_members, "staff": announce_staff, "events": announce_events, "places": announce_places}
)
