"""One session of several that will not take place: its people hear of it and why, the others go on."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from services.registration.actions.add_guest import add_guest
from services.registration.actions.cancel_session import cancel_session
from services.registration.actions.change_event import change_event
from services.registration.actions.copy_event import copy_event
from services.registration.domain.places import Place
from services.registration.domain.refusals import LastSession, NotPublished, SessionBegun, SessionIsOff
from services.registration.models import Needs, Registration, Session
from services.registration.queries.catalogue import catalogue
from services.registration.queries.described_event import described_event
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.session_for_registering import session_for_registering
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound
from shared.kernel.words import Bilingual
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
    an_event,
    said,
    what_was_said,
)

REASON = Bilingual("La personne qui donne la formation est malade.", "The teacher is ill.")


def two_sessions(tx: Transaction) -> tuple[str, str, str]:
    """An event with a session of one place in seven days, and another in fourteen: its id and theirs."""
    later = a_draft_session(tx.now, label_fr="Deux", sittings=(a_draft_sitting(tx.now, after=14 * DAY),))
    event = an_event(tx, a_draft_session(tx.now, capacity=1, label_fr="Un"), later)
    first, second = (session.session_id for session in event.sessions)
    return event.event_id, first, second


def test_its_people_are_told_and_why_and_nobody_else(registration: Instance) -> None:
    with registration.begin() as tx:
        event_id, first, second = two_sessions(tx)
        told = {a_registration(tx, first, needs=NEEDS).registration_id, a_registration(tx, first).registration_id}
        a_registration(tx, second)
        before = len(said(tx))

    with registration.begin() as tx:
        assert cancel_session(tx, event_id=event_id, session_id=first, reason=REASON) == 2

    event, *places = what_was_said(registration)[before:]
    assert (event.subject, event.revision, event.body["state"]) == (event_id, 2, "published")
    assert [session["session_id"] for session in event.body["sessions"]] == [second]
    assert {message.subject for message in places} == told
    assert {(message.body["place"], message.body["cause"]) for message in places} == {
        ("cancelled", "session_cancelled")
    }
    assert places[0].body["reason"] == {"fr": REASON.fr, "en": REASON.en}
    assert places[0].body["session"]["session_id"] == first
    with registration.look() as look:
        assert look.db.query(Needs).count() == 0


def test_the_others_go_on_and_nobody_chooses_it_any_more(registration: Instance) -> None:
    with registration.begin() as tx:
        event_id, first, second = two_sessions(tx)
        member_id = a_member(tx)
        cancel_session(tx, event_id=event_id, session_id=first, reason=REASON)

        with pytest.raises(SessionIsOff):
            a_registration(tx, first, member_id)
        with pytest.raises(SessionIsOff):
            add_guest(tx, session_id=first, guest=a_guest())
        offer = session_for_registering(tx, session_id=first, member_id=member_id)
        assert (type(offer.refusal), offer.expected, offer.session.session_id) == (SessionIsOff, None, first)
        assert a_registration(tx, second, member_id).place is Place.CONFIRMED

    with registration.look() as look:
        (seen,) = catalogue(look, member_id=None)
        shown = event_for_organizer(look, event_id=event_id)
    assert [session.session_id for session in seen.sessions] == [second]
    assert [session.session_id for session in shown.cancelled_sessions] == [first]


def test_an_event_whose_sessions_are_all_over_but_a_cancelled_one_is_over(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        event_id, _first, second = two_sessions(tx)
        cancel_session(tx, event_id=event_id, session_id=second, reason=REASON)

    clock.advance(8 * DAY)
    with registration.look() as look:
        assert catalogue(look, member_id=None) == []


def test_the_event_is_changed_and_copied_without_it_and_it_is_kept(registration: Instance) -> None:
    with registration.begin() as tx:
        event_id, first, _second = two_sessions(tx)
        held = a_registration(tx, first)
        cancel_session(tx, event_id=event_id, session_id=first, reason=REASON)

    with registration.begin() as tx:
        draft = described_event(tx, event_id=event_id)
        new = a_draft_session(tx.now, label_fr="Trois")
        change_event(tx, event_id=event_id, draft=replace(draft, sessions=(*draft.sessions, new)), revision=2)
        copy = copy_event(tx, event_id=event_id, first_day=date(2027, 5, 5))

        assert [one.label_fr for one in described_event(tx, event_id=event_id).sessions] == ["Deux", "Trois"]
        assert [one.label_fr for one in described_event(tx, event_id=copy).sessions] == ["Deux", "Trois"]
        assert tx.db.get_one(Registration, held.registration_id).session_id == first
        assert tx.db.scalars(select(Session.label_fr).where(Session.cancelled)).all() == ["Un"]


def test_a_session_keeps_its_number_whatever_becomes_of_the_others(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, *[a_draft_session(tx.now) for _ in range(4)])
        first, _second, third, _fourth = (session.session_id for session in event.sessions)
        assert [session.number for session in event.sessions] == [1, 2, 3, 4]
        cancel_session(tx, event_id=event.event_id, session_id=first, reason=REASON)

    with registration.begin() as tx:
        kept = described_event(tx, event_id=event.event_id).sessions
        without_the_last = replace(
            described_event(tx, event_id=event.event_id), sessions=(*kept[:-1], a_draft_session(tx.now))
        )
        change_event(tx, event_id=event.event_id, draft=without_the_last, revision=2)
        cancel_session(tx, event_id=event.event_id, session_id=third, reason=REASON)

    with registration.look() as look:
        shown = event_for_organizer(look, event_id=event.event_id)
    assert [session.number for session in shown.sessions] == [2, 5]
    assert [session.number for session in shown.cancelled_sessions] == [1, 3]
    assert [session.number for session in shown.all_sessions] == [1, 2, 3, 5]


def test_several_are_cancelled_one_after_the_other_but_the_last(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now), a_draft_session(tx.now))
        first, second, third = (session.session_id for session in event.sessions)
        for session_id in (first, second):
            cancel_session(tx, event_id=event.event_id, session_id=session_id, reason=REASON)

        with pytest.raises(NotFound):
            cancel_session(tx, event_id=event.event_id, session_id=first, reason=REASON)
        with pytest.raises(LastSession):
            cancel_session(tx, event_id=event.event_id, session_id=third, reason=REASON)


def test_what_has_begun_or_somebody_has_come_to_goes_on(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        event_id, first, second = two_sessions(tx)
        somebody_came(tx, second, a_member(tx))
        with pytest.raises(SessionBegun):
            cancel_session(tx, event_id=event_id, session_id=second, reason=REASON)

    clock.advance(7 * DAY)
    with pytest.raises(SessionBegun), registration.begin() as tx:
        cancel_session(tx, event_id=event_id, session_id=first, reason=REASON)


def test_what_is_not_published_or_not_there_is_refused(registration: Instance) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now), published=False)
        event_id, _first, _second = two_sessions(tx)

        with pytest.raises(NotPublished):
            cancel_session(tx, event_id=draft.event_id, session_id=draft.sessions[0].session_id, reason=REASON)
        with pytest.raises(NotFound):
            cancel_session(tx, event_id=event_id, session_id=draft.sessions[0].session_id, reason=REASON)
