"""How many came: distinct people with an attendance that was not undone, counted by the database."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from services.checkin.domain.kinds import HolderKind
from services.checkin.domain.report import NOBODY, People
from services.checkin.models import Attendance, RosterEntry
from shared.db.transaction import Look

# A walk-in, known by member number, is a member.
_KIND = sa.func.coalesce(RosterEntry.kind, HolderKind.MEMBER, type_=RosterEntry.kind.type)
_PEOPLE = sa.func.count(sa.distinct(Attendance.person_id))
_MEMBERS = sa.func.count(sa.distinct(sa.case((_KIND == HolderKind.MEMBER, Attendance.person_id))))


def people_of(look: Look, event_ids: Collection[str]) -> dict[str, People]:
    """Of each of these events; nobody, where nobody came."""
    counted = _came(event_ids, Attendance.event_id, _PEOPLE, _MEMBERS).group_by(Attendance.event_id)
    found = {event_id: People(people, members) for event_id, people, members in look.db.execute(counted)}
    return dict.fromkeys(event_ids, NOBODY) | found


def members_of_all(look: Look, event_ids: Collection[str]) -> int:
    """Of these events together: a member who came to three counts once."""
    return look.db.scalar(_came(event_ids, _MEMBERS)) or 0


def kinds_of(look: Look, event_id: str) -> dict[HolderKind, int]:
    """People of one event by their kind, those that came only."""
    found: dict[HolderKind, int] = dict(look.db.execute(_came([event_id], _KIND, _PEOPLE).group_by(_KIND)).all())
    return {kind: found[kind] for kind in HolderKind if kind in found}


def _came(event_ids: Collection[str], *counted: Any) -> sa.Select[Any]:
    return (
        sa.select(*counted)
        .select_from(Attendance)
        .outerjoin(RosterEntry, RosterEntry.registration_id == Attendance.registration_id)
        .where(Attendance.event_id.in_(event_ids), Attendance.undone.is_(False))
    )
