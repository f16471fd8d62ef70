"""What a holder sees of their registrations, and nobody else."""

import pytest

from services.registration.actions.add_guest import add_guest
from services.registration.actions.cancel_registration import cancel_registration
from services.registration.domain.places import Place
from services.registration.domain.reference import shown
from services.registration.domain.refusals import AlreadyRegistered, NoLongerOpen, NotOpenYet
from services.registration.queries.my_registrations import my_registrations
from services.registration.queries.registration_by_reference import registration_by_reference
from services.registration.queries.registration_for_organizer import registration_for_organizer
from services.registration.queries.session_for_registering import session_for_registering
from shared.kernel.refusals import NotFound
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.actions.test_cancel_registration import somebody_came
from tests.registration.actions.test_register import NEEDS
from tests.registration.builders import (
    DAY,
    a_draft_session,
    a_draft_sitting,
    a_guest,
    a_member,
    a_registration,
    a_session,
    an_event,
)


def test_the_next_stands_first_then_the_past_then_the_cancelled(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx)
        held = {
            days: a_registration(tx, a_session(tx, sittings=(a_draft_sitting(tx.now, after=days * DAY),)), member_id)
            for days in (20, 1, 10, 2, 30)
        }
        cancel_registration(tx, reference=held[30].reference, member_id=member_id)
        a_registration(tx, a_session(tx))
    clock.advance(5 * DAY)

    with registration.look() as look:
        mine = my_registrations(look, member_id=member_id)

    assert [one.reference for one in mine] == [held[days].reference for days in (10, 20, 2, 1, 30)]


def test_a_registration_shows_its_place_its_event_and_its_own_session_only(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx, number="123456")
        event = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now, label_fr="L'après-midi"))
        session_id = event.sessions[1].session_id
        held = a_registration(tx, session_id, member_id, needs=NEEDS)

    with registration.look() as look:
        mine = registration_by_reference(look, reference=held.reference.lower(), member_id=member_id)

    assert (mine.place, mine.place_number, mine.waiting_position) == (Place.CONFIRMED, 1, None)
    assert mine.shown_reference == shown(held.reference)
    assert [session.session_id for session in mine.event.sessions] == [session_id]
    assert (mine.session.label.fr, mine.holder.number) == ("L'après-midi", "123456")
    assert mine.needs is not None
    assert mine.needs.food == "Sans arachides"
    assert (mine.may_cancel, mine.used) == (True, False)


def test_anothers_registration_is_not_found_and_is_the_organizers(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, stranger = a_session(tx), a_member(tx)
        held = a_registration(tx, session_id)
        guest = add_guest(tx, session_id=session_id, guest=a_guest())

    with registration.look() as look:
        for reference in (held.reference, guest.reference, "0000-0000", "", "?" * 500):
            with pytest.raises(NotFound):
                registration_by_reference(look, reference=reference, member_id=stranger)
        assert registration_for_organizer(look, reference=guest.reference).holder.given_name == "Rose"
        with pytest.raises(NotFound):
            registration_for_organizer(look, reference="0000-0000")


def test_whoever_waits_sees_their_turn_and_it_comes_nearer(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=1)
        a_registration(tx, session_id)
        ahead, member_id = a_registration(tx, session_id), a_member(tx)
        mine = a_registration(tx, session_id, member_id)

    def position() -> int | None:
        with registration.look() as look:
            return registration_by_reference(look, reference=mine.reference, member_id=member_id).waiting_position

    assert position() == 2
    with registration.begin() as tx:
        cancel_registration(tx, reference=ahead.reference, member_id=None)
    assert position() == 1


def test_a_place_that_was_used_is_shown_so_and_cannot_be_cancelled(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx), a_member(tx)
        held = a_registration(tx, session_id, member_id)
        somebody_came(tx, session_id, member_id)

    with registration.look() as look:
        mine = registration_by_reference(look, reference=held.reference, member_id=member_id)
    assert (mine.used, mine.may_cancel) == (True, False)


def test_the_forms_page_is_filled_in_and_says_what_to_expect(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=1), a_member(tx, given_name="Luc")

    with registration.look() as look:
        free = session_for_registering(look, session_id=session_id, member_id=member_id)
    assert (free.member.given_name, free.expected, free.refusal) == ("Luc", Place.CONFIRMED, None)
    with registration.begin() as tx:
        a_registration(tx, session_id)
    with registration.look() as look:
        full = session_for_registering(look, session_id=session_id, member_id=member_id)
    assert full.expected is Place.WAITLISTED


def test_the_forms_page_says_why_not(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        member_id, other = a_member(tx), a_member(tx)
        session_id = a_session(tx, opens_at=tx.now + DAY, closes_at=tx.now + 3 * DAY)

    def refusal(person: str) -> object:
        with registration.look() as look:
            return session_for_registering(look, session_id=session_id, member_id=person).refusal

    assert isinstance(refusal(member_id), NotOpenYet)
    clock.advance(DAY)
    with registration.begin() as tx:
        held = a_registration(tx, session_id, member_id)
    assert isinstance(refusal(member_id), AlreadyRegistered)
    with registration.look() as look:
        mine = session_for_registering(look, session_id=session_id, member_id=member_id).registration
        assert mine is not None
        assert mine.reference == held.reference
    clock.advance(2 * DAY)
    assert isinstance(refusal(other), NoLongerOpen)


def test_the_forms_page_of_what_one_may_not_see_is_not_found(registration: Instance) -> None:
    with registration.begin() as tx:
        theirs, stranger = a_session(tx, organisation="Tourisme"), a_member(tx, organisation="Justice")
        draft = an_event(tx, published=False).sessions[0].session_id

    with registration.look() as look:
        for session_id in (theirs, draft, "no-such-session"):
            with pytest.raises(NotFound):
                session_for_registering(look, session_id=session_id, member_id=stranger)
