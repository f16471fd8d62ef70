"""Closing a door from afar: its telephone is lost, or went home with somebody."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from services.checkin.actions.close_device import close_device
from services.checkin.pages.blueprint import door_staff, pages
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.language import gettext
from shared.web.transactions import begin


@pages.post("/devices/<device_id>/close")
@access(door_staff)
def close_door(device_id: str) -> ResponseReturnValue:
    """Harmless twice; what the device still holds is handed over once its door is opened again."""
    with begin() as tx:
        close_device(tx, device_id=device_id)
    flash(gettext(N_("The door is closed on that device. To use it again, sign in and open the door on it.")))
    return redirect(url_for("checkin.home"), 303)
