"""An event that will not take place: everybody with a place or a turn in the line hears of it, and why."""

import pytest

from services.registration.actions.add_guest import add_guest
from services.registration.actions.cancel_event import cancel_event
from services.registration.actions.cancel_registration import cancel_registration
from services.registration.domain.kinds import EventState
from services.registration.domain.places import Place
from services.registration.domain.refusals import EventBegun, NotPublished
from services.registration.models import Needs, Registration
from services.registration.queries.catalogue import catalogue
from services.registration.queries.event_for_organizer import event_for_organizer
from shared.kernel.refusals import NotFound
from shared.kernel.words import Bilingual
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.actions.test_cancel_registration import somebody_came
from tests.registration.actions.test_register import NEEDS
from tests.registration.builders import (
    DAY,
    a_draft_session,
    a_guest,
    a_member,
    a_registration,
    an_event,
    said,
    what_was_said,
)

REASON = Bilingual("La personne qui donne la formation est malade.", "The teacher is ill.")


def test_everybody_is_told_and_why_and_nobody_moves_up(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1), a_draft_session(tx.now))
        first, second = (session.session_id for session in event.sessions)
        told = {a_registration(tx, one).registration_id for one in (first, first, second)}
        before = len(said(tx))

    with registration.begin() as tx:
        cancel_event(tx, event_id=event.event_id, reason=REASON)

    news = what_was_said(registration)[before:]
    assert (news[0].subject, news[0].revision, news[0].body["state"]) == (event.event_id, 2, "cancelled")
    places = news[1:]
    assert {message.subject for message in places} == told
    assert {message.type for message in places} == {"registration.place_cancelled.v1"}
    assert {(message.revision, message.body["cause"]) for message in places} == {(2, "event_cancelled")}
    assert places[0].body["reason"] == {"fr": REASON.fr, "en": REASON.en}


def test_a_reason_in_french_alone_is_said_in_both_languages(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        a_registration(tx, event.sessions[0].session_id)
        cancel_event(tx, event_id=event.event_id, reason=Bilingual("Tempête.", ""))

    assert what_was_said(registration, "place_cancelled")[0].body["reason"] == {"fr": "Tempête.", "en": "Tempête."}


def test_who_had_cancelled_already_is_not_told(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        held = a_registration(tx, event.sessions[0].session_id)
        cancel_registration(tx, reference=held.reference, member_id=None)
        cancel_event(tx, event_id=event.event_id, reason=REASON)

    assert len(what_was_said(registration, "place_cancelled")) == 1


def test_needs_are_erased_with_the_places(registration: Instance) -> None:
    """PRV-4."""
    with registration.begin() as tx:
        event = an_event(tx)
        a_registration(tx, event.sessions[0].session_id, needs=NEEDS)
        cancel_event(tx, event_id=event.event_id, reason=REASON)

    with registration.look() as look:
        assert look.db.query(Needs).count() == 0
        assert look.db.query(Registration).one().place is Place.CANCELLED


def test_nobody_registers_any_more_and_members_no_longer_see_it_among_what_is_to_come(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        cancel_event(tx, event_id=event.event_id, reason=REASON)

        with pytest.raises(NotFound):
            a_registration(tx, event.sessions[0].session_id)
        with pytest.raises(NotFound):
            add_guest(tx, session_id=event.sessions[0].session_id, guest=a_guest())

    with registration.look() as look:
        assert catalogue(look, member_id=None) == []
        assert event_for_organizer(look, event_id=event.event_id).state is EventState.CANCELLED


def test_what_has_begun_is_no_longer_cancelled(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        later = a_draft_session(tx.now + 7 * DAY)
        event = an_event(tx, a_draft_session(tx.now), later)

    clock.advance(7 * DAY)
    with pytest.raises(EventBegun), registration.begin() as tx:
        cancel_event(tx, event_id=event.event_id, reason=REASON)


def test_what_somebody_has_come_to_is_no_longer_cancelled(registration: Instance) -> None:
    """A web capsule begins for each person when they open it."""
    with registration.begin() as tx:
        event, member_id = an_event(tx), a_member(tx)
        somebody_came(tx, event.sessions[0].session_id, member_id)

        with pytest.raises(EventBegun):
            cancel_event(tx, event_id=event.event_id, reason=REASON)


def test_an_event_is_cancelled_once_and_a_draft_is_deleted_instead(registration: Instance) -> None:
    with registration.begin() as tx:
        event, draft = an_event(tx), an_event(tx, published=False)
        cancel_event(tx, event_id=event.event_id, reason=REASON)

        for event_id in (event.event_id, draft.event_id):
            with pytest.raises(NotPublished):
                cancel_event(tx, event_id=event_id, reason=REASON)
        with pytest.raises(NotFound):
            cancel_event(tx, event_id="x", reason=REASON)
