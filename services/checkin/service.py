"""Checkin's table of contents: start reading here."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from services.checkin.api import api
from services.checkin.chores.invite_those_who_came import invite_those_who_came
from services.checkin.commands.announce import ANNOUNCE
from services.checkin.commands.year_figures import year_figures_command
from services.checkin.messages import handlers
from services.checkin.models import Base
from services.checkin.pages import pages
from services.checkin.pages.door import door
from shared.contracts.notifications import LETTER_FAILED
from shared.contracts.registration import (
    EVENT_PUBLISHED,
    MEMBER_CHANGED,
    MEMBER_ERASED,
    PLACE_CANCELLED,
    PLACE_CONFIRMED,
    PLACE_WAITLISTED,
    STAFF_CHANGED,
)
from shared.service import Chore, Service

SERVICE: Final = Service(
    name="checkin",
    mount="/checkin",
    folder=Path(__file__).parent,
    metadata=Base.metadata,
    blueprints=[pages, door, api],
    handlers={
        MEMBER_CHANGED: handlers.on_member_changed,
        MEMBER_ERASED: handlers.on_member_erased,
        STAFF_CHANGED: handlers.on_staff_changed,
        EVENT_PUBLISHED: handlers.on_event_published,
        PLACE_CONFIRMED: handlers.on_place_changed,
        PLACE_WAITLISTED: handlers.on_place_changed,
        PLACE_CANCELLED: handlers.on_place_changed,
        LETTER_FAILED: handlers.on_letter_failed,
    },
    chores=[Chore("invite-those-who-came", timedelta(minutes=1), invite_those_who_came)],
    commands=[year_figures_command, ANNOUNCE],
)
