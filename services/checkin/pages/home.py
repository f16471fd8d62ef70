"""The staff's first page: the sessions of the day and coming ones, who is in, and the way to the door."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services.checkin.pages.blueprint import door_staff, pages
from services.checkin.pages.words import MODES
from services.checkin.queries.open_devices import open_devices
from services.checkin.queries.sessions_at_hand import sessions_at_hand
from shared.web.access import access
from shared.web.transactions import look


@pages.get("/")
@access(door_staff)
def home() -> ResponseReturnValue:
    with look() as seen:
        found = sessions_at_hand(seen)
        devices = open_devices(seen)
        now = seen.now
    return render_template(
        "checkin/home.html",
        today=[one for one in found if one.is_today],
        coming=[one for one in found if not one.is_today and one.sitting.starts_at > now],
        devices=devices,
        modes=MODES,
        now=now,
    )
