"""Which device a token is."""

import sqlalchemy as sa

from services.checkin.domain.devices import check_device
from services.checkin.domain.refusals import UnknownDevice
from services.checkin.models import Device
from shared.db.transaction import Look
from shared.kernel.secrets import digest
from shared.staff import is_closed


def device_of_token(look: Look, token: str) -> str:
    """The device's id; refuses UnknownDevice for a token that nobody has, was closed, or is over.

    A device is closed with the account that opened it.
    """
    device = look.db.scalar(sa.select(Device).where(Device.token_digest == digest(token)))
    if device is None or is_closed(look, device.opened_by):
        raise UnknownDevice
    check_device(closed_at=device.closed_at, expires_at=device.expires_at, now=look.now)
    return device.id
