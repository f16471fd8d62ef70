"""Who is asked how it was, when, and until when an answer is taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from services.checkin.domain.kinds import EventKind, EventState
from services.checkin.domain.refusals import AlreadyAnswered, SurveyClosed
from services.checkin.domain.sittings import Sitting, end_of

SURVEY_OPEN: Final = timedelta(days=21)


def is_due(kind: EventKind, state: EventState, sittings: Sequence[Sitting], *, now: datetime) -> bool:
    """Whether those who came are to be asked: from the last sitting's end, for as long as a survey stays open.

    A web capsule has no end, hence no survey; a cancelled event is not asked about. Asking again later finds those
    whose scans were heard late.
    """
    ended = end_of(sittings)
    if ended is None or kind is EventKind.WEB_CAPSULE or state is EventState.CANCELLED:
        return False
    return ended <= now < ended + SURVEY_OPEN


def closing_of(invited_at: datetime) -> datetime:
    """Everybody has the same time to answer, those who were found late too."""
    return invited_at + SURVEY_OPEN


def may_answer(*, answered: bool, closes_at: datetime, now: datetime) -> None:
    """Refuses AlreadyAnswered (SRV-6: one answer an invitation), then SurveyClosed."""
    if answered:
        raise AlreadyAnswered
    if now >= closes_at:
        raise SurveyClosed
