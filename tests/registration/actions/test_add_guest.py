"""An organizer adds people who are not in the directory."""

import pytest
from sqlalchemy import func, select

from services.registration.actions.add_guest import add_guest
from services.registration.actions.cancel_registration import cancel_registration
from services.registration.domain.kinds import HolderKind
from services.registration.domain.places import Place
from services.registration.domain.refusals import AlreadyRegistered
from services.registration.models import Guest
from shared.kernel.refusals import NotFound
from shared.service import Instance
from tests.registration.builders import a_draft_session, a_guest, a_registration, a_session, an_event, what_was_said


@pytest.mark.parametrize("kind", [HolderKind.GUEST, HolderKind.DIGNITARY, HolderKind.PARTNER])
def test_they_hold_a_place_and_a_ticket_like_everybody(registration: Instance, kind: HolderKind) -> None:
    with registration.begin() as tx:
        added = add_guest(tx, session_id=a_session(tx, capacity=5), guest=a_guest(kind=kind))

    assert (added.place, added.place_number) == (Place.CONFIRMED, 1)
    (message,) = what_was_said(registration, "place_confirmed")
    holder = message.body["holder"]
    assert (holder["kind"], holder["number"], holder["region"]) == (kind.value, None, None)
    assert (holder["given_name"], holder["email"]) == ("Rose", "rose.dumont@ailleurs.example")


def test_their_places_count_against_the_capacity(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=1)
        add_guest(tx, session_id=session_id, guest=a_guest())

        assert a_registration(tx, session_id).place is Place.WAITLISTED


def test_they_wait_by_the_same_rule_and_move_up_in_their_turn(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=1)
        held = a_registration(tx, session_id)
        guest = add_guest(tx, session_id=session_id, guest=a_guest())
        assert guest.place is Place.WAITLISTED

        cancel_registration(tx, reference=held.reference, member_id=None)

    assert what_was_said(registration, "place_confirmed")[-1].subject == guest.registration_id


def test_the_same_person_twice_is_refused_and_in_another_session_is_one_person(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx)
        add_guest(tx, session_id=session_id, guest=a_guest())

        with pytest.raises(AlreadyRegistered):
            add_guest(tx, session_id=session_id, guest=a_guest(email=" ROSE.DUMONT@ailleurs.example "))
        add_guest(tx, session_id=a_session(tx), guest=a_guest(kind=HolderKind.PARTNER, language="en"))

    with registration.look() as look:
        assert look.db.scalar(select(func.count()).select_from(Guest)) == 1


def test_two_dignitaries_may_share_their_assistants_address(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx)
        numbers = [
            add_guest(tx, session_id=session_id, guest=a_guest(given_name=name)).place_number
            for name in ("Rose", "Paul")
        ]

    assert numbers == [1, 2]


def test_hostile_text_is_kept_as_it_was_typed(registration: Instance) -> None:
    hostile = "<script>alert('é')</script> =cmd|' /C calc'!A0 {{ 7*7 }} '; DROP TABLE guests; --"
    with registration.begin() as tx:
        add_guest(tx, session_id=a_session(tx), guest=a_guest(family_name=hostile[:100]))

    (message,) = what_was_said(registration, "place_confirmed")
    assert message.body["holder"]["family_name"] == hostile[:100]


def test_nobody_is_added_to_a_draft_or_to_nothing(registration: Instance) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, a_draft_session(tx.now), published=False)

        with pytest.raises(NotFound):
            add_guest(tx, session_id=draft.sessions[0].session_id, guest=a_guest())
        with pytest.raises(NotFound):
            add_guest(tx, session_id="no-such-session", guest=a_guest())
