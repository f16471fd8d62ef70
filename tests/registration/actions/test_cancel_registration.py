"""A registration is cancelled, and the place goes to the first in line."""

import pytest
from sqlalchemy import func, select

from services.registration.actions.cancel_registration import cancel_registration
from services.registration.actions.note_attendance import note_attendance
from services.registration.domain.places import Place
from services.registration.domain.refusals import AlreadyCancelled, PlaceUsed, TooLateToCancel
from services.registration.models import Needs, Registration
from shared.db.transaction import Look, Transaction
from shared.kernel.ids import new_id
from shared.kernel.refusals import NotFound
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.actions.test_register import NEEDS
from tests.registration.builders import DAY, a_member, a_registration, a_session, said, what_was_said


def place_of(look: Look, registration_id: str) -> tuple[Place, int | None]:
    row = look.db.get(Registration, registration_id)
    assert row is not None
    return row.place, row.place_number


def somebody_came(
    tx: Transaction, session_id: str, person_id: str, *, sitting_id: str | None = None, undone: bool = False
) -> None:
    attendance = {
        "attendance_id": new_id(),
        "session_id": session_id,
        "sitting_id": sitting_id,
        "person_id": person_id,
        "registration_id": None,
        "evidence": "scanned",
        "at": tx.now,
        "undone": undone,
    }
    note_attendance(tx, attendance=attendance, revision=1)


def test_a_holder_gives_the_place_back_and_the_others_hear_of_it(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx)
        held = a_registration(tx, a_session(tx, capacity=5), member_id)

    with registration.begin() as tx:
        cancel_registration(tx, reference=held.reference, member_id=member_id)

    (message,) = what_was_said(registration, "place_cancelled")
    assert (message.subject, message.revision) == (held.registration_id, 2)
    assert (message.body["place"], message.body["cause"]) == ("cancelled", "cancelled_by_holder")


def test_the_place_goes_to_the_first_in_line_under_a_new_number(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=1), a_member(tx)
        held = a_registration(tx, session_id, member_id)
        first, second = a_registration(tx, session_id), a_registration(tx, session_id)

    with registration.begin() as tx:
        cancel_registration(tx, reference=held.reference, member_id=member_id)

    with registration.look() as look:
        assert place_of(look, first.registration_id) == (Place.CONFIRMED, 2)
        assert place_of(look, second.registration_id) == (Place.WAITLISTED, None)
    moved = what_was_said(registration, "place_confirmed")[-1]
    assert (moved.subject, moved.revision, moved.body["cause"]) == (first.registration_id, 2, "moved_up")


def test_all_move_up_in_the_order_in_which_they_came(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=3)
        held = [a_registration(tx, session_id) for _ in range(3)]
        waiting = [a_registration(tx, session_id) for _ in range(4)]

    for one in held:
        with registration.begin() as tx:
            cancel_registration(tx, reference=one.reference, member_id=None)

    moved = [message.subject for message in what_was_said(registration, "place_confirmed")[3:]]
    assert moved == [one.registration_id for one in waiting[:3]]


def test_whoever_leaves_the_line_moves_nobody(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=1)
        a_registration(tx, session_id)
        first, second = a_registration(tx, session_id), a_registration(tx, session_id)

    with registration.begin() as tx:
        cancel_registration(tx, reference=first.reference, member_id=None)

    with registration.look() as look:
        assert place_of(look, second.registration_id) == (Place.WAITLISTED, None)


def test_whoever_cancelled_may_register_again_and_stands_at_the_end(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=1), a_member(tx)
        held = a_registration(tx, session_id, member_id)
        waiting = a_registration(tx, session_id)

    with registration.begin() as tx:
        cancel_registration(tx, reference=held.reference, member_id=member_id)
        again = a_registration(tx, session_id, member_id)

    assert again.place is Place.WAITLISTED
    assert again.registration_id != held.registration_id
    with registration.look() as look:
        assert place_of(look, waiting.registration_id) == (Place.CONFIRMED, 2)


def test_anothers_registration_is_not_found(registration: Instance) -> None:
    with registration.begin() as tx:
        held = a_registration(tx, a_session(tx))
        stranger = a_member(tx)

    with registration.begin() as tx, pytest.raises(NotFound):
        cancel_registration(tx, reference=held.reference, member_id=stranger)


@pytest.mark.parametrize("reference", ["", "ABCD-EFGH", "0000-0000", "<script>", "é" * 300])
def test_what_is_no_reference_is_not_found(registration: Instance, reference: str) -> None:
    with registration.begin() as tx, pytest.raises(NotFound):
        cancel_registration(tx, reference=reference, member_id=None)


def test_the_reference_is_read_as_people_type_it(registration: Instance) -> None:
    with registration.begin() as tx:
        held = a_registration(tx, a_session(tx))
        typed = f"{held.reference[:4]}-{held.reference[4:]}".lower()

        cancel_registration(tx, reference=typed, member_id=None)

        assert place_of(tx, held.registration_id)[0] is Place.CANCELLED


def test_it_is_cancelled_once(registration: Instance) -> None:
    with registration.begin() as tx:
        held = a_registration(tx, a_session(tx))
        cancel_registration(tx, reference=held.reference, member_id=None)

        with pytest.raises(AlreadyCancelled):
            cancel_registration(tx, reference=held.reference, member_id=None)


def test_a_place_that_was_used_stays_unless_the_attendance_was_undone(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, came, mistaken = a_session(tx), a_member(tx), a_member(tx)
        used, unused = a_registration(tx, session_id, came), a_registration(tx, session_id, mistaken)
        somebody_came(tx, session_id, came)
        somebody_came(tx, session_id, mistaken, undone=True)

        with pytest.raises(PlaceUsed):
            cancel_registration(tx, reference=used.reference, member_id=came)
        cancel_registration(tx, reference=unused.reference, member_id=mistaken)


def test_once_the_session_has_begun_only_an_organizer_cancels_and_nobody_moves_up(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=1), a_member(tx)
        held = a_registration(tx, session_id, member_id)
        waiting = a_registration(tx, session_id)
    clock.advance(7 * DAY)

    with registration.begin() as tx, pytest.raises(TooLateToCancel):
        cancel_registration(tx, reference=held.reference, member_id=member_id)
    with registration.begin() as tx:
        cancel_registration(tx, reference=held.reference, member_id=None)

    with registration.look() as look:
        assert place_of(look, held.registration_id)[0] is Place.CANCELLED
        assert place_of(look, waiting.registration_id)[0] is Place.WAITLISTED
        assert said(look, "place_cancelled")[0].body["cause"] == "cancelled_by_organizer"


def test_needs_go_with_the_place_they_were_told_for(registration: Instance) -> None:
    """PRV-4."""
    with registration.begin() as tx:
        held = a_registration(tx, a_session(tx), needs=NEEDS)
        cancel_registration(tx, reference=held.reference, member_id=None)

    with registration.look() as look:
        assert look.db.scalar(select(func.count()).select_from(Needs)) == 0
