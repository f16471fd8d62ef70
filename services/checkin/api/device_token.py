"""The rule of addresses that only an open door may use: a device's own token, in a header."""

from dataclasses import dataclass
from typing import ClassVar

from flask import g, request

from services.checkin.domain.refusals import UnknownDevice
from services.checkin.queries.device_of_token import device_of_token
from shared.kernel.refusals import Refused
from shared.web.transactions import look


@dataclass(frozen=True)
class DeviceToken:
    """Proven by a header that no other site can borrow, hence without a form's token."""

    name: str = "device"
    by_token: ClassVar[bool] = True
    refuses: ClassVar[tuple[type[Refused], ...]] = (UnknownDevice,)

    def check(self) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            raise UnknownDevice
        with look() as seen:
            g.device_id = device_of_token(seen, token)


device = DeviceToken()


def current_device() -> str:
    """The id of the device whose token came with the request."""
    device_id: str = g.device_id
    return device_id
