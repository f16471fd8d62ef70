"""What the rules of the door need to see: where a device stands, who is on the roster, who is in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from services.checkin.domain.kinds import Place
from services.checkin.domain.readings import Reading
from services.checkin.domain.scans import Door, RosterEntry
from services.checkin.domain.sittings import Sitting
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


@dataclass(frozen=True)
class ReadRoster:
    """The part of the roster that some readings need, in the order of registrations found."""

    by_digest: Mapping[str, RosterEntry]
    by_reference: Mapping[str, RosterEntry]
    in_session: Mapping[str, Sequence[RosterEntry]]

    @property
    def people(self) -> set[str]:
        return {entry.person_id for found in (self.by_digest, self.by_reference) for entry in found.values()}

    def of(self, reading: Reading) -> list[RosterEntry]:
        """The entry that a reading stands for, and that person's others in the session."""
        if reading.ticket_digest is not None:
            found = self.by_digest.get(reading.ticket_digest)
        else:
            found = self.by_reference.get(reading.reference or "")
        if found is None:
            return []
        others = self.in_session.get(found.person_id, ())
        return [found, *(entry for entry in others if entry.registration_id != found.registration_id)]


def roster_for(look: Look, readings: Sequence[Reading], session_id: str) -> ReadRoster:
    """The entries that readings stand for, and those people's others in the session.

    Each question has one index that answers it: with an OR between them the whole roster was read, under the lock.
    """
    digests = {reading.ticket_digest for reading in readings if reading.ticket_digest}
    references = {reading.reference for reading in readings if reading.reference}
    bearing = sa.select(Credential.registration_id).where(
        Credential.digest.in_(digests), Credential.purpose == CredentialPurpose.TICKET
    )
    found = _entries(look, Entry.registration_id.in_(bearing)) if digests else {}
    found |= _entries(look, Entry.reference.in_(references)) if references else {}
    people = {entry.person_id for entry in found.values()}
    found |= _entries(look, Entry.session_id == session_id, Entry.person_id.in_(people)) if people else {}
    entries = roster_entries(look, list(found.values()))
    in_session: defaultdict[str, list[RosterEntry]] = defaultdict(list)
    for entry in entries:
        if entry.session_id == session_id:
            in_session[entry.person_id].append(entry)
    return ReadRoster(
        {digest: entry for entry in entries for digest in (*entry.replaced_digests, entry.ticket_digest)},
        {entry.reference: entry for entry in entries},
        in_session,
    )


def _entries(look: Look, *conditions: sa.ColumnElement[bool]) -> dict[str, Entry]:
    return {entry.registration_id: entry for entry in look.db.scalars(sa.select(Entry).where(*conditions))}


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


def has_place(look: Look, session_id: str, person_id: str) -> Entry | None:
    """The person's confirmed registration in the session, if there is one."""
    return look.db.scalar(
        sa.select(Entry).where(
            Entry.session_id == session_id, Entry.person_id == person_id, Entry.place == Place.CONFIRMED
        )
    )


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
