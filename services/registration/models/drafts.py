"""An event's rows as an organizer describes them: what the rules of domain/events.py want to see."""

from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft
from services.registration.models.events import Event, Session, Sitting


def draft_of(event: Event) -> EventDraft:
    """All of it, with the ids of its sessions and sittings."""
    return EventDraft(
        kind=event.kind,
        title_fr=event.title_fr,
        title_en=event.title_en,
        slug=event.slug,
        description_fr=event.description_fr,
        description_en=event.description_en,
        organisation=event.organisation,
        new_activity=event.new_activity,
        sessions=tuple(_session(session) for session in event.sessions),
    )


def _session(session: Session) -> SessionDraft:
    return SessionDraft(
        session_id=session.id,
        mode=session.mode,
        sittings=tuple(_sitting(sitting) for sitting in session.sittings),
        label_fr=session.label_fr,
        label_en=session.label_en,
        venue_name=session.venue_name,
        venue_address=session.venue_address,
        meeting_url=session.meeting_url,
        capacity=session.capacity,
        opens_at=session.opens_at,
        closes_at=session.closes_at,
    )


def _sitting(sitting: Sitting) -> SittingDraft:
    return SittingDraft(
        sitting_id=sitting.id,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        title_fr=sitting.title_fr,
        title_en=sitting.title_en,
    )
