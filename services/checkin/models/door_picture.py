"""What the rules of the door need to see: where a device stands, who is on the roster, who is in."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.checkin.domain.kinds import Place
from services.checkin.domain.readings import Reading
from services.checkin.domain.scans import Door, Presence, RosterEntry
from services.checkin.domain.sittings import Sitting
from services.checkin.models.attendances import Attendance
from services.checkin.models.events import Session
from services.checkin.models.roster import Credential, CredentialPurpose
from services.checkin.models.roster import RosterEntry as Entry
from shared.db.transaction import Look
from shared.kernel.words import Bilingual


def door_of(session: Session) -> Door:
    return Door(session.id, sittings_of(session))


def sittings_of(session: Session) -> tuple[Sitting, ...]:
    """Those that still take place."""
    return tuple(
        Sitting(
            sitting.id,
            sitting.starts_at,
            sitting.ends_at,
            Bilingual(sitting.title_fr, sitting.title_en or "") if sitting.title_fr else None,
        )
        for sitting in session.sittings
        if not sitting.withdrawn
    )


def roster_for(look: Look, reading: Reading, session_id: str) -> list[RosterEntry]:
    """The entry that a reading stands for, and that person's others in the session; no more of the roster is needed."""
    found = _entry_read(look, reading)
    if found is None:
        return []
    same = sa.select(Entry).where(Entry.session_id == session_id, Entry.person_id == found.person_id)
    others = [entry for entry in look.db.scalars(same) if entry.registration_id != found.registration_id]
    return roster_entries(look, [found, *others])


def roster_entries(look: Look, entries: Sequence[Entry]) -> list[RosterEntry]:
    """Entries with their digests: the current ticket's, and those that it replaced."""
    wanted = [entry.registration_id for entry in entries]
    tickets: dict[str, dict[int, str]] = {}
    for credential in look.db.scalars(
        sa.select(Credential).where(
            Credential.registration_id.in_(wanted), Credential.purpose == CredentialPurpose.TICKET
        )
    ):
        tickets.setdefault(credential.registration_id, {})[credential.generation] = credential.digest
    return [_seen(entry, tickets.get(entry.registration_id, {})) for entry in entries]


def presences_of(look: Look, door: Door, roster: Sequence[RosterEntry]) -> list[Presence]:
    """Those of the roster's people who are in one of the door's sittings."""
    rows = look.db.execute(
        sa.select(Attendance.person_id, Attendance.sitting_id, Attendance.at, Attendance.where).where(
            Attendance.session_id == door.session_id,
            Attendance.person_id.in_({entry.person_id for entry in roster}),
            Attendance.sitting_id.is_not(None),
            Attendance.undone.is_(False),
        )
    )
    return [Presence(person_id, sitting_id or "", at, where) for person_id, sitting_id, at, where in rows]


def has_place(look: Look, session_id: str, person_id: str) -> Entry | None:
    """The person's confirmed registration in the session, if there is one."""
    return look.db.scalar(
        sa.select(Entry).where(
            Entry.session_id == session_id, Entry.person_id == person_id, Entry.place == Place.CONFIRMED
        )
    )


def _entry_read(look: Look, reading: Reading) -> Entry | None:
    if reading.ticket_digest is not None:
        credential = look.db.get(Credential, reading.ticket_digest)
        if credential is None or credential.purpose is not CredentialPurpose.TICKET:
            return None
        return look.db.get(Entry, credential.registration_id)
    if reading.reference is not None:
        return look.db.scalar(sa.select(Entry).where(Entry.reference == reading.reference))
    return None


def _seen(entry: Entry, digests: dict[int, str]) -> RosterEntry:
    return RosterEntry(
        registration_id=entry.registration_id,
        session_id=entry.session_id,
        person_id=entry.person_id,
        name=f"{entry.given_name} {entry.family_name}",
        kind=entry.kind,
        place=entry.place,
        reference=entry.reference,
        ticket_digest=digests.get(entry.generation, ""),
        replaced_digests=tuple(digest for number, digest in sorted(digests.items()) if number < entry.generation),
    )
