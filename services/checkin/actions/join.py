"""Note that somebody follows their own link into a virtual session, or opens a capsule."""

from services.checkin.actions.note_evidence import Seen, note_evidence
from services.checkin.domain.joining import entrance_for
from services.checkin.domain.refusals import UnknownLink
from services.checkin.models import RosterEntry, Session
from services.checkin.models.door_picture import has_place
from services.checkin.models.own_links import entry_of_link, rules_of
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def join(tx: Transaction, *, token: str) -> str:
    """The meeting's (or capsule's) address. Every coming back is kept; a presence is counted once.

    Refuses UnknownLink, EventIsOff, SessionIsOff, NoPlace, AtTheVenue, JoinedTooEarly, JoinedTooLate.
    """
    entry = entry_of_link(tx, token)
    session = lock(tx.db, Session, entry.session_id)
    entry = _best(tx, entry)
    entrance = entrance_for(entry.place, rules_of(session), tx.now)
    seen = Seen(
        id=new_id(),
        evidence=entrance.evidence,
        sitting_id=entrance.sitting.sitting_id if entrance.sitting else None,
        person_id=entry.person_id,
        at=tx.now,
        registration_id=entry.registration_id,
    )
    note_evidence(tx, session, seen)
    if not session.meeting_url:
        raise UnknownLink
    return session.meeting_url


def _best(tx: Transaction, entry: RosterEntry) -> RosterEntry:
    """Who cancelled and registered again may use the link of either letter."""
    return has_place(tx, entry.session_id, entry.person_id) or entry
