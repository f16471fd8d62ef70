"""What pages call the kinds and modes that registration distinguishes."""

import datetime as dt
from typing import Final

from babel.dates import format_date

from services.registration.domain.kinds import EventKind, HolderKind, Mode
from services.registration.pages.blueprint import pages
from shared.kernel.words import N_

KINDS: Final = {
    EventKind.AGM: N_("General meeting"),
    EventKind.GALA: N_("Recognition event"),
    EventKind.REGIONAL_EVENT: N_("Regional event"),
    EventKind.CONFERENCE: N_("Talk"),
    EventKind.PROGRAMME: N_("Program"),
    EventKind.DISCUSSION_GROUP: N_("Discussion group"),
    EventKind.TRAINING: N_("Training"),
    EventKind.WEB_CAPSULE: N_("Web capsule"),
    EventKind.TRAINING_IN_ORGANISATION: N_("Training in an organisation"),
}
MODES: Final = {Mode.IN_PERSON: N_("In person"), Mode.VIRTUAL: N_("Online")}
GUEST_KINDS: Final = {
    HolderKind.GUEST: N_("Guest"),
    HolderKind.DIGNITARY: N_("Dignitary"),
    HolderKind.PARTNER: N_("Partner"),
}
HOLDER_KINDS: Final = {HolderKind.MEMBER: N_("Member"), **GUEST_KINDS}
PLACES: Final = {
    "confirmed": N_("Confirmed"),
    "waitlisted": N_("Waiting list"),
    "offered": N_("Offered"),
    "cancelled": N_("Cancelled"),
}


def month_of(day: dt.date, language: str) -> str:
    """`Mai 2027`, as a heading."""
    text = format_date(day, "LLLL y", locale="en_CA" if language == "en" else "fr_CA")
    return text[:1].upper() + text[1:]


@pages.app_template_filter("kind_words")
def kind_words(kind: EventKind) -> str:
    """What the kind of an event is called, still to be translated."""
    return KINDS[kind]
