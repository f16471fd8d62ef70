"""One event that members may see, by its address: published, or cancelled since."""

from sqlalchemy import select

from services.registration.domain.kinds import EventState
from services.registration.models import Event
from services.registration.queries.catalogue import open_to
from services.registration.queries.records import ShownEvent
from services.registration.queries.shown import WITH_SESSIONS, shown_events, with_cancelled
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def event_by_slug(look: Look, *, slug: str, member_id: str | None) -> ShownEvent:
    """With the sessions that were cancelled; a draft and what these eyes may not see are alike: NotFound."""
    chosen = select(Event).where(Event.slug == slug, Event.state != EventState.DRAFT, open_to(member_id))
    found = shown_events(look.db, look.db.scalars(chosen.options(WITH_SESSIONS)))
    if not found:
        raise NotFound
    return with_cancelled(look.db, found[0])
