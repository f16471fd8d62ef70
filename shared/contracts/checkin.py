"""What checkin says: who came, and who is asked how it was."""

from typing import Final

from marshmallow import fields

from shared.contracts.contract import Body, Contract, Instant, one_of, text
from shared.contracts.registration import EventBody

EVIDENCE: Final = ("scanned", "joined", "entered_by_hand", "opened")


class AttendanceBody(Body):
    """The fact that somebody came to a sitting (none for a web capsule), or the fact that this was undone."""

    attendance_id = text()
    event_id = text()
    session_id = text()
    sitting_id = text(allow_none=True)
    person_id = text()
    registration_id = text(allow_none=True)
    evidence = one_of(*EVIDENCE)
    at = Instant(required=True)
    undone = fields.Boolean(required=True)


class SurveyInvitationBody(Body):
    invitation_id = text()
    person_id = text()
    event = fields.Nested(EventBody, required=True)
    session_id = text()
    generation = fields.Integer(required=True)
    key_id = text()
    closes_at = Instant(required=True)


ATTENDANCE_RECORDED: Final = Contract(
    "checkin.attendance_recorded.v1", AttendanceBody, "attendance", "somebody came to a sitting, or this was undone"
)
SURVEY_INVITED: Final = Contract(
    "checkin.survey_invited.v1", SurveyInvitationBody, "invitation", "somebody who came is asked how it was"
)
