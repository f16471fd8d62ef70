"""Changing a published event: the form, what changes and who is told, the deed."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from shared.service import Instance
from shared.testing.clients import Client
from tests.registration.browsers import an_organizers_browser
from tests.registration.builders import (
    a_draft_session,
    a_registration,
    an_event,
    what_was_said,
)


@pytest.fixture
def office(registration: Instance) -> Client:
    return an_organizers_browser(registration)


@pytest.fixture
def gala(registration: Instance) -> ShownEvent:
    """On Friday 17 April 2026 from 10 to 12, with two places held and two people waiting."""
    with registration.begin() as tx:
        made = an_event(tx, a_draft_session(tx.now, capacity=2), title_fr="Gala", slug="gala")
        for _ in range(4):
            a_registration(tx, made.sessions[0].session_id)
        return made


def shown(registration: Instance, event_id: str) -> ShownEvent:
    with registration.look() as look:
        return event_for_organizer(look, event_id=event_id)


def typed_in(page: str) -> dict[str, str]:
    """What the page's form would send, untouched."""
    form = page[page.index("<main") : page.index("</main")]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        chosen = "checked" in tag or not re.search('type="(radio|checkbox)"', tag)
        if name and value and chosen and name[1] not in ("csrf_token", "step"):
            values[name[1]] = unescape(value[1])
    for name_, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form):
        values[name_] = unescape(text)
    return values


def send(office: Client, event: ShownEvent, step: str = "check", **changes: str) -> TestResponse:
    path = f"/organizer/events/{event.event_id}/change"
    return office.submit(path, {**typed_in(office.get(path).text), "step": step, **changes})


def test_the_form_comes_filled_in_without_what_is_fixed(office: Client, gala: ShownEvent) -> None:
    page = office.get(f"/organizer/events/{gala.event_id}").text
    form = office.get(f"/organizer/events/{gala.event_id}/change").text

    assert f'href="/organizer/events/{gala.event_id}/change"' in page
    typed = typed_in(form)
    assert typed["sessions-0-sittings-0-starts_at"] == "2026-04-17T10:00"
    assert typed["sessions-0-session_id"] == gala.sessions[0].session_id
    assert typed["sessions-0-closes_at"] == ""
    assert '<select id="kind"' not in form
    assert 'id="slug"' not in form


def test_what_changes_and_how_many_are_told_is_shown_before_anything_is_done(
    registration: Instance, office: Client, gala: ShownEvent
) -> None:
    """A11Y-3."""
    before = len(what_was_said(registration))

    check = send(office, gala, **{"sessions-0-sittings-0-starts_at": "2026-04-17T09:30", "title_fr": "Grand gala"})

    page = unescape(check.text)
    assert "Groupe\u00a01, séance\u00a01\u00a0: Date et heure" in page
    assert "Le vendredi 17\u00a0avril\u00a02026, de 9\u00a0h\u00a030 à 12\u00a0h" in page
    assert "Avant\u00a0: le vendredi 17\u00a0avril\u00a02026, de 10\u00a0h à 12\u00a0h" in page
    assert "4 personnes seront prévenues par courriel" in page
    assert "Grand gala" in page
    assert shown(registration, gala.event_id).title.fr == "Gala"
    assert len(what_was_said(registration)) == before


def test_the_check_page_does_what_it_shows(registration: Instance, office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}"
    check = send(office, gala, **{"sessions-0-sittings-0-starts_at": "2026-04-17T09:30"})

    done = office.submit(f"{path}/change", {**typed_in(check.text), "step": "save"})

    assert (done.status_code, done.location) == (303, path)
    assert "L'activité est modifiée" in office.get(path).text
    kept = shown(registration, gala.event_id)
    assert kept.sessions[0].sittings[0].sitting_id == gala.sessions[0].sittings[0].sitting_id
    assert kept.sessions[0].closes_at == kept.sessions[0].sittings[0].starts_at
    assert kept.sessions[0].opens_at == gala.sessions[0].opens_at
    assert [message.body["cause"] for message in what_was_said(registration)[-4:]] == ["event_changed"] * 4


def test_one_may_go_back_to_the_form_without_losing_anything(office: Client, gala: ShownEvent) -> None:
    check = send(office, gala, title_fr="Grand gala")

    form = office.submit(f"/organizer/events/{gala.event_id}/change", {**typed_in(check.text), "step": "back"})

    assert typed_in(form.text)["title_fr"] == "Grand gala"
    assert typed_in(form.text)["sessions-0-session_id"] == gala.sessions[0].session_id


def test_a_mended_word_is_told_to_nobody_and_what_would_be_is_said(office: Client, gala: ShownEvent) -> None:
    page = unescape(send(office, gala, description_fr="Un mot.").text)

    assert "Personne ne sera prévenu" in page
    assert "date, d'heure, de lieu, de façon de participer ou d'adresse de la rencontre" in page


def test_those_who_move_up_are_counted_apart(office: Client, gala: ShownEvent) -> None:
    page = unescape(send(office, gala, **{"sessions-0-capacity": "3"}).text)

    assert "1 personne de la liste d'attente obtiendra une place" in page
    assert "Personne ne sera prévenu" in page


def test_what_changes_nothing_says_so(office: Client, gala: ShownEvent) -> None:
    page = send(office, gala).text

    assert "Rien ne change" in page
    assert 'value="save"' not in page


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("sessions-0-capacity", "1", "Places déjà attribuées\u00a0: 2"),
        ("sessions-0-sittings-0-starts_at", "2026-04-01T10:00", "rien ne peut être déplacé dans le passé"),
        ("sessions-0-venue_name", "", "Entrez le lieu"),
        ("sessions-0-sittings-0-ends_at", "2026-04-17T09:00", "Entrez une fin"),
    ],
)
def test_a_refusal_is_said_at_its_field_and_nothing_is_lost(
    office: Client, gala: ShownEvent, name: str, typed: str, said: str
) -> None:
    """A11Y-2."""
    for step in ("check", "save"):
        answer = send(office, gala, step, **{name: typed, "title_en": "Kept"})

        assert answer.status_code in (409, 422)
        assert f'id="{name}-error"' in answer.text
        assert said in unescape(answer.text)
        assert typed_in(answer.text)["title_en"] == "Kept"


def test_a_session_with_registrations_that_was_removed_comes_back_by_itself_in_no_case(
    registration: Instance, office: Client, gala: ShownEvent
) -> None:
    path = f"/organizer/events/{gala.event_id}/change"
    added = office.submit(path, {**typed_in(office.get(path).text), "step": "add-session"})
    removed = office.submit(path, {**typed_in(added.text), "step": "remove-session-0"})

    answer = office.submit(path, {**typed_in(removed.text), "step": "save"})

    assert answer.status_code == 409
    assert "il ne peut plus être retiré" in answer.text
    assert len(shown(registration, gala.event_id).sessions) == 1


def test_a_session_is_added_with_ids_of_its_own(registration: Instance, office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}/change"
    added = office.submit(path, {**typed_in(office.get(path).text), "step": "add-session"})
    check = office.submit(path, {**typed_in(added.text), "step": "check"})

    office.submit(path, {**typed_in(check.text), "step": "save"})

    assert "Nouveau groupe" in check.text
    first, second = shown(registration, gala.event_id).sessions
    assert first.session_id == gala.sessions[0].session_id != second.session_id


def test_a_mistake_after_a_removed_row_is_said_where_the_page_has_it(office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}/change"
    page = office.get(path).text
    for step in ("add-session", "add-session", "remove-session-1"):
        page = office.submit(path, {**typed_in(page), "step": step}).text

    answer = office.submit(path, {**typed_in(page), "sessions-2-venue_name": "", "step": "check"})

    assert 'id="sessions-2-venue_name-error"' in answer.text


def test_what_somebody_else_changed_meanwhile_is_said(office: Client, gala: ShownEvent) -> None:
    path = f"/organizer/events/{gala.event_id}/change"
    mine = typed_in(office.get(path).text)
    send(office, gala, "save", title_fr="De quelqu'un d'autre")

    answer = office.submit(path, {**mine, "title_fr": "Le mien", "step": "save"})

    assert answer.status_code == 409
    assert "Quelqu'un d'autre a modifié cette activité" in unescape(answer.text)


@pytest.mark.parametrize(("name", "typed"), [("kind", "gala"), ("organisation", "Tourisme"), ("slug", "autre")])
def test_what_is_fixed_is_not_changed_by_a_form_that_says_so(
    registration: Instance, office: Client, gala: ShownEvent, name: str, typed: str
) -> None:
    assert send(office, gala, "save", **{name: typed}).status_code == 409
    assert shown(registration, gala.event_id).revision == 1


def test_only_what_is_published_is_changed_here(registration: Instance, office: Client) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, published=False)

    assert office.get(f"/organizer/events/{draft.event_id}/change").status_code == 409
    assert office.get("/organizer/events/x/change").status_code == 404


def test_hostile_words_are_shown_as_they_are(office: Client, gala: ShownEvent) -> None:
    page = send(office, gala, title_fr="<script>alert(1)</script>", **{"sessions-0-venue_name": '"><b>'}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_changing_is_in_english_too(registration: Instance, gala: ShownEvent) -> None:
    """LNG-1."""
    office = an_organizers_browser(registration, language="en")

    assert "Check the changes" in office.get(f"/organizer/events/{gala.event_id}/change").text
    assert "Nobody is told of this change by email" in send(office, gala, title_en="Big gala").text
