"""The catalogue and an event's page, for different eyes."""

import pytest

from services.registration.domain.eligibility import is_open_to
from services.registration.domain.kinds import EventKind, Mode
from services.registration.queries.catalogue import catalogue
from services.registration.queries.event_by_slug import event_by_slug
from services.registration.queries.records import Counts
from shared.kernel.refusals import NotFound
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.builders import (
    DAY,
    a_draft_session,
    a_draft_sitting,
    a_member,
    a_registration,
    an_event,
)


def titles(instance: Instance, member_id: str | None = None) -> list[str]:
    with instance.look() as look:
        return [event.title.fr for event in catalogue(look, member_id=member_id)]


def test_what_is_published_and_to_come_is_shown_the_next_first(registration: Instance) -> None:
    with registration.begin() as tx:
        for title, days in (("Dans un mois", 30), ("Demain", 1), ("Dans une semaine", 7)):
            an_event(tx, a_draft_session(tx.now, sittings=(a_draft_sitting(tx.now, after=days * DAY),)), title_fr=title)
        an_event(tx, title_fr="Brouillon", published=False)

    assert titles(registration) == ["Demain", "Dans une semaine", "Dans un mois"]


def test_what_is_over_is_shown_no_more_and_a_journey_until_its_last_sitting(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        journey = (a_draft_sitting(tx.now, after=DAY), a_draft_sitting(tx.now, after=30 * DAY))
        an_event(tx, a_draft_session(tx.now, sittings=journey), title_fr="Programme")
        an_event(tx, a_draft_session(tx.now, sittings=journey[:1]), title_fr="Conférence")

    clock.advance(2 * DAY)
    assert titles(registration) == ["Programme"]
    clock.advance(29 * DAY)
    assert titles(registration) == []


def test_a_web_capsule_is_shown_until_registration_closes(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        capsule = a_draft_session(
            tx.now, mode=Mode.VIRTUAL, meeting_url="https://capsules.example", sittings=(), closes_at=tx.now + 60 * DAY
        )
        an_event(tx, capsule, kind=EventKind.WEB_CAPSULE, title_fr="WebCapsule")
        an_event(tx, title_fr="Conférence")

    assert titles(registration) == ["Conférence", "WebCapsule"]
    clock.advance(60 * DAY)
    assert titles(registration) == []


def test_a_training_in_one_organisation_is_seen_by_its_members_only(registration: Instance) -> None:
    with registration.begin() as tx:
        theirs = an_event(tx, organisation="Tourisme", kind=EventKind.TRAINING_IN_ORGANISATION)
        eyes = {None: None} | {name: a_member(tx, organisation=name) for name in ("Tourisme", "Justice")}

    for organisation, member_id in eyes.items():
        seen = is_open_to("Tourisme", organisation)
        assert bool(titles(registration, member_id)) is seen
        with registration.look() as look:
            if seen:
                assert event_by_slug(look, slug=theirs.slug, member_id=member_id).event_id == theirs.event_id
            else:
                with pytest.raises(NotFound):
                    event_by_slug(look, slug=theirs.slug, member_id=member_id)


def test_a_draft_and_an_unknown_address_are_not_found(registration: Instance) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, published=False)

    with registration.look() as look:
        for slug in (draft.slug, "no-such-event", "", "é" * 500):
            with pytest.raises(NotFound):
                event_by_slug(look, slug=slug, member_id=None)


def test_the_page_says_how_many_places_are_left(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=2), a_draft_session(tx.now))
        first = event.sessions[0].session_id
        a_registration(tx, first)

    with registration.look() as look:
        limited, unlimited = event_by_slug(look, slug=event.slug, member_id=None).sessions
        assert (limited.free, limited.is_full, limited.counts) == (1, False, Counts(confirmed=1))
        assert (unlimited.free, unlimited.is_full) == (None, False)
    with registration.begin() as tx:
        a_registration(tx, first)
        a_registration(tx, first)
    with registration.look() as look:
        limited = event_by_slug(look, slug=event.slug, member_id=None).sessions[0]
        assert (limited.free, limited.is_full) == (0, True)
        assert limited.counts == Counts(confirmed=2, waitlisted=1)


def test_the_page_says_whether_registration_is_open(registration: Instance) -> None:
    with registration.begin() as tx:
        session = a_draft_session(tx.now, opens_at=tx.now + DAY, closes_at=tx.now + 2 * DAY)
        shown = an_event(tx, session).sessions[0]

        assert [shown.window(tx.now + days * DAY) for days in (0, 1, 2)] == ["before", "open", "closed"]
