"""The letters by state, for the page of operations, and what to do about those that should have left."""

import datetime as dt
from typing import Final

import sqlalchemy as sa

from services.notifications.domain.letters import TO_SEND, State
from services.notifications.models import Letter
from shared.db.transaction import Look
from shared.kernel.clock import system_now
from shared.kernel.words import N_
from shared.service import Tallies, Tally

_LATE_AFTER: Final = dt.timedelta(minutes=10)

_LATE: Final = N_("Late")
_LABELS: Final = {
    State.WAITING: N_("Waiting"),
    State.SENDING: N_("Being sent"),
    State.HANDING_OVER: N_("Being handed over"),
    State.SENT: N_("Sent"),
    State.DEFERRED: N_("Put off"),
    State.FAILED: N_("Failed"),
    State.UNCERTAIN: N_("Uncertain"),
}
_LATE_TO_DO: Final = N_(
    "Some emails should have left over ten minutes ago: check that the mail server answers and that the worker runs."
)
_UNCERTAIN_TO_DO: Final = N_(
    "Nobody knows if some emails arrived. Open the list of uncertain ones, ask the people, then settle each."
)


def tallied_letters(look: Look) -> Tallies:
    counts = dict(look.db.execute(sa.select(Letter.state, sa.func.count()).group_by(Letter.state)).all())
    to_do = {State.UNCERTAIN: _UNCERTAIN_TO_DO}
    return Tallies(
        of="letters",
        title=N_("Emails"),
        path="/letters",
        lines=[
            Tally("late", _LATE, _late(look), _LATE_TO_DO),
            *(Tally(state.value, label, counts.get(state, 0), to_do.get(state)) for state, label in _LABELS.items()),
        ],
    )


def _late(look: Look) -> int:
    """A first try waits by the domain's clock, in which the letter was written; the next ones by the machine's."""
    late = sa.or_(
        sa.and_(Letter.next_attempt_at.is_(None), Letter.written_at <= look.now - _LATE_AFTER),
        Letter.next_attempt_at <= system_now() - _LATE_AFTER,
    )
    return look.db.scalar(sa.select(sa.func.count()).select_from(Letter).where(Letter.state.in_(TO_SEND), late)) or 0
