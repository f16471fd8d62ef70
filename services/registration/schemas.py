"""What registration accepts from outside, form or JSON alike; knows no database."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from services.registration.domain.addresses import ACCENTS, is_address
from services.registration.domain.events import WEB_ADDRESSES, EventDraft, SessionDraft, SittingDraft
from services.registration.domain.kinds import GUEST_KINDS, EventKind, HolderKind, Mode
from services.registration.domain.local_time import moment_of
from services.registration.domain.people import GuestGiven
from services.registration.domain.slugs import LONGEST, is_slug
from services.registration.domain.text import fits_in_paragraphs, fits_on_one_line
from shared.kernel.words import LANGUAGES, N_

MOST_SESSIONS = 40
MOST_SITTINGS = 40
EARLIEST_DAY, LATEST_DAY = date(2000, 1, 1), date(2199, 12, 31)
LARGEST_CAPACITY = 100_000

# In marshmallow's own words, which the pages know how to say to the reader.
NOT_A_TIME = "Not a valid datetime."
NOT_AN_ADDRESS = "Not a valid email address."


class Typed(Schema):
    """What was left empty is as if it were not there, so that "required" means what it says."""

    @pre_load
    def leave_out_what_is_empty(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {name: value for name, value in data.items() if value not in (None, "")}


def one_line(longest: int, *, required: bool = False) -> fields.String:
    """Words as they were typed, on one line: they may stand in the subject of a letter."""
    check: list[Callable[[str], object]] = [validate.Length(max=longest), _refuse_several_lines]
    return fields.String(required=True, validate=check) if required else fields.String(load_default="", validate=check)


def paragraphs(longest: int) -> fields.String:
    """Words as they were typed, on several lines."""
    return fields.String(load_default="", validate=[validate.Length(max=longest), _refuse_invisible])


def _refuse_several_lines(text: str) -> None:
    if not fits_on_one_line(text):
        raise ValidationError(N_("Write this answer on one line, without invisible characters."))


def _refuse_invisible(text: str) -> None:
    if not fits_in_paragraphs(text):
        raise ValidationError(N_("This answer holds an invisible character. Type it again."))


class LocalTime(fields.Field[datetime]):
    """An hour on the organisation's clocks, `2022-05-06T13:30`: naive, for `moment_of` to place."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        try:
            local = datetime.fromisoformat(value)
        except (TypeError, ValueError) as wrong:
            raise ValidationError(NOT_A_TIME) from wrong
        if local.tzinfo is not None or not EARLIEST_DAY <= local.date() <= LATEST_DAY:
            raise ValidationError(NOT_A_TIME)
        return local


def _choice(kind: type[EventKind] | type[Mode]) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf([choice.value for choice in kind]))


def _email() -> fields.Email:
    return fields.Email(required=True, validate=[validate.Length(max=254), _refuse_unreachable])


def _refuse_unreachable(email: str) -> None:
    if not is_address(email):
        raise ValidationError(ACCENTS if not email.isascii() else NOT_AN_ADDRESS)


class SignInSchema(Typed):
    email = _email()


class SignInCodeSchema(Typed):
    code = one_line(40, required=True)


class StaffSignInSchema(Typed):
    email = _email()
    password = fields.String(required=True, validate=validate.Length(max=200))


class RegisterSchema(Typed):
    """Needs are optional; without the ticked box they are not accepted (PRV-4)."""

    needs_food = paragraphs(500)
    needs_access = paragraphs(500)
    needs_consent = fields.Boolean(load_default=False)
    idempotency_key = fields.String(required=True, validate=validate.Length(min=8, max=64))

    @validates_schema
    def needs_come_with_consent(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data.get("needs_food") or data.get("needs_access")) and not data.get("needs_consent"):
            message = N_("Tick the box so that we may keep these answers, or leave both empty.")
            raise ValidationError(message, "needs_consent")


class GuestSchema(Typed):
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in GUEST_KINDS]))
    given_name = one_line(100, required=True)
    family_name = one_line(100, required=True)
    email = _email()
    language = fields.String(load_default="fr", validate=validate.OneOf(LANGUAGES))
    organisation = one_line(200)
    session_id = one_line(36, required=True)


class CopySchema(Typed):
    first_day = fields.Date(required=True, validate=validate.Range(min=EARLIEST_DAY, max=LATEST_DAY))


class CancelEventSchema(Typed):
    """The reason stands in a letter: on one line."""

    reason_fr = one_line(500, required=True)
    reason_en = one_line(500)


class SittingSchema(Typed):
    sitting_id = one_line(36)
    title_fr = one_line(200)
    title_en = one_line(200)
    starts_at = LocalTime(required=True)
    ends_at = LocalTime(required=True)

    @validates_schema
    def ends_after_it_starts(self, data: Mapping[str, Any], **_: Any) -> None:
        if "starts_at" in data and "ends_at" in data and data["ends_at"] <= data["starts_at"]:
            raise ValidationError(N_("Enter an end that comes after the start."), "ends_at")


class SessionSchema(Typed):
    session_id = one_line(36)
    label_fr = one_line(120)
    label_en = one_line(120)
    mode = _choice(Mode)
    venue_name = one_line(200)
    venue_address = one_line(300)
    meeting_url = one_line(500)
    capacity = fields.Integer(load_default=None, validate=validate.Range(min=1, max=LARGEST_CAPACITY))
    opens_at = LocalTime(load_default=None)
    closes_at = LocalTime(load_default=None)
    sittings = fields.List(fields.Nested(SittingSchema), load_default=list, validate=validate.Length(max=MOST_SITTINGS))

    @validates_schema
    def meets_on_the_web(self, data: Mapping[str, Any], **_: Any) -> None:
        address = data.get("meeting_url")
        if address and (not address.startswith(WEB_ADDRESSES) or any(map(str.isspace, address))):
            raise ValidationError(N_("Enter an address that begins with https://."), "meeting_url")

    @validates_schema
    def opens_before_it_closes(self, data: Mapping[str, Any], **_: Any) -> None:
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            raise ValidationError(N_("Enter a closing time that comes after the opening time."), "closes_at")


class EventSchema(Typed):
    """A draft: what publishing needs besides is asked by domain/events.py."""

    slug = one_line(LONGEST)
    kind = _choice(EventKind)
    title_fr = one_line(200, required=True)
    title_en = one_line(200)
    description_fr = paragraphs(8000)
    description_en = paragraphs(8000)
    organisation = one_line(200)
    new_activity = fields.Boolean(load_default=False)
    sessions = fields.List(fields.Nested(SessionSchema), load_default=list, validate=validate.Length(max=MOST_SESSIONS))

    @validates_schema
    def slug_is_an_address(self, data: Mapping[str, Any], **_: Any) -> None:
        if data.get("slug") and not is_slug(data["slug"]):
            message = N_("Write the address in lowercase letters without accents, digits and hyphens: gala-2027.")
            raise ValidationError(message, "slug")


class ChangeSchema(EventSchema):
    """A published event; `revision` is that which the form was made from."""

    revision = fields.Integer(required=True)


def event_draft(data: Mapping[str, Any], zone: ZoneInfo) -> EventDraft:
    """What EventSchema made of an answer, its local times placed in the organisation's zone."""
    texts = ("title_fr", "title_en", "slug", "description_fr", "description_en")
    return EventDraft(
        kind=EventKind(data["kind"]),
        organisation=data["organisation"] or None,
        new_activity=data["new_activity"],
        sessions=tuple(_session_draft(session, zone) for session in data["sessions"]),
        **{name: data[name] for name in texts},
    )


def _session_draft(data: Mapping[str, Any], zone: ZoneInfo) -> SessionDraft:
    texts = ("label_fr", "label_en", "venue_name", "venue_address", "meeting_url", "capacity")
    return SessionDraft(
        session_id=data["session_id"] or None,
        mode=Mode(data["mode"]),
        sittings=tuple(
            SittingDraft(
                sitting_id=sitting["sitting_id"] or None,
                starts_at=moment_of(sitting["starts_at"], zone),
                ends_at=moment_of(sitting["ends_at"], zone),
                title_fr=sitting["title_fr"],
                title_en=sitting["title_en"],
            )
            for sitting in data["sittings"]
        ),
        opens_at=moment_of(data["opens_at"], zone) if data["opens_at"] else None,
        closes_at=moment_of(data["closes_at"], zone) if data["closes_at"] else None,
        **{name: data[name] for name in texts},
    )


def guest_given(data: Mapping[str, Any]) -> GuestGiven:
    """What GuestSchema made of an answer, without the session."""
    return GuestGiven(
        kind=HolderKind(data["kind"]),
        given_name=data["given_name"],
        family_name=data["family_name"],
        email=data["email"],
        language=data["language"],
        organisation=data["organisation"] or None,
    )
