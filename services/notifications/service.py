"""Notifications' table of contents: start reading here."""

from pathlib import Path
from typing import Final

from services.notifications.chores.remind_those_who_come import REMIND_THOSE_WHO_COME
from services.notifications.chores.sweep_letters import SWEEP_LETTERS
from services.notifications.commands.letters import letters_command
from services.notifications.commands.settle_letter import settle_letter_command
from services.notifications.messages.on_member_changed import on_member_changed
from services.notifications.messages.on_member_erased import on_member_erased
from services.notifications.messages.on_place_changed import on_place_changed
from services.notifications.messages.on_sign_in_requested import on_sign_in_requested
from services.notifications.messages.on_survey_invited import on_survey_invited
from services.notifications.models import Base
from services.notifications.pages.letters import pages
from services.notifications.queries.tallied_letters import tallied_letters
from services.notifications.queries.unfinished_letters import unfinished_letters
from services.notifications.sending.part import SENDER
from shared.contracts.checkin import SURVEY_INVITED
from shared.contracts.registration import (
    MEMBER_CHANGED,
    MEMBER_ERASED,
    PLACE_CANCELLED,
    PLACE_CONFIRMED,
    PLACE_WAITLISTED,
    SIGN_IN_REQUESTED,
    STAFF_CHANGED,
)
from shared.service import Service
from shared.staff import keep_staff

SERVICE: Final = Service(
    name="notifications",
    mount="/notifications",
    folder=Path(__file__).parent,
    metadata=Base.metadata,
    blueprints=[pages],
    handlers={
        MEMBER_CHANGED: on_member_changed,
        MEMBER_ERASED: on_member_erased,
        STAFF_CHANGED: keep_staff,
        PLACE_CONFIRMED: on_place_changed,
        PLACE_WAITLISTED: on_place_changed,
        PLACE_CANCELLED: on_place_changed,
        SIGN_IN_REQUESTED: on_sign_in_requested,
        SURVEY_INVITED: on_survey_invited,
    },
    chores=[SWEEP_LETTERS, REMIND_THOSE_WHO_COME],
    commands=[letters_command, settle_letter_command],
    parts=[SENDER],
    unfinished=unfinished_letters,
    tallies=tallied_letters,
)
