"""Copying an event from the organizer's page."""

from datetime import datetime

import pytest

from services.registration.domain.kinds import EventState
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from shared.service import Instance
from shared.testing.clients import Client
from tests.registration.browsers import an_organizers_browser, field
from tests.registration.builders import (
    DAY,
    a_draft_session,
    a_draft_sitting,
    a_registration,
    an_event,
    what_was_said,
)


@pytest.fixture
def office(registration: Instance) -> Client:
    return an_organizers_browser(registration)


@pytest.fixture
def gala(registration: Instance) -> ShownEvent:
    """Published, on Friday 17 April 2026 at 10, with a registration."""
    with registration.begin() as tx:
        sittings = (a_draft_sitting(tx.now), a_draft_sitting(tx.now, after=14 * DAY))
        made = an_event(tx, a_draft_session(tx.now, capacity=12, sittings=sittings), title_fr="Gala", slug="gala")
        a_registration(tx, made.sessions[0].session_id)
        return made


def shown(registration: Instance, event_id: str) -> ShownEvent:
    with registration.look() as look:
        return event_for_organizer(look, event_id=event_id)


def test_the_same_weekday_of_next_year_is_proposed(office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}"

    page, asked = office.get(path).text, office.get(f"{path}/copy").text

    assert f'href="{path}/copy"' in page
    assert "Copier cette activité" in asked
    assert field(asked, "first_day") == "2026-04-17"


def test_a_past_event_is_proposed_for_a_day_to_come(office: Client, gala: ShownEvent, registration: Instance) -> None:
    with registration.begin() as tx:
        past = an_event(tx, a_draft_session(tx.now, sittings=(a_draft_sitting(tx.now, after=-DAY),)), published=False)

    assert field(office.get(f"/organizer/events/{past.event_id}/copy").text, "first_day") == "2027-04-08"


def test_the_copy_opens_in_the_form_filled_in_and_nobody_is_told(
    registration: Instance, office: Client, gala: ShownEvent
) -> None:
    said_before, gala_before = len(what_was_said(registration)), shown(registration, gala.event_id)

    done = office.submit(f"/organizer/events/{gala.event_id}/copy", {"first_day": "2026-11-06"})
    form = office.get(done.location).text

    assert done.status_code == 303
    assert "L'activité est copiée" in form
    assert field(form, "title_fr") == "Gala"
    assert field(form, "sessions-0-opens_at") == ""
    assert field(form, "slug") == "gala-2"
    assert field(form, "sessions-0-capacity") == "12"
    assert field(form, "sessions-0-sittings-0-starts_at") == "2026-11-06T10:00"
    assert field(form, "sessions-0-sittings-1-starts_at") == "2026-11-13T10:00"
    assert len(what_was_said(registration)) == said_before
    copy = shown(registration, done.location.split("/")[-2])
    assert (copy.state, copy.counts.confirmed) == (EventState.DRAFT, 0)
    assert copy.sessions[0].sittings[0].starts_at == datetime.fromisoformat("2026-11-06T15:00+00:00")
    assert shown(registration, gala.event_id) == gala_before


@pytest.mark.parametrize("typed", ["", "demain", "1999-12-31", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_is_said_at_its_field(office: Client, gala: ShownEvent, typed: str) -> None:
    """A11Y-2."""
    answer = office.submit(f"/organizer/events/{gala.event_id}/copy", {"first_day": typed})

    assert answer.status_code == 422
    assert 'id="first_day-error"' in answer.text


def test_an_hour_that_spring_skips_is_said_at_the_day(registration: Instance, office: Client) -> None:
    with registration.begin() as tx:
        # Half past two in the night from Friday.
        night = (a_draft_sitting(tx.now, after=7 * DAY - DAY / 24 * 7.5),)
        made = an_event(tx, a_draft_session(tx.now, sittings=night))

    answer = office.submit(f"/organizer/events/{made.event_id}/copy", {"first_day": "2027-03-14"})

    assert answer.status_code == 422
    assert "Cette heure n'existe pas ce jour-là" in answer.text.replace("&#39;", "'")


def test_copying_is_in_english_too(registration: Instance, gala: ShownEvent) -> None:
    """LNG-1."""
    page = an_organizers_browser(registration, language="en").get(f"/organizer/events/{gala.event_id}/copy").text

    assert "Copy this activity" in page


def test_an_unknown_event_is_not_copied(office: Client) -> None:
    assert office.get("/organizer/events/x/copy").status_code == 404
    assert office.submit("/organizer/events/x/copy", {"first_day": "2027-03-14"}).status_code == 404
