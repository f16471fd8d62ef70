"""Checkin says that somebody came."""

from datetime import UTC, datetime
from threading import Thread
from typing import Any

from sqlalchemy import select

from services.registration.messages.on_attendance_recorded import on_attendance_recorded
from services.registration.models import NotedAttendance
from shared.contracts.envelope import Message
from shared.service import Instance

NOON = datetime(2022, 5, 27, 16, tzinfo=UTC)


def a_message(*, revision: int = 1, **changes: Any) -> Message:
    body = {
        "attendance_id": "attendance-1",
        "event_id": "event-1",
        "session_id": "session-1",
        "sitting_id": "sitting-1",
        "person_id": "person-1",
        "registration_id": "registration-1",
        "evidence": "scanned",
        "at": NOON,
        "undone": False,
    } | changes
    return Message(
        id=f"message-{revision}",
        type="checkin.attendance_recorded.v1",
        source="/checkin",
        subject=body["attendance_id"],
        time=NOON,
        revision=revision,
        body=body,
        correlation_id="c",
    )


def heard(instance: Instance, *messages: Message) -> list[tuple[str, int, bool]]:
    for message in messages:
        with instance.begin() as tx:
            on_attendance_recorded(tx, message)
    with instance.look() as look:
        rows = look.db.scalars(select(NotedAttendance).order_by(NotedAttendance.id))
        return [(row.id, row.revision, row.undone) for row in rows]


def test_it_is_noted(registration: Instance) -> None:
    assert heard(registration, a_message()) == [("attendance-1", 1, False)]


def test_a_walk_in_without_registration_and_a_capsule_without_sitting_are_noted(registration: Instance) -> None:
    assert heard(registration, a_message(registration_id=None, sitting_id=None)) == [("attendance-1", 1, False)]


def test_a_message_said_twice_changes_nothing(registration: Instance) -> None:
    assert heard(registration, a_message(), a_message()) == [("attendance-1", 1, False)]


def test_a_later_one_replaces_and_a_late_one_changes_nothing(registration: Instance) -> None:
    undone = a_message(revision=2, undone=True)

    assert heard(registration, undone, a_message(revision=1)) == [("attendance-1", 2, True)]
    assert heard(registration, a_message(revision=3)) == [("attendance-1", 3, False)]


def test_two_sittings_are_two_attendances(registration: Instance) -> None:
    other = a_message(attendance_id="attendance-2", sitting_id="sitting-2")

    assert len(heard(registration, a_message(), other)) == 2


def test_of_two_heard_at_once_the_later_one_stays(registration: Instance) -> None:
    """A try made again and a newer message, in two threads: the late one must not undo the newer."""
    heard(registration, a_message())
    late = Thread(target=heard, args=(registration, a_message(revision=2)))

    with registration.begin() as tx:
        on_attendance_recorded(tx, a_message(revision=3, undone=True))
        tx.db.flush()
        late.start()
        late.join(0.5)
    late.join(30)

    assert heard(registration) == [("attendance-1", 3, True)]
