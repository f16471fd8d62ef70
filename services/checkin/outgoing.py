"""What checkin says to the others, in the words of shared/contracts."""

from typing import Any

from services.checkin.models import Attendance, Event, SurveyInvitation
from shared.contracts.checkin import ATTENDANCE_RECORDED, SURVEY_INVITED
from shared.db.transaction import Transaction


def say_attendance(tx: Transaction, attendance: Attendance) -> None:
    """Said whenever what the facts come to has changed, an undoing included."""
    say_attendances(tx, [(attendance.id, attendance.revision, attendance_body(attendance))])


def say_attendances(tx: Transaction, said: list[tuple[str, int, dict[str, Any]]]) -> None:
    """Many at once: id, revision and body of each."""
    tx.publish_many(ATTENDANCE_RECORDED, said)


def attendance_body(attendance: Attendance) -> dict[str, Any]:
    return {
        "attendance_id": attendance.id,
        "event_id": attendance.event_id,
        "session_id": attendance.session_id,
        "sitting_id": attendance.sitting_id,
        "person_id": attendance.person_id,
        "registration_id": attendance.registration_id,
        "evidence": attendance.evidence.value,
        "at": attendance.at,
        "undone": attendance.undone,
    }


def say_invitation(tx: Transaction, invitation: SurveyInvitation, event: Event) -> None:
    body = {
        "invitation_id": invitation.id,
        "person_id": invitation.person_id,
        "event": _event_body(event),
        "session_id": invitation.session_id,
        "generation": invitation.generation,
        "key_id": invitation.key_id,
        "closes_at": invitation.closes_at,
    }
    tx.publish(SURVEY_INVITED, subject=invitation.id, revision=1, body=body)


def _event_body(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "slug": event.slug,
        "kind": event.kind.value,
        "title": {"fr": event.title_fr, "en": event.title_en},
        "new_activity": event.new_activity,
        "organisation": event.organisation,
    }
