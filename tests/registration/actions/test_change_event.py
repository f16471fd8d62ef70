"""A published event changes, and those whom it concerns hear of it once."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, update

from services.registration.actions.cancel_registration import cancel_registration
from services.registration.actions.change_event import change_event
from services.registration.domain.events import EventDraft, SessionDraft
from services.registration.domain.kinds import Mode
from services.registration.domain.places import Place
from services.registration.domain.refusals import (
    CapacityBelowHeld,
    ChangedMeanwhile,
    NotPublished,
    SessionHasRegistrations,
    SittingBegun,
)
from services.registration.models import NotedAttendance, Registration, Session
from services.registration.queries.change_preview import ChangePreview, change_preview
from services.registration.queries.described_event import described_event
from shared.db.transaction import Look, Transaction
from shared.kernel.refusals import NotFound
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.actions.test_cancel_registration import somebody_came
from tests.registration.builders import (
    DAY,
    HOUR,
    a_draft_session,
    a_draft_sitting,
    a_member,
    a_registration,
    an_event,
    said,
    what_was_said,
)


def change(tx: Transaction, event_id: str, *, revision: int = 1, **changes: object) -> None:
    draft = replace(described_event(tx, event_id=event_id), **changes)
    change_event(tx, event_id=event_id, draft=draft, revision=revision)


def change_session(tx: Transaction, event_id: str, *, revision: int = 1, rank: int = 0, **changes: object) -> None:
    sessions = list(described_event(tx, event_id=event_id).sessions)
    sessions[rank] = replace(sessions[rank], **changes)
    change(tx, event_id, revision=revision, sessions=tuple(sessions))


def preview_of(look: Look, event_id: str, **changes: object) -> ChangePreview:
    """What changing the first session would do."""
    draft = described_event(look, event_id=event_id)
    sessions = (replace(draft.sessions[0], **changes), *draft.sessions[1:])
    return change_preview(look, event_id=event_id, draft=replace(draft, sessions=sessions))


def an_hour_later(session: SessionDraft) -> dict[str, object]:
    """The session's sittings, each later."""
    sittings = tuple(
        replace(one, starts_at=one.starts_at + HOUR, ends_at=one.ends_at + HOUR) for one in session.sittings
    )
    return {"sittings": sittings, "closes_at": None}


def drafted(tx: Transaction, event_id: str) -> EventDraft:
    return described_event(tx, event_id=event_id)


def test_a_mended_word_is_said_again_for_the_copies_and_told_to_nobody(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1), title_fr="Humain avnt tout")
        held = a_registration(tx, event.sessions[0].session_id)
        a_registration(tx, event.sessions[0].session_id)
        registered_at = tx.now
        before = len(said(tx))

    with registration.begin() as tx:
        change(tx, event.event_id, title_fr="Humain avant tout")

    first, second = what_was_said(registration, "event_published")
    assert (first.revision, second.revision) == (1, 2)
    assert second.body["title"]["fr"] == "Humain avant tout"
    assert second.body["sessions"] == first.body["sessions"]
    (place,) = what_was_said(registration)[before + 1 :]
    assert (place.subject, place.revision, place.body["cause"]) == (held.registration_id, 2, "reworded")
    assert place.body["event"]["title"]["fr"] == "Humain avant tout"
    assert place.body["occurred_at"] == registered_at


@pytest.mark.parametrize("changes", [{"capacity": 40}, {"description_fr": "Autre"}])
def test_what_no_letter_says_is_said_of_no_place(registration: Instance, changes: dict[str, object]) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        a_registration(tx, event.sessions[0].session_id)
        before = len(said(tx))
        (change_session if "capacity" in changes else change)(tx, event.event_id, **changes)

        assert [message.subject for message in said(tx)[before:]] == [event.event_id]


def test_another_hour_is_told_to_everybody_with_a_place_or_a_turn_in_the_line(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1))
        held = a_registration(tx, event.sessions[0].session_id)
        waiting = a_registration(tx, event.sessions[0].session_id)

    with registration.begin() as tx:
        change_session(tx, event.event_id, **an_hour_later(drafted(tx, event.event_id).sessions[0]))

    confirmed, waitlisted = (what_was_said(registration, f"place_{name}")[-1] for name in ("confirmed", "waitlisted"))
    assert (confirmed.subject, confirmed.revision) == (held.registration_id, 2)
    assert (waitlisted.subject, waitlisted.revision) == (waiting.registration_id, 2)
    assert confirmed.body["cause"] == waitlisted.body["cause"] == "event_changed"
    (sitting,) = confirmed.body["session"]["sittings"]
    assert sitting["starts_at"] == event.sessions[0].sittings[0].starts_at + HOUR
    assert sitting["sitting_id"] == event.sessions[0].sittings[0].sitting_id
    assert confirmed.body["occurred_at"] == confirmed.time


def test_another_address_of_the_meeting_is_told_to_those_who_have_a_link_to_it(registration: Instance) -> None:
    with registration.begin() as tx:
        online = a_draft_session(tx.now, capacity=1, mode=Mode.VIRTUAL, meeting_url="https://a.example/1")
        event = an_event(tx, online)
        held = a_registration(tx, event.sessions[0].session_id)
        a_registration(tx, event.sessions[0].session_id)
        before = len(said(tx))
        told = preview_of(tx, event.event_id, meeting_url="https://b.example/2").told
        change_session(tx, event.event_id, meeting_url="https://b.example/2")

        news = said(tx)[before:]

    assert [message.subject for message in news] == [event.event_id, held.registration_id]
    assert told == 1


def test_only_the_session_that_changes_is_told_and_not_those_who_have_cancelled(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now))
        first, second = (session.session_id for session in event.sessions)
        told, _elsewhere, gone = a_registration(tx, first), a_registration(tx, second), a_registration(tx, first)
        cancel_registration(tx, reference=gone.reference, member_id=None)
        before = len(said(tx))
        change_session(tx, event.event_id, venue_name="Palais Montcalm")

        news = said(tx)[before:]

    assert [message.subject for message in news] == [event.event_id, told.registration_id]


def test_more_places_go_to_those_who_wait_and_each_person_is_told_once(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1))
        for _ in range(4):
            a_registration(tx, event.sessions[0].session_id)
        before = len(said(tx))
        change_session(tx, event.event_id, capacity=3, venue_name="Palais Montcalm")

        news = said(tx)[before + 1 :]

    causes = sorted((message.body["place"], message.body["cause"]) for message in news)
    assert causes == [
        ("confirmed", "event_changed"),
        ("confirmed", "moved_up"),
        ("confirmed", "moved_up"),
        ("waitlisted", "event_changed"),
    ]
    assert len({message.subject for message in news}) == 4
    assert {message.body["session"]["venue"]["name"] for message in news} == {"Palais Montcalm"}


def test_places_never_fall_below_those_that_are_held(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=5))
        for _ in range(3):
            a_registration(tx, event.sessions[0].session_id)

    with pytest.raises(CapacityBelowHeld), registration.begin() as tx:
        change_session(tx, event.event_id, capacity=2)
    with registration.begin() as tx:
        change_session(tx, event.event_id, capacity=3)
        a_registration(tx, event.sessions[0].session_id)
        places = tx.db.scalars(select(Registration.place).order_by(Registration.registered_at)).all()

    assert sorted(places) == [Place.CONFIRMED] * 3 + [Place.WAITLISTED]


def test_a_session_that_people_have_registered_for_stays(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, label_fr="Un"), a_draft_session(tx.now, label_fr="Deux"))
        a_registration(tx, event.sessions[0].session_id)

    with pytest.raises(SessionHasRegistrations), registration.begin() as tx:
        change(tx, event.event_id, sessions=drafted(tx, event.event_id).sessions[1:])
    with registration.begin() as tx:
        change(tx, event.event_id, sessions=drafted(tx, event.event_id).sessions[:1])

    said_now = what_was_said(registration, "event_published")[-1].body["sessions"]
    assert [session["label"]["fr"] for session in said_now] == ["Un"]


def test_where_somebody_is_already_the_date_stays(registration: Instance) -> None:
    """The doors open before the hour; an undone attendance holds nothing back."""
    with registration.begin() as tx:
        event, member_id = an_event(tx), a_member(tx)
        session = event.sessions[0]
        somebody_came(tx, session.session_id, member_id, sitting_id=session.sittings[0].sitting_id)

    with pytest.raises(SittingBegun), registration.begin() as tx:
        change_session(tx, event.event_id, **an_hour_later(drafted(tx, event.event_id).sessions[0]))
    with registration.begin() as tx:
        tx.db.execute(update(NotedAttendance).values(undone=True))
        change_session(tx, event.event_id, **an_hour_later(drafted(tx, event.event_id).sessions[0]))


def test_a_session_that_somebody_came_to_without_registering_stays(registration: Instance) -> None:
    with registration.begin() as tx:
        event, member_id = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now)), a_member(tx)
        somebody_came(tx, event.sessions[0].session_id, member_id)

    with pytest.raises(SittingBegun), registration.begin() as tx:
        change(tx, event.event_id, sessions=drafted(tx, event.event_id).sessions[1:])


def test_sessions_and_sittings_come_in_the_order_of_the_form_and_keep_their_ids(registration: Instance) -> None:
    with registration.begin() as tx:
        sittings = (a_draft_sitting(tx.now), a_draft_sitting(tx.now, after=14 * DAY))
        event = an_event(tx, a_draft_session(tx.now, sittings=sittings), a_draft_session(tx.now))
        one, two = drafted(tx, event.event_id).sessions
        first, second = one.sittings
        between = a_draft_sitting(tx.now, after=10 * DAY)
        new = a_draft_session(tx.now, label_fr="Nouveau")
        changed = replace(one, sittings=(first, between, second))
        change(tx, event.event_id, sessions=(two, new, changed))

        sessions = said(tx, "event_published")[-1].body["sessions"]
        kept = drafted(tx, event.event_id).sessions

    assert [sessions[0]["session_id"], sessions[2]["session_id"]] == [two.session_id, one.session_id]
    assert sessions[1]["label"]["fr"] == "Nouveau"
    ids = [sitting["sitting_id"] for sitting in sessions[2]["sittings"]]
    assert (ids[0], ids[2]) == (first.sitting_id, second.sitting_id)
    assert [session.session_id for session in kept] == [session["session_id"] for session in sessions]


def test_one_may_register_for_a_new_session_at_once(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        new = a_draft_session(tx.now, label_fr="Nouveau")
        change(tx, event.event_id, sessions=(*drafted(tx, event.event_id).sessions, new))
        added = tx.db.scalars(select(Session).where(Session.label_fr == "Nouveau")).one()

        assert a_registration(tx, added.id).place is Place.CONFIRMED


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        change(tx, event.event_id, title_fr="Premier")

    with pytest.raises(ChangedMeanwhile), registration.begin() as tx:
        change(tx, event.event_id, title_fr="Second")


def test_what_changes_nothing_says_nothing(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        change(tx, event.event_id)

    assert len(what_was_said(registration)) == 1


def test_a_draft_and_what_is_not_there_are_not_changed_so(registration: Instance) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, published=False)
        with pytest.raises(NotPublished):
            change(tx, draft.event_id, revision=0, title_fr="Autre")
        with pytest.raises(NotFound):
            change_event(tx, event_id="x", draft=drafted(tx, draft.event_id), revision=0)


def test_nobody_moves_up_into_a_session_that_has_begun(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1))
        a_registration(tx, event.sessions[0].session_id)
        a_registration(tx, event.sessions[0].session_id)

    clock.advance(7 * DAY + HOUR)
    with registration.begin() as tx:
        change_session(tx, event.event_id, capacity=9)

    assert {message.body["cause"] for message in what_was_said(registration, "place_confirmed")} == {"registered"}


def test_two_changes_are_told_twice_each_under_its_revision(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        a_registration(tx, event.sessions[0].session_id, a_member(tx))
        change_session(tx, event.event_id, venue_name="Palais")
        change_session(tx, event.event_id, revision=2, venue_name="Château")

    revisions = [message.revision for message in what_was_said(registration, "place_confirmed")]
    venues = [message.body["session"]["venue"]["name"] for message in what_was_said(registration, "place_confirmed")]
    assert revisions == [1, 2, 3]
    assert venues[1:] == ["Palais", "Château"]


def test_the_opening_to_the_second_is_kept(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        opened: datetime | None = event.sessions[0].opens_at
        assert opened is not None
        change_session(tx, event.event_id, opens_at=opened.replace(second=0, microsecond=0), label_fr="Matin")

        assert drafted(tx, event.event_id).sessions[0].opens_at == opened
