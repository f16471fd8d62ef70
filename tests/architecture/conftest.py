"""The three services, for the tests about the house itself."""

import pytest

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.service import Service

SERVICES = (REGISTRATION, NOTIFICATIONS, CHECKIN)


@pytest.fixture(params=SERVICES, ids=lambda service: service.name)
def service(request: pytest.FixtureRequest) -> Service:
    """Each in its turn."""
    found: Service = request.param
    return found
