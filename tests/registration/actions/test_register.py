"""A member registers: a place, or a turn in the waiting list."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.registration.actions.register import register
from services.registration.domain.kinds import EventKind
from services.registration.domain.people import StatedNeeds
from services.registration.domain.places import Place
from services.registration.domain.reference import as_stored
from services.registration.domain.refusals import AlreadyRegistered, NoLongerOpen, NotOpenYet
from services.registration.models import Needs, Registration
from shared.kernel.refusals import NotFound
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.builders import (
    DAY,
    a_draft_session,
    a_member,
    a_registration,
    a_session,
    an_event,
    said,
    what_was_said,
)

NEEDS = StatedNeeds(
    food="Sans arachides",
    access="Place près de la sortie",
    consent_version="2026-04",
    consent_wording="J'accepte que l'on conserve mes besoins.",
    consent_language="fr",
)


def test_a_member_gets_a_place_with_a_reference_and_the_first_number(registration: Instance) -> None:
    with registration.begin() as tx:
        registered = a_registration(tx, a_session(tx, capacity=5))

    assert (registered.place, registered.place_number) == (Place.CONFIRMED, 1)
    assert as_stored(registered.reference) == registered.reference


def test_the_others_hear_all_that_a_letter_and_a_door_need(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx, given_name="Anne", region="Capitale-Nationale", language="en")
        session_id = a_session(tx, capacity=5)
        registered = a_registration(tx, session_id, member_id)

    (message,) = what_was_said(registration, "place_confirmed")
    assert (message.subject, message.revision) == (registered.registration_id, 1)
    assert message.body["reference"] == registered.reference
    assert (message.body["place"], message.body["place_number"]) == ("confirmed", 1)
    assert message.body["cause"] == "registered"
    assert message.body["session"]["session_id"] == session_id
    assert message.body["session"]["venue"]["name"] == "Centre des congrès de Québec"
    assert message.body["holder"]["person_id"] == member_id
    assert message.body["holder"]["kind"] == "member"
    assert message.body["holder"]["language"] == "en"
    assert message.body["ticket"] == {"generation": 1, "key_id": registration.keys.active}


def test_whoever_comes_after_the_last_place_waits_and_is_told(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=1)
        a_registration(tx, session_id)
        late = a_registration(tx, session_id)

    assert (late.place, late.place_number) == (Place.WAITLISTED, None)
    (message,) = what_was_said(registration, "place_waitlisted")
    assert message.subject == late.registration_id


def test_places_are_numbered_within_their_session(registration: Instance) -> None:
    with registration.begin() as tx:
        first, second = a_session(tx), a_session(tx)
        numbers = [a_registration(tx, session_id).place_number for session_id in (first, second, first, first)]

    assert numbers == [1, 1, 2, 3]


def test_nobody_registers_twice_in_one_session(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id, session_id = a_member(tx), a_session(tx)
        a_registration(tx, session_id, member_id)

        with pytest.raises(AlreadyRegistered):
            a_registration(tx, session_id, member_id)


def test_a_form_posted_twice_makes_one_registration_and_gives_the_same_answer(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id, session_id = a_member(tx), a_session(tx)
        first = a_registration(tx, session_id, member_id, idempotency_key="form-one")
    with registration.begin() as tx:
        again = a_registration(tx, session_id, member_id, idempotency_key="form-one")

    assert again == first
    assert len(what_was_said(registration, "place_confirmed")) == 1


def test_one_key_in_two_sessions_makes_two_registrations(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx)
        one = a_registration(tx, a_session(tx), member_id, idempotency_key="the-same-key")
        other = a_registration(tx, a_session(tx), member_id, idempotency_key="the-same-key")

    assert one.registration_id != other.registration_id


def test_before_the_opening_and_after_the_closing_it_is_refused(registration: Instance, clock: FakeClock) -> None:
    opens, closes = clock.now() + DAY, clock.now() + 2 * DAY
    with registration.begin() as tx:
        member_id, session_id = a_member(tx), a_session(tx, opens_at=opens, closes_at=closes)

        with pytest.raises(NotOpenYet):
            a_registration(tx, session_id, member_id)
    clock.set(closes)
    with registration.begin() as tx, pytest.raises(NoLongerOpen):
        a_registration(tx, session_id, member_id)
    clock.set(closes - timedelta(seconds=1))
    with registration.begin() as tx:
        assert a_registration(tx, session_id, member_id).place is Place.CONFIRMED


def test_registration_closes_at_the_first_sitting_when_nothing_is_said(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        member_id, session_id = a_member(tx), a_session(tx)
    clock.advance(7 * DAY)

    with registration.begin() as tx, pytest.raises(NoLongerOpen):
        a_registration(tx, session_id, member_id)


def test_a_member_of_another_organisation_finds_nothing(registration: Instance) -> None:
    with registration.begin() as tx:
        training = an_event(tx, kind=EventKind.TRAINING_IN_ORGANISATION, organisation="Tourisme")
        session_id = training.sessions[0].session_id

        assert a_registration(tx, session_id, a_member(tx, organisation="Tourisme")).place is Place.CONFIRMED
        with pytest.raises(NotFound):
            a_registration(tx, session_id, a_member(tx, organisation="Justice"))


def test_a_draft_an_unknown_session_and_a_departed_member_are_not_found(registration: Instance) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, a_draft_session(tx.now), published=False)
        session_id = a_session(tx)

        with pytest.raises(NotFound):
            a_registration(tx, draft.sessions[0].session_id)
        with pytest.raises(NotFound):
            a_registration(tx, "no-such-session")
        with pytest.raises(NotFound):
            a_registration(tx, session_id, a_member(tx, active=False))


def test_needs_are_kept_with_the_wording_version_language_and_time_of_the_consent(registration: Instance) -> None:
    """PRV-4."""
    with registration.begin() as tx:
        registered = a_registration(tx, a_session(tx), needs=NEEDS)

    with registration.look() as look:
        kept = look.db.get(Needs, registered.registration_id)
        assert kept is not None
        assert (kept.food, kept.access) == ("Sans arachides", "Place près de la sortie")
        assert (kept.consent_version, kept.consent_language) == ("2026-04", "fr")
        assert kept.consent_wording == NEEDS.consent_wording
        assert kept.consented_at == look.now


def test_needs_travel_in_no_message(registration: Instance) -> None:
    """PRV-4: one role sees them, here."""
    with registration.begin() as tx:
        a_registration(tx, a_session(tx), needs=NEEDS)

    with registration.look() as look:
        assert all("arachides" not in str(message.body) for message in said(look))


def test_the_version_of_the_notice_is_kept_with_the_registration(registration: Instance) -> None:
    """PRV-2."""
    with registration.begin() as tx:
        registered = a_registration(tx, a_session(tx), notice_version="2026-04-01")

    with registration.look() as look:
        row = look.db.get(Registration, registered.registration_id)
        assert row is not None
        assert row.notice_version == "2026-04-01"


def test_a_refusal_leaves_nothing_behind(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id, session_id = a_member(tx), a_session(tx)
        a_registration(tx, session_id, member_id)

    with pytest.raises(AlreadyRegistered), registration.begin() as tx:
        register(tx, session_id=session_id, member_id=member_id, notice_version="2", needs=NEEDS)

    with registration.look() as look:
        assert look.db.scalar(select(func.count()).select_from(Registration)) == 1
        assert look.db.scalar(select(func.count()).select_from(Needs)) == 0
