"""Cancelling an event from the organizer's page."""

from html import unescape

import pytest

from services.registration.domain.kinds import EventState
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.time import FakeClock
from tests.registration.browsers import a_browser_of, an_organizers_browser, field
from tests.registration.builders import DAY, a_draft_session, a_member, a_registration, an_event, what_was_said
from tests.registration.pages.test_changing import typed_in

REASON = {"reason_fr": "Trop peu de personnes se sont inscrites.", "reason_en": ""}


@pytest.fixture
def office(registration: Instance) -> Client:
    return an_organizers_browser(registration)


@pytest.fixture
def gala(registration: Instance) -> ShownEvent:
    with registration.begin() as tx:
        made = an_event(tx, a_draft_session(tx.now, capacity=2), title_fr="Gala", slug="gala")
        for _ in range(3):
            a_registration(tx, made.sessions[0].session_id)
        return made


def state_of(registration: Instance, event: ShownEvent) -> EventState:
    with registration.look() as look:
        return event_for_organizer(look, event_id=event.event_id).state


def test_it_is_asked_first_with_how_many_are_told(registration: Instance, office: Client, gala: ShownEvent) -> None:
    """A11Y-3."""
    path = f"/organizer/events/{gala.event_id}"

    page, asked = office.get(path).text, unescape(office.get(f"{path}/cancel").text)

    assert f'href="{path}/cancel"' in page
    assert "Annuler cette activité?" in asked
    assert "3 personnes seront prévenues par courriel" in asked
    assert state_of(registration, gala) is EventState.PUBLISHED


def test_it_is_done_once_a_reason_is_given(registration: Instance, office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}"

    done = office.submit(f"{path}/cancel", REASON)
    page = unescape(office.get(done.location).text)

    assert (done.status_code, done.location) == (303, path)
    assert "L'activité est annulée." in page
    assert f"{path}/cancel" not in page
    assert f"{path}/change" not in page
    assert f"{path}/copy" in page
    assert "Cette activité est annulée." in unescape(office.get(path).text)
    assert {message.body["cause"] for message in what_was_said(registration, "place_cancelled")} == {"event_cancelled"}


def test_without_a_reason_nothing_is_done_and_nothing_is_lost(
    registration: Instance, office: Client, gala: ShownEvent
) -> None:
    """A11Y-2."""
    answer = office.submit(f"/organizer/events/{gala.event_id}/cancel", {"reason_fr": " ", "reason_en": "Too few"})

    assert answer.status_code == 422
    assert 'id="reason_fr-error"' in answer.text
    assert field(answer.text, "reason_en") == "Too few"
    assert state_of(registration, gala) is EventState.PUBLISHED


def test_what_has_begun_is_refused_with_what_to_do(registration: Instance, gala: ShownEvent, clock: FakeClock) -> None:
    clock.advance(7 * DAY)
    office = an_organizers_browser(registration)

    answer = office.submit(f"/organizer/events/{gala.event_id}/cancel", REASON)

    assert answer.status_code == 409
    assert "Annulez plutôt les inscriptions une à une" in answer.text
    assert f"{gala.event_id}/cancel" not in office.get(f"/organizer/events/{gala.event_id}").text


def test_only_what_is_published_is_cancelled(registration: Instance, office: Client, gala: ShownEvent) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, published=False)
    office.submit(f"/organizer/events/{gala.event_id}/cancel", REASON)

    assert office.get(f"/organizer/events/{draft.event_id}/cancel").status_code == 409
    assert office.submit(f"/organizer/events/{gala.event_id}/cancel", REASON).status_code == 409
    assert office.get(f"/organizer/events/{gala.event_id}/change").status_code == 409
    assert office.get("/organizer/events/x/cancel").status_code == 404


def test_the_public_page_says_so_and_offers_nothing(registration: Instance, office: Client, gala: ShownEvent) -> None:
    office.submit(f"/organizer/events/{gala.event_id}/cancel", REASON)

    page = client_of(registration).get("/events/gala").text

    assert "Cette activité est annulée." in page
    assert "/register" not in page
    assert "/events/gala" not in client_of(registration).get("/").text


def test_the_holder_reads_that_the_activity_is_cancelled(registration: Instance, office: Client) -> None:
    with registration.begin() as tx:
        event, member_id = an_event(tx, slug="gala"), a_member(tx)
        held = a_registration(tx, event.sessions[0].session_id, member_id)
    office.submit(f"/organizer/events/{event.event_id}/cancel", REASON)

    page = a_browser_of(registration, member_id).get(f"/registrations/{held.reference}").text

    assert "Cette activité est annulée." in page
    assert "S'inscrire" not in unescape(page)


def test_cancelling_is_in_english_too(registration: Instance, gala: ShownEvent) -> None:
    """LNG-1."""
    page = an_organizers_browser(registration, language="en").get(f"/organizer/events/{gala.event_id}/cancel").text

    assert "3 people are told by email" in page


@pytest.fixture
def twice(registration: Instance) -> ShownEvent:
    """A training given twice, with two registrations for the first time."""
    with registration.begin() as tx:
        made = an_event(tx, a_draft_session(tx.now, label_fr="Matin"), a_draft_session(tx.now, label_fr="Soir"))
        for _ in range(2):
            a_registration(tx, made.sessions[0].session_id)
        return made


def test_one_session_of_several_is_cancelled_and_the_other_goes_on(
    registration: Instance, office: Client, twice: ShownEvent
) -> None:
    """A11Y-3: asked first, with how many are told."""
    path = f"/organizer/events/{twice.event_id}"
    of_session = f"{path}/sessions/{twice.sessions[0].session_id}/cancel"

    page, asked = office.get(path).text, unescape(office.get(of_session).text)
    without = office.submit(of_session, {"reason_fr": "", "reason_en": ""})
    done = office.submit(of_session, REASON)
    after = unescape(office.get(done.location).text)

    assert f'href="{of_session}"' in page
    assert "Annuler ce groupe?" in asked
    assert "Matin" in asked
    assert "2 personnes seront prévenues par courriel" in asked
    assert (without.status_code, done.status_code) == (422, 303)
    assert "Le groupe est annulé." in after
    assert "1 groupe annulé" in after
    assert "/sessions/" not in after
    assert "Matin" in office.get(f"{path}/registrations").text
    assert office.get(f"{path}/registrations.csv").status_code == 200
    assert {message.body["cause"] for message in what_was_said(registration, "place_cancelled")} == {
        "session_cancelled"
    }


def test_whoever_was_registered_reads_that_the_session_is_off_and_finds_the_others(
    registration: Instance, office: Client, twice: ShownEvent
) -> None:
    session_id = twice.sessions[0].session_id
    with registration.begin() as tx:
        member_id = a_member(tx)
        held = a_registration(tx, session_id, member_id)
    office.submit(f"/organizer/events/{twice.event_id}/sessions/{session_id}/cancel", REASON)
    browser = a_browser_of(registration, member_id)

    mine = unescape(browser.get("/registrations").text)
    page = unescape(browser.get(f"/registrations/{held.reference}").text)

    assert "Ce groupe n'aura pas lieu." in mine
    assert "Ce groupe n'aura pas lieu." in page
    assert f'href="/events/{twice.slug}">Voir les autres groupes</a>' in page
    assert "vous inscrire de nouveau" not in page


def test_the_form_of_a_session_that_is_off_says_so_and_leads_to_the_others(
    registration: Instance, office: Client, twice: ShownEvent
) -> None:
    session_id = twice.sessions[0].session_id
    with registration.begin() as tx:
        browser = a_browser_of(registration, a_member(tx))
        stranger = a_browser_of(registration, a_member(tx), language="en")
    path = f"/events/{twice.slug}/sessions/{session_id}/register"
    office.submit(f"/organizer/events/{twice.event_id}/sessions/{session_id}/cancel", REASON)

    asked, sent = browser.get(path), browser.submit(path, {"idempotency_key": "k", "step": "submit"})

    for answer in (asked, sent):
        assert answer.status_code == 409
        assert "<h1>Ce groupe n'aura pas lieu</h1>" in unescape(answer.text)
        assert f'href="/events/{twice.slug}">Voir les autres groupes</a>' in answer.text
    assert "This session will not take place" in stranger.get(path).text


@pytest.fixture
def thrice(registration: Instance) -> ShownEvent:
    """A training given three times, without names, with a registration for the second time."""
    with registration.begin() as tx:
        made = an_event(tx, *[a_draft_session(tx.now) for _ in range(3)], slug="trois")
        a_registration(tx, made.sessions[1].session_id)
        return made


def cancel_session_of(office: Client, event: ShownEvent, rank: int) -> None:
    path = f"/organizer/events/{event.event_id}/sessions/{event.sessions[rank].session_id}/cancel"
    assert office.submit(path, REASON).status_code == 303


def test_a_session_without_a_name_is_called_as_before_once_another_is_cancelled(
    office: Client, thrice: ShownEvent
) -> None:
    path = f"/organizer/events/{thrice.event_id}"
    file = office.get(f"{path}/registrations.csv").text
    assert "Groupe\u00a02" in file

    cancel_session_of(office, thrice, 0)

    assert office.get(f"{path}/registrations.csv").text == file
    assert '<td data-label="Groupe">Groupe\u00a02</td>' in office.get(f"{path}/registrations").text
    for address in ("/events/trois", path, f"{path}/guests", f"{path}/change"):
        page = office.get(address).text
        assert page.index("Groupe\u00a02") < page.index("Groupe\u00a03")
    assert "Groupe\u00a01</h3>" in office.get(path).text
    assert "Groupe\u00a01" not in office.get(f"{path}/change").text


def test_the_form_and_its_check_call_sessions_by_their_numbers(office: Client, thrice: ShownEvent) -> None:
    cancel_session_of(office, thrice, 0)
    cancel_session_of(office, thrice, 2)
    path = f"/organizer/events/{thrice.event_id}/change"
    typed = typed_in(office.get(path).text)

    more = office.submit(path, typed | {"step": "add-session"})
    without = office.submit(path, typed | {"sessions-0-venue_name": "", "step": "check"})
    check = office.submit(path, typed | {"sessions-0-venue_name": "Palais", "step": "check"})

    assert "<legend>Groupe\u00a02</legend>" in more.text
    assert "<legend>Groupe\u00a04</legend>" in more.text
    assert "Groupe\u00a02, Lieu" in without.text
    assert "Groupe\u00a02\u00a0: Lieu" in check.text


def test_the_one_that_is_left_of_several_still_says_which_it_is(
    registration: Instance, office: Client, thrice: ShownEvent, twice: ShownEvent
) -> None:
    with registration.begin() as tx:
        alone = an_event(tx, slug="seul")
    cancel_session_of(office, thrice, 1)
    cancel_session_of(office, thrice, 2)
    cancel_session_of(office, twice, 0)

    for address in ("/events/trois", f"/organizer/events/{thrice.event_id}"):
        assert "Groupe\u00a01<" in office.get(address).text
    assert "Soir</p>" in office.get(f"/events/{twice.slug}").text
    assert "Groupe\u00a01" not in office.get(f"/events/{alone.slug}").text


def test_the_last_session_is_not_cancelled_alone(office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}/sessions/{gala.sessions[0].session_id}/cancel"

    answer = office.submit(path, REASON)

    assert answer.status_code == 409
    assert "annulez plutôt l'activité" in unescape(answer.text)
    assert office.get(f"/organizer/events/{gala.event_id}/sessions/x/cancel").status_code == 404
