"""`announce`: who came, as it stands."""

from typing import Final

from services.checkin.actions.announce import announce_attendances
from shared.messaging.announce import announce_command

ANNOUNCE: Final = announce_command({"attendances": announce_attendances})
