"""Write down in tables what an organizer describes: the one way from a draft to its rows."""

from sqlalchemy import exists, select

from services.registration.domain.events import EventDraft, SessionDraft
from services.registration.domain.refusals import SlugTaken
from services.registration.domain.slugs import slug_of
from services.registration.models import Event, Session, Sitting
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def write_draft(tx: Transaction, event: Event, draft: EventDraft) -> None:
    """The sessions are written anew: before publication nobody holds their ids."""
    event.slug = _slug(tx, event, draft)
    event.kind = draft.kind
    event.title_fr, event.title_en = draft.title_fr, draft.title_en
    event.description_fr, event.description_en = draft.description_fr, draft.description_en
    event.organisation = draft.organisation
    event.new_activity = draft.new_activity
    event.sessions.clear()
    tx.db.flush()
    event.sessions.extend(_session(session, position) for position, session in enumerate(draft.sessions))


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


def _session(draft: SessionDraft, position: int) -> Session:
    return Session(
        id=new_id(),
        position=position,
        label_fr=draft.label_fr,
        label_en=draft.label_en,
        mode=draft.mode,
        venue_name=draft.venue_name,
        venue_address=draft.venue_address,
        meeting_url=draft.meeting_url,
        capacity=draft.capacity,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        sittings=[
            Sitting(
                id=new_id(),
                position=place,
                title_fr=sitting.title_fr,
                title_en=sitting.title_en,
                starts_at=sitting.starts_at,
                ends_at=sitting.ends_at,
            )
            for place, sitting in enumerate(draft.sittings)
        ],
    )
