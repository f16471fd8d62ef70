"""The catalogue and the page of an event: when, where, for whom, how many places."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from services.registration.domain.events import SessionDraft
from services.registration.domain.kinds import EventKind, Mode
from shared.service import Instance
from shared.testing.clients import client_of
from shared.testing.time import FakeClock
from tests.registration.browsers import a_browser_of, an_organizers_browser
from tests.registration.builders import DAY, a_draft_session, a_draft_sitting, a_member, a_registration, an_event


def virtual(now: datetime, **changes: object) -> SessionDraft:
    return a_draft_session(now, mode=Mode.VIRTUAL, venue_name="", meeting_url="https://rencontre.example/x", **changes)


def test_what_is_coming_is_grouped_by_month(registration: Instance) -> None:
    with registration.begin() as tx:
        an_event(tx, title_fr="Bientôt")
        an_event(tx, a_draft_session(tx.now, sittings=(a_draft_sitting(tx.now, after=40 * DAY),)), title_fr="Plus tard")
        an_event(tx, published=False, title_fr="Brouillon secret")

    page = client_of(registration).get("/").text

    assert page.index("Avril 2026") < page.index("Bientôt") < page.index("Mai 2026") < page.index("Plus tard")
    assert "Brouillon secret" not in page


def test_a_card_says_when_where_and_how_many_places(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=8))
        a_registration(tx, event.sessions[0].session_id)

    page = client_of(registration).get("/").text

    assert "Le vendredi 17\u00a0avril\u00a02026, de 10\u00a0h à 12\u00a0h" in page
    assert "Centre des congrès de Québec" in page
    assert "7 places libres" in page


def test_filters_are_plain_links(registration: Instance) -> None:
    with registration.begin() as tx:
        an_event(tx, title_fr="Une formation")
        an_event(tx, virtual(tx.now), kind=EventKind.CONFERENCE, title_fr="Une conférence")
    visitor = client_of(registration)

    page = visitor.get("/?kind=conference").text

    assert 'href="/?kind=training"' in visitor.get("/").text
    assert "Une conférence" in page
    assert "Une formation" not in page
    assert "Une formation" not in visitor.get("/?mode=virtual").text
    assert "Aucune activité de ce type" in visitor.get("/?kind=training&mode=virtual").text


@pytest.mark.parametrize("query", ["kind=x", "mode=%22%3E%3Cscript%3E", "kind=&mode=", "kind=training&kind=gala"])
def test_an_odd_filter_breaks_nothing(registration: Instance, query: str) -> None:
    with registration.begin() as tx:
        an_event(tx)

    page = client_of(registration).get(f"/?{query}")

    assert page.status_code == 200
    assert "<script>" not in page.text


def test_an_empty_catalogue_says_what_comes_next(registration: Instance) -> None:
    assert "Les prochaines le seront dans le bulletin" in client_of(registration).get("/").text


def test_both_languages(registration: Instance) -> None:
    """LNG-1."""
    with registration.begin() as tx:
        event = an_event(tx, title_fr="Humain avant tout", title_en="Human First")
    visitor = client_of(registration)
    visitor.set_cookie("lang", "en")

    catalogue, page = visitor.get("/").text, visitor.get(f"/events/{event.slug}").text

    assert "Upcoming activities" in catalogue
    assert "Human First" in catalogue
    assert "Friday, April\u00a017, 2026, from 10\u00a0a.m. to noon" in page
    assert "Humain avant tout" in client_of(registration).get("/").text


def test_a_title_in_french_alone_says_so_within_an_english_page(registration: Instance) -> None:
    """WCAG 3.1.2: a screen reader then reads it as French."""
    with registration.begin() as tx:
        french = an_event(tx, title_fr="Le <grand> gala", title_en="", description_fr="Venez!", description_en="")
        both = an_event(tx, title_fr="Assemblée", title_en="Meeting")
        member = a_browser_of(registration, a_member(tx), language="en")

    page = member.get(f"/events/{french.slug}").text

    assert '<h1><span lang="fr">Le &lt;grand&gt; gala</span></h1>' in page
    assert "<title>Le &lt;grand&gt; gala" in page
    assert "<p>Venez!" in page.split('<div lang="fr">')[1]
    assert '<span lang="fr">Le &lt;grand&gt; gala</span></a></h3>' in member.get("/").text
    assert "<h1>Meeting</h1>" in member.get(f"/events/{both.slug}").text
    assert '<span lang="fr">' not in client_of(registration).get(f"/events/{french.slug}").text


def test_the_page_of_an_event_has_one_button_for_each_session(registration: Instance) -> None:
    with registration.begin() as tx:
        one = an_event(tx)
        two = an_event(tx, a_draft_session(tx.now), a_draft_session(tx.now), title_fr="Deux groupes")
    visitor = client_of(registration)

    assert visitor.get(f"/events/{one.slug}").text.count("/register") == 1
    assert visitor.get(f"/events/{two.slug}").text.count("/register") == 2


def test_each_window_has_its_words(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1, opens_at=tx.now + DAY))
    visitor = client_of(registration)
    path = f"/events/{event.slug}"

    before = visitor.get(path).text
    clock.advance(DAY)
    opened = visitor.get(path).text
    with registration.begin() as tx:
        a_registration(tx, event.sessions[0].session_id)
    full = visitor.get(path).text
    clock.advance(6 * DAY)
    closed = visitor.get(path).text

    assert "Les inscriptions ouvrent le samedi 11\u00a0avril\u00a02026 à 10\u00a0h" in before
    assert "/register" not in before
    assert "1 place libre sur 1" in opened
    assert "M'inscrire sur la liste d'attente" in full
    assert "Les inscriptions sont fermées" in closed
    assert "/register" not in closed


def test_all_the_sittings_of_a_cohort_are_told(registration: Instance) -> None:
    with registration.begin() as tx:
        sittings = tuple(a_draft_sitting(tx.now, after=days * DAY) for days in (7, 14, 21))
        titled = (replace(sittings[0], title_fr="Se connaître"), *sittings[1:])
        event = an_event(tx, a_draft_session(tx.now, sittings=titled), kind=EventKind.PROGRAMME)

    page = client_of(registration).get(f"/events/{event.slug}").text

    assert page.count("de 10\u00a0h à 12\u00a0h") == 3
    assert "Se connaître" in page


def test_whoever_is_registered_reads_it_there(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx)
        event = an_event(tx)
        made = a_registration(tx, event.sessions[0].session_id, member_id)

    page = a_browser_of(registration, member_id).get(f"/events/{event.slug}").text

    assert "Votre inscription est confirmée" in page
    assert f"/registrations/{made.reference}" in page
    assert "/register" not in page


def test_an_organizer_is_led_to_the_registrations(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)

    page = an_organizers_browser(registration).get(f"/events/{event.slug}").text

    assert f"/organizer/events/{event.event_id}" in page
    assert "/register" not in page


@pytest.mark.parametrize("slug", ["nulle-part", "%3Cscript%3E", "x" * 300])
def test_an_unknown_event_is_404(registration: Instance, slug: str) -> None:
    answer = client_of(registration).get(f"/events/{slug}")

    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_a_ticket_opened_in_public_shows_one_page_whatever_it_is(registration: Instance) -> None:
    """QR-3."""
    with registration.begin() as tx:
        event = an_event(tx)
        made = a_registration(tx, event.sessions[0].session_id)
    token = registration.keys.token("ticket", event.event_id, made.registration_id)
    visitor = client_of(registration)

    pages = {visitor.get(f"/T/{one}").text.replace(one, "") for one in (token, "0" * 26, "not-a-ticket")}

    assert len(pages) == 1
    assert "Humain" not in pages.pop()


def test_the_page_about_personal_information_says_who_how_long_and_what_rights(registration: Instance) -> None:
    """PRV-1, PRV-2."""
    page = client_of(registration).get("/privacy").text

    for words in (
        "30\u00a0jours",
        "effacement",
        "Vos droits",
        "Commission d",
        registration.organisation.privacy_officer.email,
    ):
        assert words in page


def test_no_period_is_promised_that_nothing_keeps(registration: Instance) -> None:
    """A chore erases food and access needs; whoever makes another class go may name its period too (PRV-6)."""
    page = client_of(registration).get("/privacy").text

    assert re.findall(r"\d+\u00a0(?:jours?|mois|ans?)\b", page) == ["30\u00a0jours"]


def test_nothing_comes_from_elsewhere(registration: Instance) -> None:
    """PRV-5."""
    with registration.begin() as tx:
        event = an_event(tx)
    visitor = client_of(registration)

    for path in ("/", f"/events/{event.slug}", "/sign-in", "/privacy"):
        answer = visitor.get(path)
        assert "http://" not in answer.text
        assert "https://" not in answer.text
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
