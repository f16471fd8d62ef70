"""A recipe: everything that a letter is composed of, but the codes, which are derived when it goes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from services.notifications.domain.letters import Key
from shared.kernel.causes import Cause
from shared.kernel.words import Bilingual, Language


@dataclass(frozen=True)
class Recipe:
    """`values` are JSON; `version` is that of the words it was written for."""

    key: Key
    version: int
    language: Language
    name: str
    address: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Claimed:
    """A letter that a sender has in hand, as it was when it was claimed; `attempts` are those before this one."""

    id: str
    recipe: Recipe
    attempts: int
    expires_at: dt.datetime | None


@dataclass(frozen=True)
class Sitting:
    sitting_id: str
    title: Bilingual | None
    starts_at: dt.datetime
    ends_at: dt.datetime

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            sitting_id=values["sitting_id"],
            title=Bilingual(**values["title"]) if values["title"] else None,
            starts_at=dt.datetime.fromisoformat(values["starts_at"]),
            ends_at=dt.datetime.fromisoformat(values["ends_at"]),
        )


@dataclass(frozen=True)
class Before:
    """When and where it was to take place, as the person was told last."""

    mode: str
    venue_name: str | None
    venue_address: str | None
    sittings: tuple[Sitting, ...]

    @classmethod
    def from_values(cls, session: Mapping[str, Any]) -> Self:
        venue = session["venue"] or {}
        return cls(session["mode"], venue.get("name"), venue.get("address"), _sittings(session))


@dataclass(frozen=True)
class Place:
    """A place as a letter tells it; `had_place` says whether a ticket went out before, `before` what was said then."""

    registration_id: str
    reference: str
    cause: str
    event_id: str
    slug: str
    kind: str
    title: Bilingual
    label: Bilingual
    mode: str
    venue_name: str | None
    venue_address: str | None
    sittings: tuple[Sitting, ...]
    holder_kind: str
    ticket_generation: int
    ticket_key_id: str
    had_place: bool
    place: str
    before: "Before | None" = None
    reason: Bilingual | None = None

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        event, session, ticket = values["event"], values["session"], values["ticket"]
        venue = session["venue"] or {}
        return cls(
            registration_id=values["registration_id"],
            reference=values["reference"],
            cause=values["cause"],
            event_id=event["event_id"],
            slug=event["slug"],
            kind=event["kind"],
            title=Bilingual(**event["title"]),
            label=Bilingual(**session["label"]),
            mode=session["mode"],
            venue_name=venue.get("name"),
            venue_address=venue.get("address"),
            sittings=_sittings(session),
            holder_kind=values["holder_kind"],
            ticket_generation=ticket["generation"],
            ticket_key_id=ticket["key_id"],
            had_place=values["had_place"],
            place=values["place"],
            before=Before.from_values(values["before"]) if values.get("before") else None,
            reason=Bilingual(**values["reason"]) if values.get("reason") else None,
        )

    @property
    def has_ticket(self) -> bool:
        return self.place == "confirmed"

    @property
    def has_moved_up(self) -> bool:
        """Whoever waited as far as we have told has moved up, whatever has changed besides."""
        return self.has_ticket and (self.cause == Cause.MOVED_UP or (self.before is not None and not self.had_place))

    @property
    def is_called_off(self) -> bool:
        """Nobody comes: the event, or this session of it, does not take place."""
        return self.cause in (Cause.EVENT_CANCELLED, Cause.SESSION_CANCELLED)

    @property
    def is_capsule(self) -> bool:
        return self.kind == "web_capsule"

    @property
    def is_in_person(self) -> bool:
        return self.mode == "in_person" and not self.is_capsule

    @property
    def manages_online(self) -> bool:
        """Members sign in; the others write to the office."""
        return self.holder_kind == "member"


def _sittings(session: Mapping[str, Any]) -> tuple[Sitting, ...]:
    return tuple(sorted(map(Sitting.from_values, session["sittings"]), key=lambda sitting: sitting.starts_at))


@dataclass(frozen=True)
class SignIn:
    sign_in_id: str
    generation: int
    key_id: str
    expires_at: dt.datetime

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        expires_at = dt.datetime.fromisoformat(values["expires_at"])
        return cls(values["sign_in_id"], values["generation"], values["key_id"], expires_at)


@dataclass(frozen=True)
class Invitation:
    invitation_id: str
    title: Bilingual
    kind: str
    generation: int
    key_id: str
    closes_at: dt.datetime

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            invitation_id=values["invitation_id"],
            title=Bilingual(**values["event"]["title"]),
            kind=values["event"]["kind"],
            generation=values["generation"],
            key_id=values["key_id"],
            closes_at=dt.datetime.fromisoformat(values["closes_at"]),
        )
