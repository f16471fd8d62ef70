"""Whose a virtual session's own link is."""

from services.checkin.domain import joining
from services.checkin.domain.refusals import UnknownLink
from services.checkin.models.door_picture import sittings_of
from services.checkin.models.events import Session
from services.checkin.models.roster import Credential, CredentialPurpose, RosterEntry
from shared.db.transaction import Look
from shared.kernel.crockford import normalise
from shared.kernel.secrets import digest


def entry_of_link(look: Look, token: str) -> RosterEntry:
    """The registration whose link this is; an older letter's link, replaced since, is not known any more."""
    credential = look.db.get(Credential, digest(normalise(token)))
    if credential is None or credential.purpose is not CredentialPurpose.PRESENCE:
        raise UnknownLink
    entry = look.db.get(RosterEntry, credential.registration_id)
    if entry is None or credential.generation != entry.generation:
        raise UnknownLink
    if look.db.get(Session, entry.session_id) is None:
        raise UnknownLink
    return entry


def rules_of(session: Session) -> joining.Session:
    """A session as the rules of joining see it."""
    return joining.Session(
        session.event.kind, session.event.state, session.withdrawn, session.mode, sittings_of(session)
    )
