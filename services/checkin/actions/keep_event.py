"""Keep the copy of an event, its sessions and its sittings up to date."""

from typing import Any

from services.checkin.domain.kinds import EventKind, EventState, Mode
from services.checkin.models import Event, Session, Sitting
from shared.db.transaction import Transaction


def keep_event(tx: Transaction, body: dict[str, Any], *, revision: int) -> None:
    """The highest revision stays. What the event no longer has is marked as withdrawn, and comes back if it does.

    A place names its event and session too: said with revision 0, that fills in for a word that has not arrived.
    """
    event = tx.db.get(Event, body["event_id"], with_for_update=True)
    if event is not None and (revision <= event.revision or revision == 0):
        _add_missing_sessions(tx, event, body)
        return
    if event is None:
        event = Event(id=body["event_id"])
        tx.db.add(event)
    event.revision = revision
    event.slug, event.kind = body["slug"], EventKind(body["kind"])
    event.state = EventState(body.get("state", "published"))
    event.title_fr, event.title_en = body["title"]["fr"], body["title"]["en"]
    event.new_activity, event.organisation = body["new_activity"], body["organisation"]
    tx.db.flush()
    _keep_sessions(tx, event, body["sessions"])


def _add_missing_sessions(tx: Transaction, event: Event, body: dict[str, Any]) -> None:
    """Before registration's own word has come, each place may bring a session that is not known yet."""
    if event.revision == 0:
        known = {session.id for session in event.sessions}
        for position, said in enumerate(body["sessions"], start=len(known)):
            if said["session_id"] not in known:
                _keep_session(tx, event, said, position)


def _keep_sessions(tx: Transaction, event: Event, said: list[dict[str, Any]]) -> None:
    kept = {session["session_id"] for session in said}
    for session in event.sessions:
        session.withdrawn = session.id not in kept
    for position, body in enumerate(said):
        _keep_session(tx, event, body, position)
    tx.db.flush()
    tx.db.expire(event)


def _keep_session(tx: Transaction, event: Event, body: dict[str, Any], position: int) -> None:
    session = tx.db.get(Session, body["session_id"])
    if session is None:
        session = Session(id=body["session_id"], event_id=event.id)
        tx.db.add(session)
    session.position, session.withdrawn = position, False
    session.label_fr, session.label_en = body["label"]["fr"], body["label"]["en"]
    session.mode = Mode(body["mode"])
    session.venue_name = body["venue"]["name"] if body["venue"] else None
    session.meeting_url = body["meeting_url"]
    tx.db.flush()
    _keep_sittings(tx, session, body["sittings"])


def _keep_sittings(tx: Transaction, session: Session, said: list[dict[str, Any]]) -> None:
    kept = {sitting["sitting_id"] for sitting in said}
    for sitting in session.sittings:
        sitting.withdrawn = sitting.id not in kept
    for body in said:
        title = body["title"] or {"fr": None, "en": None}
        tx.db.merge(
            Sitting(
                id=body["sitting_id"],
                session_id=session.id,
                withdrawn=False,
                title_fr=title["fr"],
                title_en=title["en"],
                starts_at=body["starts_at"],
                ends_at=body["ends_at"],
            )
        )
    tx.db.flush()
    tx.db.expire(session)
