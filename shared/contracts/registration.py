"""What registration says: who is a member, what is held, and who has which place."""

from typing import Final

from marshmallow import fields

from shared.contracts.contract import Body, Contract, Instant, one_of, text
from shared.kernel.causes import Cause

HOLDER_KINDS: Final = ("member", "guest", "dignitary", "partner")
PLACES: Final = ("confirmed", "waitlisted", "offered", "cancelled")
CAUSES: Final = tuple(cause.value for cause in Cause)
# In place of the name of somebody who was erased.
ERASED_NAME: Final = "—"
MODES: Final = ("in_person", "virtual")
EVENT_KINDS: Final = (
    "agm",
    "gala",
    "regional_event",
    "conference",
    "programme",
    "discussion_group",
    "training",
    "web_capsule",
    "training_in_organisation",
)


class BilingualBody(Body):
    fr = text()
    en = text()


class VenueBody(Body):
    name = text()
    address = text()


class SittingBody(Body):
    sitting_id = text()
    title = fields.Nested(BilingualBody, required=True, allow_none=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class SessionBody(Body):
    session_id = text()
    label = fields.Nested(BilingualBody, required=True)
    mode = one_of(*MODES)
    venue = fields.Nested(VenueBody, required=True, allow_none=True)
    meeting_url = text(allow_none=True)
    capacity = fields.Integer(required=True, allow_none=True)
    opens_at = Instant(required=True)
    closes_at = Instant(required=True)
    sittings = fields.List(fields.Nested(SittingBody), required=True)


class EventBody(Body):
    event_id = text()
    slug = text()
    kind = one_of(*EVENT_KINDS)
    title = fields.Nested(BilingualBody, required=True)
    new_activity = fields.Boolean(required=True)
    organisation = text(allow_none=True)


class PublishedEventBody(EventBody):
    state = one_of("published", "cancelled")
    sessions = fields.List(fields.Nested(SessionBody), required=True)


class MemberBody(Body):
    member_id = text()
    number = text()
    given_name = text()
    family_name = text()
    email = text(metadata={"format": "email"})
    organisation = text()
    region = text()
    language = one_of("fr", "en")
    active = fields.Boolean(required=True)


class ErasedBody(Body):
    """Every copy forgets who it was; figures stay what they are."""

    member_id = text()


class StaffBody(Body):
    staff_id = text()
    email = text(metadata={"format": "email"})
    name = text()
    role = one_of("organizer", "door", "administrator")
    active = fields.Boolean(required=True)


class HolderBody(Body):
    kind = one_of(*HOLDER_KINDS)
    person_id = text()
    number = text(allow_none=True)
    given_name = text()
    family_name = text()
    email = text(metadata={"format": "email"})
    language = one_of("fr", "en")
    organisation = text(allow_none=True)
    region = text(allow_none=True)


class TicketBody(Body):
    generation = fields.Integer(required=True)
    key_id = text()


class PlaceBody(Body):
    """A place as it is now, with all that a letter and a door need to know of it.

    `announced` or `reworded`, it is as it was when it changed: said for copies, lost or with old words in them, and not
    for people.
    """

    registration_id = text()
    reference = text()
    place = one_of(*PLACES)
    place_number = fields.Integer(required=True, allow_none=True)
    cause = one_of(*CAUSES)
    # What the organizer says of it to people, where there is something to say.
    reason = fields.Nested(BilingualBody)
    event = fields.Nested(EventBody, required=True)
    session = fields.Nested(SessionBody, required=True)
    holder = fields.Nested(HolderBody, required=True)
    ticket = fields.Nested(TicketBody, required=True)
    occurred_at = Instant(required=True)


class RecipientBody(Body):
    person_id = text()
    given_name = text()
    family_name = text()
    email = text(metadata={"format": "email"})
    language = one_of("fr", "en")


class SignInBody(Body):
    """`recipient` is null for an address that nobody has: both cases do the same work in the same time."""

    sign_in_id = text()
    generation = fields.Integer(required=True)
    key_id = text()
    expires_at = Instant(required=True)
    recipient = fields.Nested(RecipientBody, required=True, allow_none=True)


MEMBER_CHANGED: Final = Contract(
    "registration.member_changed.v1", MemberBody, "member", "who a person of the directory is now"
)
MEMBER_ERASED: Final = Contract(
    "registration.member_erased.v1", ErasedBody, "member", "a person of the directory is to be forgotten, as they asked"
)
STAFF_CHANGED: Final = Contract(
    "registration.staff_changed.v1", StaffBody, "staff account", "who may work here, and as what"
)
EVENT_PUBLISHED: Final = Contract(
    "registration.event_published.v1",
    PublishedEventBody,
    "event",
    "the event with its sessions and sittings; said again at every change",
)
PLACE_CONFIRMED: Final = Contract(
    "registration.place_confirmed.v1",
    PlaceBody,
    "registration",
    "a place was given, or what is said of it changed, with all that a letter and a door need",
)
PLACE_WAITLISTED: Final = Contract(
    "registration.place_waitlisted.v1", PlaceBody, "registration", "a place in the waiting line was given"
)
PLACE_CANCELLED: Final = Contract(
    "registration.place_cancelled.v1",
    PlaceBody,
    "registration",
    "a place was given back, or its event or session is cancelled",
)
SIGN_IN_REQUESTED: Final = Contract(
    "registration.sign_in_requested.v1",
    SignInBody,
    "sign-in",
    "somebody asked to sign in; the recipient is null for an unknown address",
)
