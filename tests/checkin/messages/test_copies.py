"""Copies: the highest revision stays, in any order, however often it is said."""

import random
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.checkin.actions.keep_place import keep_place
from services.checkin.domain.kinds import How, Place
from services.checkin.models import Base, Credential, Event, Member, RosterEntry, Session, Sitting, SurveyInvitation
from shared.contracts import notifications
from shared.contracts.registration import ERASED_NAME, MEMBER_ERASED, PLACE_CONFIRMED, STAFF_CHANGED
from shared.db.tables import staff_copy
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.staff import is_closed, keep_staff
from tests.checkin import builders
from tests.checkin.builders import (
    HOUR,
    START,
    Person,
    Registration,
    hear,
    message_of,
    place_body,
    publish,
    published_body,
    register,
    tell_member,
    tell_place,
)
from tests.checkin.deeds import open_door, scan


def one(checkin: Instance, model: type[Base]) -> Any:
    with checkin.look() as seen:
        found = seen.db.scalars(sa.select(model)).one()
        seen.db.expunge_all()
        return found


def test_a_replayed_or_late_word_about_a_member_changes_nothing(checkin: Instance) -> None:
    person = Person()
    tell_member(checkin, person, 2, family_name="Roy")

    tell_member(checkin, person, 2, family_name="Replayed")
    tell_member(checkin, person, 1, family_name="Late")

    assert one(checkin, Member).family_name == "Roy"


def test_nobody_s_address_is_kept(checkin: Instance) -> None:
    """PRV-4: checkin holds name, organisation, region and language; a column beside that list fails here."""
    personal = {"number", "member_number", "given_name", "family_name", "organisation", "region", "language"}
    tables = ("members", "roster_entries")
    technical = {
        "id", "revision", "active", "registration_id", "event_id", "session_id", "reference", "place",
        "place_number", "kind", "person_id", "generation",
    }  # fmt: skip

    columns = {column.name for table in tables for column in Base.metadata.tables[table].columns}

    assert columns == personal | technical
    others = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    assert not {"email", "phone", "birth_date", "address", "gender"} & others


def test_a_sitting_moved_is_moved_and_one_left_out_is_withdrawn(checkin: Instance) -> None:
    event = publish(checkin, builders.Event(sessions=[builders.Session(sittings=[builders.Sitting()])]))
    first = event.session.sittings[0]
    event.session.sittings = [builders.Sitting(START + HOUR, START + 2 * HOUR)]

    publish(checkin, event, revision=2)
    publish(checkin, event, revision=1)

    with checkin.look() as seen:
        sittings = {sitting.id: sitting.withdrawn for sitting in seen.db.scalars(sa.select(Sitting))}
    assert sittings == {first.sitting_id: True, event.session.sittings[0].sitting_id: False}


def test_a_session_left_out_is_withdrawn_and_comes_back(checkin: Instance) -> None:
    event = publish(checkin, builders.Event(sessions=[builders.Session(), builders.Session()]))
    both = event.sessions
    event.sessions = both[:1]
    publish(checkin, event, revision=2)
    with checkin.look() as seen:
        withdrawn = seen.db.get_one(Session, both[1].session_id).withdrawn
    event.sessions = both

    publish(checkin, event, revision=3)

    assert withdrawn
    with checkin.look() as seen:
        assert not seen.db.get_one(Session, both[1].session_id).withdrawn


def test_a_place_heard_before_its_event_is_on_the_roster_all_the_same(checkin: Instance) -> None:
    event = builders.Event()
    held = register(checkin, event)
    before = one(checkin, Event).revision

    publish(checkin, event)

    assert (before, one(checkin, Event).revision) == (0, 1)
    assert one(checkin, RosterEntry).registration_id == held.registration_id
    assert scan(checkin, open_door(checkin, event.session), held.reference, how=How.TYPED).verdict == "welcome"


def test_places_of_two_sessions_heard_before_their_event(checkin: Instance) -> None:
    event = builders.Event(sessions=[builders.Session(), builders.Session()])

    for session in event.sessions:
        register(checkin, event, session=session)

    with checkin.look() as seen:
        assert seen.db.scalar(sa.select(sa.func.count()).select_from(Session)) == 2


def test_the_roster_equals_the_places(checkin: Instance) -> None:
    event = publish(checkin, builders.Event())
    places = ["confirmed", "waitlisted", "cancelled", "confirmed"]

    held = [register(checkin, event, place=place) for place in places]

    with checkin.look() as seen:
        rows = {entry.registration_id: entry.place for entry in seen.db.scalars(sa.select(RosterEntry))}
    assert rows == {one.registration_id: Place(one.place) for one in held}


def test_the_roster_keeps_digests_and_no_ticket(checkin: Instance) -> None:
    """QR-1."""
    event = publish(checkin, builders.Event())
    held = register(checkin, event)
    ticket = builders.ticket_of(checkin, held).rsplit("/", 1)[1]

    with checkin.look() as seen:
        digests = set(seen.db.scalars(sa.select(Credential.digest)))

    assert len(digests) == 2
    assert ticket not in digests


def test_a_closed_account_is_closed_here(checkin: Instance) -> None:
    body = {"staff_id": "staff", "email": "a@exemple.quebec", "name": "A", "role": "door", "active": False}

    hear(checkin, STAFF_CHANGED, "staff", 2, body)
    hear(checkin, STAFF_CHANGED, "staff", 1, body | {"active": True})

    with checkin.look() as seen:
        assert seen.db.scalar(sa.select(staff_copy.c.active)) is False


def test_a_late_word_heard_at_the_same_moment_does_not_open_a_closed_account_again(checkin: Instance) -> None:
    body = {"staff_id": "staff", "email": "a@exemple.quebec", "name": "A", "role": "door", "active": True}
    hear(checkin, STAFF_CHANGED, "staff", 1, body)
    late = Thread(target=hear, args=(checkin, STAFF_CHANGED, "staff", 2, body))

    with checkin.begin() as tx:
        keep_staff(tx, message_of(STAFF_CHANGED, "staff", 3, body | {"active": False}))
        late.start()
        late.join(0.5)
    late.join(30)

    with checkin.look() as seen:
        assert is_closed(seen, "staff")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_place_heard_while_its_holder_is_erased_brings_no_name_back(checkin: Instance, is_known: bool) -> None:
    """Known or not: the directory's word may come after the place."""
    event, person = publish(checkin, builders.Event()), Person()
    if is_known:
        tell_member(checkin, person)
    held = Registration(person, event, event.session)
    erasing = Thread(target=hear, args=(checkin, MEMBER_ERASED, person.person_id, 2, {"member_id": person.person_id}))

    with checkin.begin() as tx:
        keep_place(tx, message_of(PLACE_CONFIRMED, held.registration_id, 1, place_body(held)))
        erasing.start()
        erasing.join(0.5)
    erasing.join(30)

    assert one(checkin, RosterEntry).family_name == one(checkin, Member).family_name == ERASED_NAME


def test_a_failed_letter_about_something_else_is_nothing_to_us(checkin: Instance) -> None:
    body = {
        "letter_id": new_id(),
        "template": "place-confirmed",
        "letter_subject": new_id(),
        "person_id": new_id(),
        "reason": "550",
    }

    hear(checkin, notifications.LETTER_FAILED, body["letter_id"], 1, body)

    with checkin.look() as seen:
        assert seen.db.query(SurveyInvitation).count() == 0


Word = Callable[[], None]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_everything_said_twice_and_shuffled_gives_the_same_copies(checkin: Instance, chance: random.Random) -> None:
    event, moved = builders.Event(), builders.Event()
    person = Person()
    held = builders.Registration(person, event, event.session)
    other = builders.Registration(person, moved, moved.session)
    shifted = published_body(moved)
    shifted["sessions"][0]["sittings"][0]["ends_at"] += HOUR
    words: list[Word] = [
        lambda: publish(checkin, event) and None,
        lambda: publish(checkin, moved) and None,
        lambda: hear(checkin, builders.said.EVENT_PUBLISHED, moved.event_id, 2, shifted),
        lambda: tell_member(checkin, person) and None,
        lambda: tell_member(checkin, person, 2, family_name="Roy") and None,
        lambda: tell_place(checkin, held, 1, place="waitlisted"),
        lambda: tell_place(checkin, held, 2, place="confirmed"),
        lambda: tell_place(checkin, held, 3, place="cancelled"),
        lambda: tell_place(checkin, other, 1),
    ]
    said = words * 2
    chance.shuffle(said)

    for word in said:
        word()

    with checkin.look() as seen:
        assert seen.db.get_one(Member, person.person_id).family_name == "Roy"
        assert seen.db.get_one(RosterEntry, held.registration_id).place is Place.CANCELLED
        assert seen.db.get_one(RosterEntry, other.registration_id).place is Place.CONFIRMED
        assert seen.db.get_one(Event, event.event_id).revision == 1
        assert seen.db.get_one(Sitting, moved.session.sittings[0].sitting_id).ends_at == START + 3 * HOUR
