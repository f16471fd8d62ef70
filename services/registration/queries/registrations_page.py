"""The organizer's list of registrations: filtered, searched, sorted, a page at a time."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_

from services.registration.domain.places import Place
from services.registration.models import Guest, Member, Registration, Session
from services.registration.queries.event_registrations import lines_of, read_lines
from services.registration.queries.records import HeldRegistration
from shared.db.search import Plain, plain
from shared.db.transaction import Look
from shared.kernel.crockford import normalise

PER_PAGE: Final = 50
# A shorter piece of a word stands in too many references.
_LEAST_OF_A_REFERENCE: Final = 4


class Sort(StrEnum):
    REGISTERED = "registered"
    NAME = "name"
    PLACE = "place"


@dataclass(frozen=True)
class Wanted:
    """What the reader chose; `search` is words, all of which a line must hold."""

    place: Place | None = None
    session_id: str | None = None
    search: str = ""
    sort: Sort = Sort.REGISTERED
    page: int = 1


@dataclass(frozen=True)
class RegistrationsPage:
    """`counts` are of the registrations that the other filters leave, by place; `number` is within 1 and `last`."""

    lines: list[HeldRegistration]
    counts: dict[Place, int]
    total: int
    number: int
    last: int


def registrations_page(look: Look, wanted: Wanted, *, event_id: str, with_needs: bool) -> RegistrationsPage:
    """A page past the end is the last one; needs are read for the one role that may see them (PRV-4)."""
    chosen = lines_of(event_id).where(*_conditions(wanted))
    counts = _counts(look, chosen)
    if wanted.place is not None:
        chosen = chosen.where(Registration.place == wanted.place)
    total = sum(counts.values()) if wanted.place is None else counts[wanted.place]
    last = max(1, math.ceil(total / PER_PAGE))
    number = min(max(1, wanted.page), last)
    paged = chosen.order_by(*_ORDERS[wanted.sort]).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return RegistrationsPage(read_lines(look, paged, with_needs=with_needs), counts, total, number, last)


def _counts(look: Look, chosen: Select[Registration, bool]) -> dict[Place, int]:
    counted = chosen.with_only_columns(Registration.place, func.count()).group_by(Registration.place)
    found: dict[Place, int] = dict(look.db.execute(counted).all())
    return {place: found.get(place, 0) for place in Place}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [_holds(word) for word in wanted.search.replace(",", " ").split()]
    if wanted.session_id is not None:
        conditions.append(Session.id == wanted.session_id)
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    found = Plain(_SAID_OF_HOLDER).contains(plain(word), autoescape=True)
    code = normalise(word)
    if len(code) < _LEAST_OF_A_REFERENCE:
        return found
    return or_(found, Registration.reference.contains(code, autoescape=True))


_GIVEN_NAME: Final = func.coalesce(Member.given_name, Guest.given_name)
_FAMILY_NAME: Final = func.coalesce(Member.family_name, Guest.family_name)
_EMAIL: Final = func.coalesce(Member.email, Guest.email)
_SAID_OF_HOLDER: Final = _GIVEN_NAME + " " + _FAMILY_NAME + " " + func.coalesce(Member.number, "") + " " + _EMAIL
_ORDERS: Final[dict[Sort, tuple[Any, ...]]] = {
    Sort.REGISTERED: (Registration.registered_at, Registration.reference),
    Sort.NAME: (Plain(_FAMILY_NAME), Plain(_GIVEN_NAME), Registration.reference),
    Sort.PLACE: (
        Session.number,
        Registration.place_number.nulls_last(),
        Registration.waiting_number,
        Registration.reference,
    ),
}
