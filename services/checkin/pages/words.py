"""What pages and files call the kinds that checkin distinguishes, and how each figure is defined."""

from typing import Final

from services.checkin.domain.kinds import EventKind, Evidence, HolderKind, Mode, Place, Rating
from services.checkin.domain.sittings import Progress
from services.checkin.pages.blueprint import pages
from shared.kernel.words import N_
from shared.web.language import gettext

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
HOLDERS: Final = {
    HolderKind.MEMBER: N_("Member"),
    HolderKind.GUEST: N_("Guest"),
    HolderKind.DIGNITARY: N_("Dignitary"),
    HolderKind.PARTNER: N_("Partner"),
}
PLACES: Final = {
    Place.CONFIRMED: N_("Confirmed"),
    Place.WAITLISTED: N_("Waiting list"),
    Place.OFFERED: N_("Offered"),
    Place.CANCELLED: N_("Cancelled"),
}
NO_PLACE: Final = N_("No place (welcomed at the door)")
EVIDENCE: Final = {
    Evidence.SCANNED: N_("Ticket read at the door"),
    Evidence.JOINED: N_("Joined online"),
    Evidence.ENTERED_BY_HAND: N_("Entered by hand"),
    Evidence.OPENED: N_("Opened"),
}
# What is over needs no word: its figures say it.
PROGRESS_OF_EVENT: Final = {Progress.TO_COME: N_("activity to come"), Progress.GOING_ON: N_("activity going on")}
PROGRESS_OF_SITTING: Final = {Progress.TO_COME: N_("to come"), Progress.GOING_ON: N_("going on")}
RATINGS: Final = {
    Rating.VERY_SATISFIED: N_("Very satisfied"),
    Rating.SATISFIED: N_("Satisfied"),
    Rating.LITTLE_SATISFIED: N_("A little satisfied"),
    Rating.NOT_SATISFIED: N_("Not satisfied"),
    Rating.NOT_APPLICABLE: N_("Not applicable"),
}
DEFINITIONS: Final = {
    "participants": N_(
        "Distinct people, members and guests, with at least one attendance not undone at a sitting of the activity "
        "(web capsule: opened)."
    ),
    "satisfaction": N_(
        "(Very satisfied + satisfied) ÷ valid answers to the one overall question; “not applicable” is not a valid "
        "answer. Rounded half up; 100% only when all are satisfied."
    ),
    "interval": N_("What the rate may be among all who came, given the number of answers (Wilson interval at 95%)."),
    "response": N_("Answers received ÷ (people who came and were asked − undeliverable invitations)."),
    "activities": N_("Trainings and web capsules held in the year, each counted once however often it was given."),
    "new_activities": N_("Those of these activities that were new in the year."),
    "members_who_took_part": N_(
        "Distinct members with at least one attendance not undone in one of these activities (web capsule: opened)."
    ),
    "in_organisations": N_(
        "Trainings given in one organisation, not public; those who took them are not among the members above."
    ),
    "year": N_(
        "An activity is in the year in which its first sitting began (web capsule: in which it was first opened). "
        "Over several activities, a rate is the sum of the satisfied ÷ the sum of the valid answers."
    ),
}


def definitions() -> dict[str, str]:
    """What each figure counts, in the reader's language."""
    return {name: gettext(sentence) for name, sentence in DEFINITIONS.items()}


@pages.app_template_filter("kind_words")
def kind_words(kind: EventKind) -> str:
    """What the kind of an event is called, still to be translated."""
    return KINDS[kind]
