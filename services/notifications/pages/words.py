"""What states and kinds of letters are called on the organizer's pages."""

from typing import Final

from services.notifications.domain.delivery import Reason
from services.notifications.domain.letters import LetterClass, State, Template
from shared.kernel.words import N_

STATES: Final = {
    State.WAITING: N_("Waiting"),
    State.SENDING: N_("Being sent"),
    State.HANDING_OVER: N_("Being handed over"),
    State.SENT: N_("Sent"),
    State.DEFERRED: N_("Put off"),
    State.FAILED: N_("Failed"),
    State.UNCERTAIN: N_("Uncertain"),
}

# What each state means, and what to do about it.
MEANINGS: Final = {
    State.WAITING: N_("It goes out as soon as its turn comes."),
    State.SENDING: N_("The mail server is being offered this email."),
    State.HANDING_OVER: N_("The mail server is taking this email."),
    State.SENT: N_("The mail server has accepted this email."),
    State.DEFERRED: N_("The mail server did not take this email this time. We will try again, by ourselves."),
    State.FAILED: N_(
        "This email will not be tried again. Correct the address in the directory, or tell the person another way."
    ),
    State.UNCERTAIN: N_(
        "The email was handed over and no answer came: nobody knows if it arrived. Ask the person, then settle it."
    ),
}

BADGES: Final = {
    State.WAITING: "info",
    State.SENDING: "info",
    State.HANDING_OVER: "info",
    State.SENT: "success",
    State.DEFERRED: "warning",
    State.FAILED: "error",
    State.UNCERTAIN: "warning",
}

TEMPLATES: Final = {
    Template.SIGN_IN: N_("Sign-in"),
    Template.PLACE_CONFIRMED: N_("Place confirmed"),
    Template.PLACE_WAITLISTED: N_("Waiting list"),
    Template.PLACE_CANCELLED: N_("Registration cancelled"),
    Template.EVENT_CHANGED: N_("Activity changed"),
    Template.REMINDER: N_("Reminder"),
    Template.SURVEY_INVITATION: N_("Survey invitation"),
}

REASONS: Final = {
    Reason.REFUSED: N_("The mail server refused it for good."),
    Reason.GAVE_UP: N_("The mail server put it off for about three days."),
    Reason.EXPIRED: N_("It was no longer of use when its turn came."),
    Reason.NOT_COMPOSED: N_("It could not be made into mail: the address or a name is not usable."),
}

CLASSES: Final = {LetterClass.TRANSACTIONAL: N_("Transactional: no consent needed, no promotion in it")}
LANGUAGES: Final = {"fr": N_("French"), "en": N_("English")}
SETTLEMENTS: Final = {"received": N_("It arrived"), "send_again": N_("It was sent again")}
