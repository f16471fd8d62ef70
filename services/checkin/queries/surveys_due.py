"""Which sessions have somebody left to ask."""

import sqlalchemy as sa

from services.checkin.domain.surveys import SURVEY_OPEN
from services.checkin.models import Attendance, Sitting, SurveyInvitation
from shared.db.transaction import Look


def sessions_to_survey(look: Look) -> list[str]:
    """Those whose last sitting is over, not for long, and who have an attendance without an invitation."""
    ended = (
        sa.select(Sitting.session_id)
        .where(Sitting.withdrawn.is_(False))
        .group_by(Sitting.session_id)
        .having(sa.func.max(Sitting.ends_at) <= sa.bindparam("now", look.now, type_=Sitting.ends_at.type))
        .having(
            sa.func.max(Sitting.ends_at) > sa.bindparam("since", look.now - SURVEY_OPEN, type_=Sitting.ends_at.type)
        )
    )
    asked = sa.exists().where(
        SurveyInvitation.session_id == Attendance.session_id, SurveyInvitation.person_id == Attendance.person_id
    )
    wanted = (
        sa.select(Attendance.session_id)
        .where(Attendance.session_id.in_(ended), Attendance.undone.is_(False), ~asked)
        .distinct()
        .order_by(Attendance.session_id)
    )
    return list(look.db.scalars(wanted))
