"""What checkin's rules refuse, each with a code that never changes and a sentence that says what to do."""

from shared.kernel.refusals import Invalid, NotFound, Refused
from shared.kernel.words import N_


class UnknownDevice(Refused):
    code = "unknown_device"
    status = 401
    sentence = N_("This device may no longer open the door. Sign in and open the door again.")


class NoDoor(Refused):
    code = "no_door"
    sentence = N_("This session has no sitting in person, so it has no door. Choose another session.")


class UnknownSession(NotFound):
    code = "unknown_session"
    sentence = N_("This session is not known here. Go back to the list of sessions and choose again.")


class UnknownMember(NotFound):
    code = "unknown_member"
    sentence = N_("No member has this number. Check the number and type it again.")


class TooManyWrongNumbers(Refused):
    """No 429, after which a phone would wait with all the scans that it has still to send."""

    code = "too_many_wrong_numbers"
    sentence = N_("Too many numbers that no member has. Wait a quarter of an hour, or open the door again.")


class UnknownScan(NotFound):
    code = "unknown_scan"
    sentence = N_("This scan has not been received yet. Send the scans first, then undo.")


class NothingToUndo(Invalid):
    code = "nothing_to_undo"
    sentence = N_("This scan let nobody in: there is nothing to undo.")


class UnknownLink(NotFound):
    code = "unknown_link"
    sentence = N_("This link is not known. Use the link in the email that you received.")


class NoPlace(Refused):
    code = "no_place"
    sentence = N_("This link does not give a place: the registration is on the waiting list or cancelled.")


class EventIsOff(Refused):
    code = "event_is_off"
    sentence = N_("This activity is cancelled. There is nothing to join.")


class SessionIsOff(Refused):
    code = "session_is_off"
    sentence = N_("This session will not take place. See the other sessions of this activity.")


class AtTheVenue(Refused):
    code = "at_the_venue"
    sentence = N_("This session takes place in person. Show your ticket at the door.")


class JoinedTooEarly(Refused):
    code = "joined_too_early"
    sentence = N_("The doors are not open yet. They open 30 minutes before the start: come back then.")


class JoinedTooLate(Refused):
    code = "joined_too_late"
    sentence = N_("This session is over. There is nothing more to join.")


class AlreadyAnswered(Refused):
    code = "already_answered"
    sentence = N_("An answer has already been given with this link. Thank you: there is nothing more to do.")


class SurveyClosed(Refused):
    code = "survey_closed"
    status = 410
    sentence = N_("This survey is closed: answers are no longer taken. Thank you all the same.")
