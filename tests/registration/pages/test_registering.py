"""Registering on the pages: form, check, deed; every refusal says what to do; nobody sees another's."""

import pytest
from werkzeug.test import TestResponse

from services.registration.actions.note_attendance import note_attendance
from services.registration.domain.kinds import EventKind, Mode
from services.registration.domain.notices import NEEDS_CONSENT_VERSION, NOTICE_VERSION
from services.registration.models import Needs, Registration
from services.registration.pages.qr_picture import qr_picture_of
from services.registration.queries.records import ShownEvent
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.time import FakeClock
from tests.registration.browsers import a_browser_of, come_back, field
from tests.registration.builders import DAY, HOUR, a_draft_session, a_member, a_registration, an_event

KEY = "0123456789abcdef"


def an_event_of(registration: Instance, **session: object) -> ShownEvent:
    with registration.begin() as tx:
        return an_event(tx, a_draft_session(tx.now, **session), title_fr="Événement Reconnaissance")


def a_browser(registration: Instance, **member: object) -> Client:
    with registration.begin() as tx:
        return a_browser_of(registration, a_member(tx, **member))


def path_of(event: ShownEvent) -> str:
    return f"/events/{event.slug}/sessions/{event.sessions[0].session_id}/register"


def send(browser: Client, event: ShownEvent, **typed: str) -> TestResponse:
    return browser.submit(path_of(event), {"step": "submit", "idempotency_key": KEY, **typed})


def everybody(registration: Instance, event: ShownEvent, how_many: int) -> None:
    with registration.begin() as tx:
        for _ in range(how_many):
            a_registration(tx, event.sessions[0].session_id)


def rows(registration: Instance) -> list[Registration]:
    with registration.look() as look:
        found = look.db.query(Registration).all()
        look.db.expunge_all()
        return found


def test_the_form_knows_who_comes_and_asks_nothing_twice(registration: Instance) -> None:
    """A11Y-3; PRV-2: the notice stands before the button."""
    event = an_event_of(registration)
    laptop = a_browser(registration, given_name="Zoé", organisation="Revenu Québec", email="zoe@revenu.example")

    page = laptop.get(path_of(event)).text

    assert all(words in page for words in ("Zoé", "Revenu Québec", "zoe@revenu.example"))
    assert page.index("Vos renseignements personnels") < page.index('value="check"')
    assert "<input" not in page[page.index("Qui vient") : page.index("Pour bien vous accueillir")].split("<form")[0]


@pytest.mark.parametrize("step", ["check", "back"])
def test_the_whole_notice_is_read_without_opening_anything(registration: Instance, step: str) -> None:
    """PRV-2."""
    event = an_event_of(registration)

    page = a_browser(registration).submit(path_of(event), {"step": step, "idempotency_key": KEY}).text

    notice = page[page.index('aria-labelledby="notice"') :].split("</section>")[0]
    assert "<details" not in notice
    assert "effacées 30\u00a0jours après" in notice
    assert "restent au Québec" in notice
    assert 'href="/privacy"' in notice


def test_the_check_page_promises_no_cancelling_once_the_activity_has_begun(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        over = a_draft_session(tx.now, closes_at=tx.now + 7 * DAY + HOUR)
        event = an_event(tx, over)
    typed = {"step": "check", "idempotency_key": KEY}

    before = a_browser(registration).submit(path_of(event), typed).text
    clock.advance(7 * DAY + HOUR / 2)
    after = a_browser(registration).submit(path_of(event), typed).text

    assert "Vous pouvez annuler jusqu'au début de l'activité." in before
    assert "Vous pouvez annuler" not in after
    assert "L'activité est commencée" in after


def test_form_check_and_deed(registration: Instance) -> None:
    """A11Y-3: a check page before the deed; the version of the notice and the consent are kept (PRV-2, PRV-4)."""
    event = an_event_of(registration)
    laptop = a_browser(registration)
    typed = {"needs_food": "Sans arachides", "needs_consent": "true", "idempotency_key": KEY}

    check = laptop.submit(path_of(event), {"step": "check", **typed})
    assert not rows(registration)
    back = laptop.submit(path_of(event), {"step": "back", **typed})
    done = laptop.submit(path_of(event), {"step": "submit", **typed})
    receipt = laptop.get(done.location)

    assert check.status_code == 200
    assert "Vérifiez votre inscription" in check.text
    assert field(check.text, "needs_food") == field(back.text, "needs_food") == "Sans arachides"
    assert done.status_code == 303
    assert 'data-place="confirmed"' in receipt.text
    assert "C&#39;est fait" in receipt.text or "C'est fait" in receipt.text
    with registration.look() as look:
        kept = look.db.query(Registration).one()
        needs = look.db.query(Needs).one()
        assert kept.notice_version == NOTICE_VERSION
        assert (needs.food, needs.consent_version, needs.consent_language) == (
            "Sans arachides",
            NEEDS_CONSENT_VERSION,
            "fr",
        )
        assert needs.consent_wording.startswith("J'accepte")


def test_the_whole_way_in_english(registration: Instance) -> None:
    """LNG-1."""
    event = an_event_of(registration)
    with registration.begin() as tx:
        laptop = a_browser_of(registration, a_member(tx), language="en")

    form = laptop.get(path_of(event)).text
    check = laptop.submit(path_of(event), {"step": "check", "idempotency_key": KEY}).text
    receipt = laptop.get(send(laptop, event).location).text

    assert '<html lang="en">' in form
    assert "Your personal information" in form
    assert "Check your registration" in check
    assert "You are registered" in receipt


def test_a_form_posted_twice_makes_one_registration(registration: Instance) -> None:
    event = an_event_of(registration)
    laptop = a_browser(registration)

    first, second = send(laptop, event), send(laptop, event)

    assert first.location == second.location
    assert len(rows(registration)) == 1


def test_one_key_on_the_forms_of_two_sessions_makes_two_registrations(registration: Instance) -> None:
    one, another = an_event_of(registration), an_event_of(registration)
    laptop = a_browser(registration)

    assert send(laptop, one).location != send(laptop, another).location
    assert len(rows(registration)) == 2


def test_needs_without_consent_are_not_taken(registration: Instance) -> None:
    """PRV-4, A11Y-2: summary first, linked to the field, values kept."""
    event = an_event_of(registration)
    laptop = a_browser(registration)

    answer = send(laptop, event, needs_access="Une place près de la porte")

    assert answer.status_code == 422
    assert 'href="#needs_consent"' in answer.text
    assert "<title>Erreur" in answer.text
    assert field(answer.text, "needs_access") == "Une place près de la porte"
    assert not rows(registration)


def test_consent_alone_keeps_nothing(registration: Instance) -> None:
    event = an_event_of(registration)

    send(a_browser(registration), event, needs_consent="true")

    with registration.look() as look:
        assert look.db.query(Needs).count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"needs_food": "x" * 501, "needs_consent": "true"},
        {"needs_food": "sans\x07noix", "needs_consent": "true"},
        {"needs_consent": "peut-être"},
        {"idempotency_key": ""},
        {"idempotency_key": "x" * 65},
    ],
)
def test_missing_and_over_long_answers_register_nobody(registration: Instance, typed: dict[str, str]) -> None:
    event = an_event_of(registration)

    assert send(a_browser(registration), event, **typed).status_code == 422
    assert not rows(registration)


def test_without_token_nobody_is_registered(registration: Instance) -> None:
    event = an_event_of(registration)

    answer = a_browser(registration).post(path_of(event), data={"step": "submit", "idempotency_key": KEY})

    assert answer.status_code == 400
    assert not rows(registration)


def test_a_visitor_signs_in_first_and_comes_back(registration: Instance) -> None:
    event = an_event_of(registration)

    answer = client_of(registration).get(path_of(event))

    assert answer.location.startswith("/sign-in/renew?next=%2Fevents%2F")


def test_a_full_session_offers_the_waiting_list_and_tells_the_rank(registration: Instance) -> None:
    event = an_event_of(registration, capacity=1)
    everybody(registration, event, 3)
    laptop = a_browser(registration)

    form = laptop.get(path_of(event)).text
    receipt = laptop.get(send(laptop, event).location).text

    assert "Toutes les places sont prises" in form
    assert "au rang 3" in form
    assert 'data-place="waitlisted"' in receipt
    assert "Vous êtes au rang 3 de la liste d'attente" in receipt.replace("&#39;", "'")
    assert "ticket.png" not in receipt


def test_whoever_is_registered_is_led_to_the_registration(registration: Instance) -> None:
    event = an_event_of(registration)
    laptop = a_browser(registration)
    mine = send(laptop, event).location

    opened = laptop.get(path_of(event))
    posted = send(laptop, event, idempotency_key="another-key-of-16")

    for answer in (opened, posted):
        assert answer.status_code == 409
        assert "Vous avez déjà une inscription" in answer.text
        assert f'href="{mine}"' in answer.text


def test_before_it_opens_the_page_says_when(registration: Instance, clock: FakeClock) -> None:
    event = an_event_of(registration, opens_at=clock.now() + 3 * DAY)
    laptop = a_browser(registration)

    for answer in (laptop.get(path_of(event)), send(laptop, event)):
        assert answer.status_code == 409
        assert "Les inscriptions ouvrent le lundi 13\u00a0avril\u00a02026 à 10\u00a0h" in answer.text
    assert not rows(registration)


def test_after_it_closed_the_page_says_whom_to_write_to(registration: Instance, clock: FakeClock) -> None:
    event = an_event_of(registration)
    laptop = a_browser(registration)
    clock.advance(7 * DAY)
    come_back(laptop)

    for answer in (laptop.get(path_of(event)), send(laptop, event)):
        assert answer.status_code == 409
        assert "Les inscriptions sont fermées" in answer.text
        assert 'href="mailto:' in answer.text


def test_a_training_in_another_organisation_is_not_there(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, organisation="Revenu Québec")
    stranger = a_browser(registration, organisation="Tourisme")
    colleague = a_browser(registration, organisation="Revenu Québec")

    assert stranger.get(path_of(event)).status_code == 404
    assert send(stranger, event).status_code == 404
    assert stranger.get(f"/events/{event.slug}").status_code == 404
    assert colleague.get(path_of(event)).status_code == 200


@pytest.mark.parametrize("path", ["/events/x/sessions/y/register", "/events/{slug}/sessions/y/register"])
def test_what_is_not_there_is_404(registration: Instance, path: str) -> None:
    event = an_event_of(registration)

    assert a_browser(registration).get(path.format(slug=event.slug)).status_code == 404


def test_a_session_under_another_events_address_is_not_there(registration: Instance) -> None:
    one, another = an_event_of(registration), an_event_of(registration)

    answer = a_browser(registration).get(f"/events/{one.slug}/sessions/{another.sessions[0].session_id}/register")

    assert answer.status_code == 404


def test_opening_every_page_a_hundred_ways_registers_nobody(registration: Instance) -> None:
    """Safe methods are safe."""
    event = an_event_of(registration)
    laptop = a_browser(registration)

    for path in ("/", f"/events/{event.slug}", path_of(event), "/registrations", "/privacy", "/T/" + "A" * 26):
        assert laptop.get(path, query_string={"step": "submit", "idempotency_key": KEY}).status_code == 200

    assert not rows(registration)


# --- what one holds


def test_the_ticket_page_shows_code_and_reference(registration: Instance) -> None:
    """QR-1, QR-5, A11Y-7: the alternative text holds the typed code."""
    event = an_event_of(registration)
    laptop = a_browser(registration)
    mine = send(laptop, event).location

    page, picture = laptop.get(mine), laptop.get(f"{mine}/ticket.png")

    reference = mine.rsplit("/", 1)[1]
    shown = f"{reference[:4]}-{reference[4:]}"
    assert shown in page.text[page.text.index('class="qr"') :].split(">")[0]
    kept = rows(registration)[0]
    token = registration.keys.token("ticket", event.event_id, kept.id)
    assert picture.data == qr_picture_of(f"HTTP://127.0.0.1:8000/T/{token}").png
    assert picture.content_type == "image/png"
    assert picture.headers["Cache-Control"] == "no-store"


def test_nobody_is_asked_what_they_eat_for_a_virtual_session(registration: Instance) -> None:
    """PRV-4: what serves nothing is not collected."""
    event = an_event_of(registration, mode=Mode.VIRTUAL, meeting_url="https://visio.example/salle")

    page = a_browser(registration).get(path_of(event)).text

    assert 'name="needs_food"' not in page
    assert 'name="needs_access"' in page


def test_for_a_virtual_session_there_is_a_link_of_ones_own_instead(registration: Instance) -> None:
    """QR-2: what lets in is not what manages the registration."""
    event = an_event_of(registration, mode=Mode.VIRTUAL, venue_name="", meeting_url="https://rencontre.example/aga")
    laptop = a_browser(registration)

    page = laptop.get(send(laptop, event).location).text

    kept = rows(registration)[0]
    assert f'href="/checkin/join/{registration.keys.token("presence", kept.id)}"' in page
    assert "ticket.png" not in page
    assert "rencontre.example" not in page


def test_a_web_capsule_speaks_of_no_date(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        session = a_draft_session(
            tx.now,
            mode=Mode.VIRTUAL,
            venue_name="",
            meeting_url="https://capsules.example/1",
            sittings=(),
            closes_at=tx.now + 30 * DAY,
        )
        event = an_event(tx, session, kind=EventKind.WEB_CAPSULE)
    laptop = a_browser(registration)

    page = laptop.get(send(laptop, event).location).text

    assert "Au moment de votre choix" in page
    assert "Voir la capsule" in page


def test_my_registrations_begin_with_what_to_do(registration: Instance) -> None:
    """Empty states say what to do next."""
    laptop = a_browser(registration)

    empty = laptop.get("/registrations").text
    send(laptop, an_event_of(registration))
    filled = laptop.get("/registrations").text

    assert "Vous n&#39;avez encore aucune inscription" in empty.replace("'", "&#39;")
    assert "Événement Reconnaissance" in filled
    assert "Place confirmée" in filled


def test_cancelling_asks_then_gives_the_place_to_the_first_in_line(registration: Instance) -> None:
    event = an_event_of(registration, capacity=1)
    laptop, waiting = a_browser(registration), a_browser(registration)
    mine, theirs = send(laptop, event).location, send(waiting, event).location

    asked = laptop.get(f"{mine}/cancel")
    unchanged = laptop.get(mine).text
    done = laptop.submit(f"{mine}/cancel")

    assert "Annuler cette inscription?" in asked.text
    assert 'data-place="confirmed"' in unchanged
    assert (done.status_code, done.location) == (303, mine)
    assert 'data-place="cancelled"' in laptop.get(mine).text
    assert 'data-place="confirmed"' in waiting.get(theirs).text


def test_what_is_cancelled_used_or_begun_cannot_be_cancelled(registration: Instance, clock: FakeClock) -> None:
    event = an_event_of(registration)
    laptop = a_browser(registration)
    mine = send(laptop, event).location
    clock.advance(7 * DAY + HOUR)
    come_back(laptop)

    late = laptop.submit(f"{mine}/cancel")
    assert late.status_code == 409
    assert "L'activité est commencée" in late.text.replace("&#39;", "'")

    clock.advance(-8 * DAY)
    come_back(laptop)
    laptop.submit(f"{mine}/cancel")
    again = laptop.submit(f"{mine}/cancel")
    assert again.status_code == 409
    assert "déjà annulée" in again.text


def test_a_place_that_was_used_cannot_be_cancelled(registration: Instance, clock: FakeClock) -> None:
    event = an_event_of(registration)
    laptop = a_browser(registration)
    mine = send(laptop, event).location
    kept = rows(registration)[0]
    with registration.begin() as tx:
        attendance = {
            "attendance_id": new_id(),
            "event_id": event.event_id,
            "session_id": kept.session_id,
            "sitting_id": event.sessions[0].sittings[0].sitting_id,
            "person_id": kept.member_id,
            "registration_id": kept.id,
            "evidence": "scanned",
            "at": clock.now(),
            "undone": False,
        }
        note_attendance(tx, attendance=attendance, revision=1)

    answer = laptop.submit(f"{mine}/cancel")

    assert answer.status_code == 409
    assert "Cette place a servi" in answer.text
    assert f"{mine}/cancel" not in laptop.get(mine).text


@pytest.mark.parametrize("page", ["", "/ticket.png", "/cancel"])
def test_nobody_reads_anothers_registration(registration: Instance, page: str) -> None:
    event = an_event_of(registration)
    mine = send(a_browser(registration), event).location
    stranger = a_browser(registration)

    assert stranger.get(mine + page).status_code == 404


def test_nobody_cancels_anothers_registration(registration: Instance) -> None:
    event = an_event_of(registration)
    mine = send(a_browser(registration), event).location

    answer = a_browser(registration).submit(f"{mine}/cancel")

    assert answer.status_code == 404
    assert rows(registration)[0].place == "confirmed"


@pytest.mark.parametrize("reference", ["x", "00000000", "ABCDEFGH", "'; DROP TABLE registrations; --"])
def test_a_reference_that_is_none_is_404(registration: Instance, reference: str) -> None:
    assert a_browser(registration).get(f"/registrations/{reference}").status_code == 404


def test_a_waiting_or_cancelled_place_has_no_ticket(registration: Instance) -> None:
    event = an_event_of(registration, capacity=1)
    everybody(registration, event, 1)
    laptop = a_browser(registration)
    mine = send(laptop, event).location

    assert laptop.get(f"{mine}/ticket.png").status_code == 404
