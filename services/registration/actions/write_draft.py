"""Write down in tables what an organizer describes: the one way from a draft to its rows."""

from collections.abc import Iterator, Sequence
from itertools import count

from sqlalchemy import exists, func, select

from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft
from services.registration.domain.refusals import SlugTaken
from services.registration.domain.slugs import slug_of
from services.registration.models import Event, Session, Sitting
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def write_draft(tx: Transaction, event: Event, draft: EventDraft) -> None:
    """The sessions are written anew: before publication nobody holds their ids."""
    event.slug = _slug(tx, event, draft)
    event.kind = draft.kind
    event.organisation = draft.organisation
    _write_words(event, draft)
    event.sessions.clear()
    tx.db.flush()
    event.sessions.extend(_session(session, rank, rank + 1) for rank, session in enumerate(draft.sessions))


def rewrite(tx: Transaction, event: Event, draft: EventDraft) -> None:
    """A published event's rows are kept: people and the other services hold their ids."""
    _write_words(event, draft)
    _clear_positions(tx, event.sessions)
    known = {session.id: session for session in event.sessions}
    numbers = _new_numbers(tx, event)
    event.sessions = [
        _rewritten(tx, known[session.session_id], session, position)
        if session.session_id
        else _session(session, position, next(numbers))
        for position, session in enumerate(draft.sessions)
    ]
    tx.db.flush()


def _new_numbers(tx: Transaction, event: Event) -> Iterator[int]:
    """After those of all its sessions, the cancelled ones too."""
    return count(1 + (tx.db.scalar(select(func.max(Session.number)).where(Session.event_id == event.id)) or 0))


def _rewritten(tx: Transaction, session: Session, draft: SessionDraft, position: int) -> Session:
    _describe_session(session, draft, position)
    _clear_positions(tx, session.sittings)
    known = {sitting.id: sitting for sitting in session.sittings}
    session.sittings = [
        _described_sitting(known[sitting.sitting_id] if sitting.sitting_id else Sitting(id=new_id()), sitting, place)
        for place, sitting in enumerate(draft.sittings)
    ]
    return session


def _clear_positions(tx: Transaction, rows: Sequence[Session] | Sequence[Sitting]) -> None:
    """Each is unique: no row may stand for a moment where another comes to stand."""
    for row in rows:
        row.position = -1 - row.position
    tx.db.flush()


def _write_words(event: Event, draft: EventDraft) -> None:
    event.title_fr, event.title_en = draft.title_fr, draft.title_en
    event.description_fr, event.description_en = draft.description_fr, draft.description_en
    event.new_activity = draft.new_activity


def _slug(tx: Transaction, event: Event, draft: EventDraft) -> str:
    """A typed address stands or is refused; one made from the title is numbered until it is free."""
    if draft.slug:
        if _is_taken(tx, event, draft.slug):
            raise SlugTaken
        return draft.slug
    made = slug_of(draft.title_fr) or "activite"
    rank = 1
    while _is_taken(tx, event, made if rank == 1 else f"{made[:75]}-{rank}"):
        rank += 1
    return made if rank == 1 else f"{made[:75]}-{rank}"


def _is_taken(tx: Transaction, event: Event, slug: str) -> bool:
    return bool(tx.db.scalar(select(exists().where(Event.slug == slug, Event.id != event.id))))


def _session(draft: SessionDraft, position: int, number: int) -> Session:
    session = Session(id=new_id(), number=number)
    _describe_session(session, draft, position)
    session.sittings = [
        _described_sitting(Sitting(id=new_id()), sitting, place) for place, sitting in enumerate(draft.sittings)
    ]
    return session


def _describe_session(session: Session, draft: SessionDraft, position: int) -> None:
    session.position = position
    session.label_fr, session.label_en = draft.label_fr, draft.label_en
    session.mode = draft.mode
    session.venue_name, session.venue_address = draft.venue_name, draft.venue_address
    session.meeting_url = draft.meeting_url
    session.capacity = draft.capacity
    session.opens_at, session.closes_at = draft.opens_at, draft.closes_at


def _described_sitting(sitting: Sitting, draft: SittingDraft, position: int) -> Sitting:
    sitting.position = position
    sitting.title_fr, sitting.title_en = draft.title_fr, draft.title_en
    sitting.starts_at, sitting.ends_at = draft.starts_at, draft.ends_at
    return sitting
