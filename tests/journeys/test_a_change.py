"""A published event changes: those who hold a place are told, the door and the survey follow."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from services.checkin.models import Session as CheckinSession
from services.registration.actions.cancel_session import cancel_session
from services.registration.actions.change_event import change_event
from services.registration.queries.described_event import described_event
from shared.kernel.words import Bilingual
from shared.testing.time import FakeClock
from tests.journeys.doors import an_open_door, scan, ticket_in
from tests.journeys.house import House, Person
from tests.registration.builders import a_draft_session, an_event

WEEK, HOUR = dt.timedelta(days=7), dt.timedelta(hours=1)


def test_an_event_that_is_moved_keeps_its_tickets_and_asks_after_its_new_end(
    house: House, a_person: Callable[..., Person], clock: FakeClock
) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx)
    session = event.sessions[0]
    starts_at, ends_at = session.sittings[0].starts_at, session.sittings[0].ends_at
    member = a_person()
    member.sign_in()
    member.register(event.slug, session.session_id)
    house.settle()

    change(house, event.event_id, revision=1, starts_at=starts_at + WEEK, ends_at=ends_at + WEEK)
    letter = member.letters()[-1]
    reminders = remind(house, member, clock, starts_at - dt.timedelta(days=1))
    reminded = remind(house, member, clock, starts_at + WEEK - dt.timedelta(days=1))

    assert letter["subject"].startswith("Changement")
    assert "Nouvelle date" in letter["text"]
    assert (reminders, reminded) == (0, 1)

    clock.set(starts_at + WEEK)
    device = an_open_door(house.checkin, session.session_id)
    assert scan(device, ticket_in(house, letter), clock)["verdict"] == "welcome"
    change(house, event.event_id, revision=2, starts_at=starts_at + WEEK, ends_at=ends_at + WEEK + HOUR)
    for end, asked in ((ends_at + WEEK, 0), (ends_at + WEEK + HOUR, 1), (ends_at + WEEK + 2 * HOUR, 1)):
        clock.set(end)
        house.settle()
        assert sum("/checkin/survey/" in one["text"] for one in member.letters()) == asked


def test_a_reminder_says_the_words_of_the_day_though_no_letter_told_of_them(
    house: House, a_person: Callable[..., Person], clock: FakeClock
) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, title_fr="Humain avnt tout")
    session = event.sessions[0]
    member = a_person()
    member.sign_in()
    member.register(event.slug, session.session_id)
    house.settle()
    told = len(member.letters())

    with house.registration.begin() as tx:
        draft = described_event(tx, event_id=event.event_id)
        (group,) = draft.sessions
        mended = replace(draft, title_fr="Humain avant tout", sessions=(replace(group, label_fr="Groupe du matin"),))
        change_event(tx, event_id=event.event_id, draft=mended, revision=1)
    house.settle()
    assert len(member.letters()) == told
    assert remind(house, member, clock, session.sittings[0].starts_at - dt.timedelta(days=1)) == 1

    reminder = member.letters()[-1]
    assert "Humain avant tout" in reminder["subject"]
    assert "Groupe du matin" in reminder["text"]


def test_one_session_is_cancelled_and_the_other_welcomes_its_people(
    house: House, a_person: Callable[..., Person], clock: FakeClock
) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now))
    gone, kept = event.sessions
    unlucky, lucky = a_person(), a_person()
    for member, session in ((unlucky, gone), (lucky, kept)):
        member.sign_in()
        member.register(event.slug, session.session_id)
    house.settle()

    with house.registration.begin() as tx:
        reason = Bilingual("Trop peu de personnes.", "Too few people.")
        cancel_session(tx, event_id=event.event_id, session_id=gone.session_id, reason=reason)
    house.settle()

    letter = unlucky.letters()[-1]
    assert letter["subject"].startswith("Groupe annulé")
    assert "Trop peu de personnes." in letter["text"]
    assert not [one for one in lucky.letters() if "annulé" in one["subject"]]
    with house.checkin.look() as look:
        withdrawn = dict(look.db.execute(sa.select(CheckinSession.id, CheckinSession.withdrawn)).all())
    assert withdrawn == {gone.session_id: True, kept.session_id: False}
    clock.set(kept.sittings[0].starts_at)
    (told,) = [one for one in lucky.letters() if "confirmée" in one["subject"]]
    assert scan(an_open_door(house.checkin, kept.session_id), ticket_in(house, told), clock)["verdict"] == "welcome"


def change(house: House, event_id: str, *, revision: int, **times: dt.datetime) -> None:
    with house.registration.begin() as tx:
        draft = described_event(tx, event_id=event_id)
        (session,) = draft.sessions
        moved = replace(session, sittings=(replace(session.sittings[0], **times),), closes_at=None)
        change_event(tx, event_id=event_id, draft=replace(draft, sessions=(moved,)), revision=revision)
    house.settle()


def remind(house: House, member: Person, clock: FakeClock, at: dt.datetime) -> int:
    """How many reminders have come by then."""
    clock.set(at)
    house.settle()
    return sum(letter["subject"].startswith("Rappel") for letter in member.letters())
