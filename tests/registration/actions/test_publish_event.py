"""From a draft to what members see."""

import pytest

from services.registration.actions.change_draft import change_draft
from services.registration.actions.create_event import create_event
from services.registration.actions.delete_draft import delete_draft
from services.registration.actions.publish_event import publish_event
from services.registration.domain.kinds import EventKind, EventState, Mode
from services.registration.domain.refusals import AlreadyPublished, NotReady, SlugTaken
from services.registration.models import Event, Session, Sitting
from services.registration.queries.event_for_organizer import event_for_organizer
from shared.kernel.refusals import NotFound
from shared.service import Instance
from tests.registration.builders import (
    DAY,
    a_draft,
    a_draft_session,
    a_draft_sitting,
    an_event,
    what_was_said,
)


def test_a_draft_is_said_to_nobody(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, published=False)

    assert event.state is EventState.DRAFT
    assert what_was_said(registration) == []


def test_publishing_says_the_event_with_its_sessions_and_sittings(registration: Instance) -> None:
    with registration.begin() as tx:
        sittings = (a_draft_sitting(tx.now), a_draft_sitting(tx.now, after=14 * DAY))
        cohort = a_draft_session(tx.now, sittings=sittings, capacity=16, label_fr="Cohorte d'automne")
        event = an_event(tx, cohort, a_draft_session(tx.now), kind=EventKind.PROGRAMME, title_en="")

    (message,) = what_was_said(registration, "event_published")
    assert (message.subject, message.revision, message.body["state"]) == (event.event_id, 1, "published")
    assert message.body["title"] == {"fr": "Humain avant tout", "en": "Humain avant tout"}
    first, second = message.body["sessions"]
    assert (first["capacity"], second["capacity"]) == (16, None)
    assert [sitting["starts_at"] for sitting in first["sittings"]] == [sitting.starts_at for sitting in sittings]
    assert (first["opens_at"], first["closes_at"]) == (message.time, sittings[0].starts_at)


def test_a_virtual_session_has_an_address_and_no_venue(registration: Instance) -> None:
    with registration.begin() as tx:
        virtual = a_draft_session(
            tx.now, mode=Mode.VIRTUAL, venue_name="", venue_address="", meeting_url="https://rencontre.example/1"
        )
        an_event(tx, virtual)

    (message,) = what_was_said(registration, "event_published")
    (session,) = message.body["sessions"]
    assert (session["venue"], session["meeting_url"]) == (None, "https://rencontre.example/1")


def test_a_web_capsule_is_said_without_sitting(registration: Instance) -> None:
    with registration.begin() as tx:
        capsule = a_draft_session(
            tx.now,
            mode=Mode.VIRTUAL,
            venue_name="",
            sittings=(),
            meeting_url="https://capsules.example/1",
            closes_at=tx.now + 90 * DAY,
        )
        an_event(tx, capsule, kind=EventKind.WEB_CAPSULE)

    (message,) = what_was_said(registration, "event_published")
    assert message.body["sessions"][0]["sittings"] == []


def test_what_is_not_ready_is_refused_with_every_problem_and_stays_a_draft(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, venue_name="", sittings=()), published=False)

    with pytest.raises(NotReady) as refused, registration.begin() as tx:
        publish_event(tx, event_id=event.event_id)

    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["sessions-0-venue_name", "sessions-0-sittings"]
    with registration.look() as look:
        assert event_for_organizer(look, event_id=event.event_id).state is EventState.DRAFT


def test_an_event_is_published_once(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)

        with pytest.raises(AlreadyPublished):
            publish_event(tx, event_id=event.event_id)


def test_a_draft_is_changed_wholly_and_what_is_published_is_not(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now), published=False)
        one_session = a_draft_session(tx.now, label_fr="Le matin", capacity=12)
        change_draft(tx, event_id=event.event_id, draft=a_draft(tx.now, one_session, title_fr="Autre titre"))

        changed = event_for_organizer(tx, event_id=event.event_id)
        assert (changed.title.fr, [session.label.fr for session in changed.sessions]) == ("Autre titre", ["Le matin"])
        publish_event(tx, event_id=event.event_id)
        with pytest.raises(AlreadyPublished):
            change_draft(tx, event_id=event.event_id, draft=a_draft(tx.now))


def test_a_draft_is_deleted_wholly_and_what_is_published_is_not(registration: Instance) -> None:
    with registration.begin() as tx:
        draft, published = an_event(tx, published=False, slug="un"), an_event(tx, slug="deux")
        delete_draft(tx, event_id=draft.event_id)

        with pytest.raises(AlreadyPublished):
            delete_draft(tx, event_id=published.event_id)
        with pytest.raises(NotFound):
            delete_draft(tx, event_id=draft.event_id)

    with registration.look() as look:
        assert [event.slug for event in look.db.query(Event)] == ["deux"]
        assert look.db.query(Session).count() == look.db.query(Sitting).count() == 1
    assert len(what_was_said(registration)) == 1


def test_an_unknown_event_is_not_found(registration: Instance) -> None:
    with registration.begin() as tx:
        with pytest.raises(NotFound):
            publish_event(tx, event_id="no-such-event")
        with pytest.raises(NotFound):
            change_draft(tx, event_id="no-such-event", draft=a_draft(tx.now))


def test_an_address_is_made_from_the_title_and_numbered_when_it_is_taken(registration: Instance) -> None:
    with registration.begin() as tx:
        slugs = [an_event(tx, title_fr="Événement à Montréal").slug for _ in range(3)]
        long = [an_event(tx, title_fr="très long " * 15).slug for _ in range(2)]

    assert slugs == ["evenement-a-montreal", "evenement-a-montreal-2", "evenement-a-montreal-3"]
    assert len(set(long)) == 2


def test_a_title_without_letters_still_gives_an_address(registration: Instance) -> None:
    with registration.begin() as tx:
        assert an_event(tx, title_fr="日本").slug == "activite"


def test_a_typed_address_that_is_taken_is_refused(registration: Instance) -> None:
    with registration.begin() as tx:
        an_event(tx, slug="gala-2022")
        other = create_event(tx, draft=a_draft(tx.now, slug="gala-2023"))

        with pytest.raises(SlugTaken):
            create_event(tx, draft=a_draft(tx.now, slug="gala-2022"))
        with pytest.raises(SlugTaken):
            change_draft(tx, event_id=other, draft=a_draft(tx.now, slug="gala-2022"))
        change_draft(tx, event_id=other, draft=a_draft(tx.now, slug="gala-2023"))


def test_hostile_text_is_kept_as_it_was_typed(registration: Instance) -> None:
    hostile = "<img src=x onerror=alert(1)> «\u00a0Complexité\u00a0» {{ 7*7 }} \U0001f600"
    with registration.begin() as tx:
        session = a_draft_session(tx.now, venue_name=hostile, label_fr=hostile)
        event = an_event(tx, session, title_fr=hostile, description_fr=f"{hostile}\n{hostile}")

    with registration.look() as look:
        kept = event_for_organizer(look, event_id=event.event_id)
        assert (kept.title.fr, kept.description.fr) == (hostile, f"{hostile}\n{hostile}")
        assert (kept.sessions[0].venue_name, kept.sessions[0].label.fr) == (hostile, hostile)


def test_a_draft_may_lack_nearly_everything(registration: Instance) -> None:
    with registration.begin() as tx:
        bare = a_draft_session(tx.now, venue_name="", sittings=())
        event = an_event(tx, bare, published=False, title_en="")

    assert event.sessions[0].opens_at is None
    assert event.starts_at is None
