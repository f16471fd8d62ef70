"""What registration's rules refuse, each with a code that never changes and a sentence that says what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.registration.domain.addresses import ACCENTS
from shared.kernel.refusals import Invalid, NotFound, Refused
from shared.kernel.words import N_


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the field's name as the form spells it, and a sentence to translate."""

    field: str
    sentence: str


class SessionIsOff(Refused):
    code = "session_is_off"
    sentence = N_("This session will not take place. See the other sessions of this activity.")


class AlreadyRegistered(Refused):
    code = "already_registered"
    sentence = N_("This person already holds a registration for this session.")


class NotOpenYet(Refused):
    code = "not_open_yet"
    sentence = N_("Registration for this session has not opened yet. Come back when it opens.")


class NoLongerOpen(Refused):
    code = "no_longer_open"
    sentence = N_("Registration for this session is closed. Write to us if you still want to come.")


class AlreadyCancelled(Refused):
    code = "already_cancelled"
    sentence = N_("This registration is already cancelled. There is nothing more to do.")


class PlaceUsed(Refused):
    code = "place_used"
    sentence = N_("This place has been used: the person came. It can no longer be cancelled.")


class TooLateToCancel(Refused):
    code = "too_late_to_cancel"
    sentence = N_("The session has begun: the registration can no longer be cancelled here. Write to us.")


class AlreadyPublished(Refused):
    code = "already_published"
    sentence = N_("This activity is already published: change or cancel it from its own page.")


class NotPublished(Refused):
    code = "not_published"
    sentence = N_("This activity is not published, or no longer takes place: nothing of it can be changed in this way.")


class EventBegun(Refused):
    code = "event_begun"
    sentence = N_(
        "This activity has begun: it can no longer be cancelled. Cancel the registrations one by one instead."
    )


class SessionBegun(Refused):
    code = "session_begun"
    sentence = N_("This session has begun: it can no longer be cancelled. Cancel the registrations one by one instead.")


class LastSession(Refused):
    code = "last_session"
    sentence = N_("No other session of this activity takes place: cancel the activity instead.")


class ChangedMeanwhile(Refused):
    code = "changed_meanwhile"
    sentence = N_(
        "Somebody else has changed this activity meanwhile. Open the form again, and make your changes there."
    )


class FixedOncePublished(Refused):
    code = "fixed_once_published"
    sentence = N_(
        "The kind, the organisation and the address of a published activity stay as they are. "
        "Make a copy of it instead."
    )


class SessionHasRegistrations(Refused):
    code = "session_has_registrations"
    sentence = N_("People have registered for a session that you removed. Put it back: it cannot be taken away.")


class AboutAnAnswer(Refused):
    """`field` is the answer's name as the form spells it."""

    def __init__(self, field: str, **values: object) -> None:
        super().__init__(**values)
        self.field = field


class CapacityBelowHeld(AboutAnAnswer):
    code = "capacity_below_held"
    sentence = N_("Places already held: %(held)s. Enter at least this number, or cancel registrations first.")


class SittingBegun(AboutAnAnswer):
    code = "sitting_begun"
    sentence = N_(
        "What has begun stays with its dates, even before the hour once somebody has come, and nothing can be moved "
        "into the past. Enter a time to come."
    )


class SlugTaken(Refused):
    code = "slug_taken"
    sentence = N_("Another activity already has this address. Choose another one.")


class EmailTaken(Refused):
    code = "email_taken"
    sentence = N_("An account with this email address already exists. Use another address.")


class UnreachableAddress(Invalid):
    code = "unreachable_address"
    sentence = ACCENTS


class UnknownStaff(NotFound):
    code = "unknown_staff"
    sentence = N_("No open account has this email address. Check the address.")


class WeakPassword(Invalid):
    code = "weak_password"
    sentence = N_("The password is too short. Use at least %(length)s characters.")


class NoSuchLocalTime(Invalid):
    code = "no_such_local_time"
    sentence = N_("This hour does not exist on that day, when clocks go forward. Choose another hour.")


class NotReady(Invalid):
    """The event cannot be published yet; `problems` says what is to be mended, field by field."""

    code = "not_ready"
    sentence = N_("The activity is not ready to be published. Complete what is listed below.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class DirectoryRefused(Invalid):
    """Nothing of the file was imported; `problems` says why, in the order of the lines."""

    code = "directory_refused"
    sentence = N_("The directory was not imported: nothing has changed. Correct the lines below and import it again.")

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__()
        self.problems = tuple(problems)
