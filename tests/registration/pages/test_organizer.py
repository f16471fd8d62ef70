"""The organizer's pages: the event form, publishing, guests, the list of registrations and its files."""

import io
import re
from datetime import datetime
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from services.registration.actions.close_staff import close_staff
from services.registration.domain.kinds import HolderKind
from services.registration.domain.people import StatedNeeds
from services.registration.models import Event, Guest, Registration
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from shared.testing.time import FakeClock
from tests.registration.browsers import PASSWORD, a_browser_of, an_account, an_organizers_browser, field
from tests.registration.builders import (
    DAY,
    a_draft_session,
    a_member,
    a_registration,
    an_event,
    many_registrations,
    what_was_said,
)

TYPED = {
    "kind": "training",
    "title_fr": "Mobiliser son équipe à distance",
    "title_en": "Leading from Afar",
    "sessions-0-mode": "in_person",
    "sessions-0-venue_name": "Centre Mont-Royal",
    "sessions-0-venue_address": "2200, rue Mansfield, Montréal",
    "sessions-0-capacity": "20",
    "sessions-0-sittings-0-starts_at": "2026-05-06T13:30",
    "sessions-0-sittings-0-ends_at": "2026-05-06T16:30",
}


@pytest.fixture
def office(registration: Instance) -> Client:
    return an_organizers_browser(registration)


def events(registration: Instance) -> list[Event]:
    with registration.look() as look:
        found = look.db.query(Event).all()
        look.db.expunge_all()
        return found


def shown(registration: Instance, event_id: str) -> ShownEvent:
    with registration.look() as look:
        return event_for_organizer(look, event_id=event_id)


def save(office: Client, **typed: str) -> TestResponse:
    return office.submit("/organizer/events/new", {**TYPED, "step": "save", **typed})


# --- the form


def test_an_event_is_typed_checked_and_published(registration: Instance, office: Client) -> None:
    """A11Y-3: the draft's page is the check page before publishing."""
    saved = save(office)
    check = office.get(saved.location)
    published = office.submit(f"{saved.location}/publish")

    assert saved.status_code == 303
    assert "Brouillon" in check.text
    assert "Le mercredi 6\u00a0mai\u00a02026, de 13\u00a0h\u00a030 à 16\u00a0h\u00a030" in check.text
    assert (published.status_code, published.location) == (303, saved.location)
    assert "L'activité est publiée" in office.get(saved.location).text
    assert "Mobiliser son équipe à distance" in client_of(registration).get("/").text
    assert [message.body["slug"] for message in what_was_said(registration, "event_published")] == [
        "mobiliser-son-equipe-a-distance"
    ]


def test_the_form_in_english(registration: Instance) -> None:
    """LNG-1."""
    page = an_organizers_browser(registration, language="en").get("/organizer/events/new").text

    assert "Create an activity" in page
    assert "Save the draft" in page
    assert "Groupe" not in page


def test_local_times_are_the_organisations(registration: Instance, office: Client) -> None:
    event_id = save(office).location.rsplit("/", 1)[1]

    start = shown(registration, event_id).sessions[0].sittings[0].starts_at

    assert start == datetime.fromisoformat("2026-05-06T17:30+00:00")


def test_adding_a_session_keeps_what_was_typed_and_copies_the_last_a_week_later(office: Client) -> None:
    """A11Y-1: without JavaScript."""
    page = office.submit("/organizer/events/new", {**TYPED, "step": "add-session"}).text

    assert field(page, "title_fr") == "Mobiliser son équipe à distance"
    assert field(page, "sessions-1-venue_name") == "Centre Mont-Royal"
    assert field(page, "sessions-1-capacity") == "20"
    assert field(page, "sessions-1-sittings-0-starts_at") == "2026-05-13T13:30"


def test_adding_a_sitting_proposes_the_next_week(office: Client) -> None:
    page = office.submit("/organizer/events/new", {**TYPED, "step": "add-sitting-0"}).text

    assert field(page, "sessions-0-sittings-0-starts_at") == "2026-05-06T13:30"
    assert field(page, "sessions-0-sittings-1-starts_at") == "2026-05-13T13:30"
    assert field(page, "sessions-0-sittings-1-ends_at") == "2026-05-13T16:30"


def test_removing_what_is_in_the_middle_leaves_the_others(registration: Instance, office: Client) -> None:
    three = TYPED | {
        f"sessions-{n}-sittings-0-{name}": f"2026-0{6 + n}-01T{hour}:00"
        for n in (1, 2)
        for name, hour in (("starts_at", "09"), ("ends_at", "12"))
    }
    three |= {f"sessions-{n}-mode": "in_person" for n in (1, 2)}

    page = office.submit("/organizer/events/new", {**three, "step": "remove-session-1"}).text
    saved = office.submit(
        "/organizer/events/new",
        {name: typed for name, typed in three.items() if not name.startswith("sessions-1-")} | {"step": "save"},
    )

    assert 'name="sessions-1-' not in page
    assert field(page, "sessions-2-sittings-0-starts_at") == "2026-08-01T09:00"
    assert len(shown(registration, saved.location.rsplit("/", 1)[1]).sessions) == 2


@pytest.mark.parametrize(
    "step", ["remove-sitting-0-0", "remove-sitting-9-9", "remove-session-7", "add-sitting-7", "add-session-3-4"]
)
def test_no_button_loses_what_was_typed(office: Client, step: str) -> None:
    page = office.submit("/organizer/events/new", {**TYPED, "step": step})

    assert page.status_code == 200
    assert field(page.text, "title_en") == "Leading from Afar"


def test_a_bulky_form_stays_bounded(office: Client) -> None:
    many = {f"sessions-{n}-mode": "virtual" for n in range(45)}

    page = office.submit("/organizer/events/new", {**TYPED, **many, "step": "add-session"})
    saved = save(office, **many)

    assert page.status_code == 200
    assert 'name="sessions-45-' not in page.text
    assert saved.status_code == 422


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("title_fr", ""),
        ("title_fr", "x" * 201),
        ("kind", "fête"),
        ("slug", "Pas Une Adresse"),
        ("sessions-0-capacity", "beaucoup"),
        ("sessions-0-capacity", "0"),
        ("sessions-0-meeting_url", "javascript:alert(1)"),
        ("sessions-0-sittings-0-starts_at", ""),
        ("sessions-0-sittings-0-starts_at", "demain"),
        ("sessions-0-sittings-0-ends_at", "2026-05-06T13:00"),
        ("sessions-0-closes_at", "hier"),
    ],
)
def test_each_mistake_is_said_at_its_field_and_nothing_is_lost(
    registration: Instance, office: Client, name: str, typed: str
) -> None:
    """A11Y-2."""
    answer = save(office, **{name: typed})

    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text
    assert f'id="{name}-error"' in answer.text
    assert field(answer.text, "sessions-0-venue_address") == "2200, rue Mansfield, Montréal"
    assert not events(registration)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Groupe\u00a02, séance\u00a02, Début\u00a0: Cette réponse est nécessaire."),
        ("en", "Session 2, sitting 2, Start: This answer is needed."),
    ],
)
def test_the_summary_says_of_which_session_and_sitting_it_speaks(
    registration: Instance, language: str, said: str
) -> None:
    """A11Y-2; the rows are numbered as the reader sees them, not as the form does."""
    other = {
        "sessions-4-mode": "in_person",
        "sessions-4-sittings-0-starts_at": "2026-06-06T13:30",
        "sessions-4-sittings-0-ends_at": "2026-06-06T16:30",
        "sessions-4-sittings-3-ends_at": "2026-06-07T16:30",
    }

    answer = save(an_organizers_browser(registration, language=language), **other)

    assert f'<a href="#sessions-4-sittings-3-starts_at">{said}</a>' in answer.text


def test_an_hour_that_spring_skips_is_refused(registration: Instance, office: Client) -> None:
    answer = save(
        office,
        **{
            "sessions-0-sittings-0-starts_at": "2027-03-14T02:30",
            "sessions-0-sittings-0-ends_at": "2027-03-14T04:30",
        },
    )

    assert answer.status_code == 422
    link = answer.text.replace("&#39;", "'").split('<a href="#sessions-0-sittings-0-starts_at">')[1]
    assert link.startswith("Groupe\u00a01, séance\u00a01, Début\u00a0: Cette heure n'existe pas ce jour-là")


def test_an_address_that_is_taken_is_said_at_the_address(office: Client) -> None:
    save(office, slug="gala-2027")

    answer = save(office, slug="gala-2027")

    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text


def test_two_events_of_one_title_have_two_addresses(registration: Instance, office: Client) -> None:
    save(office)
    save(office)

    assert {event.slug for event in events(registration)} == {
        "mobiliser-son-equipe-a-distance",
        "mobiliser-son-equipe-a-distance-2",
    }


def test_a_draft_is_changed_from_what_was_typed(registration: Instance, office: Client) -> None:
    path = save(office).location

    form = office.get(f"{path}/edit").text
    office.submit(f"{path}/edit", {**TYPED, "title_fr": "Un autre titre", "step": "save"})

    assert field(form, "sessions-0-sittings-0-starts_at") == "2026-05-06T13:30"
    assert field(form, "sessions-0-capacity") == "20"
    assert "Un autre titre" in office.get(path).text


def test_what_is_published_is_not_edited(office: Client) -> None:
    path = save(office).location
    office.submit(f"{path}/publish")

    assert office.get(f"{path}/edit").status_code == 409
    assert office.submit(f"{path}/edit", {**TYPED, "step": "save"}).status_code == 409
    assert office.submit(f"{path}/publish").status_code == 409


def test_a_draft_is_deleted_once_it_is_confirmed(registration: Instance, office: Client) -> None:
    path = save(office).location

    page, asked = office.get(path).text, office.get(f"{path}/delete").text
    before = len(events(registration))
    done = office.submit(f"{path}/delete")

    assert f'href="{path}/delete"' in page
    assert "Supprimer ce brouillon?" in asked
    assert before == 1
    assert (done.status_code, done.location) == (303, "/organizer?show=drafts")
    assert "Mobiliser son équipe à distance\u00a0» est supprimé" in office.get(done.location).text
    assert office.get(path).status_code == office.submit(f"{path}/delete").status_code == 404
    assert not events(registration)


def test_what_is_published_is_not_deleted(registration: Instance, office: Client) -> None:
    path = save(office).location
    office.submit(f"{path}/publish")

    asked, done = office.get(f"{path}/delete"), office.submit(f"{path}/delete")

    assert asked.status_code == done.status_code == 409
    assert "modifiez-la ou annulez-la à partir de sa page" in done.text
    assert f"{path}/delete" not in office.get(path).text
    assert len(events(registration)) == 1


def test_what_is_not_ready_says_what_to_complete_and_stays_a_draft(registration: Instance, office: Client) -> None:
    """Of which session it speaks, too."""
    path = save(office, **{"sessions-0-venue_name": "", "sessions-1-mode": "virtual"}).location

    answer = office.submit(f"{path}/publish")

    assert "Groupe\u00a01\u00a0: Entrez le lieu" in answer.text
    assert "Groupe\u00a02\u00a0: Ajoutez au moins une séance" in answer.text

    assert answer.status_code == 422
    assert f'href="{path}/edit#sessions-0-venue_name"' in answer.text
    assert not what_was_said(registration, "event_published")


def test_opening_pages_publishes_nothing(registration: Instance, office: Client) -> None:
    path = save(office).location

    assert office.get(f"{path}/publish").status_code == 405
    assert not what_was_said(registration, "event_published")


# --- lists and figures


def test_the_first_page_shows_each_event_with_its_figures(registration: Instance, office: Client) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=2), title_fr="Complète")
        for _ in range(3):
            a_registration(tx, event.sessions[0].session_id)
        an_event(tx, published=False, title_fr="À venir plus tard")

    page = office.get("/organizer").text

    row = page[page.index("Complète") :].split("</tr>")[0]
    assert [f'data-label="{name}">{value}<' in row for name, value in (("Inscriptions", 2), ("Capacité", 2))] == [
        True,
        True,
    ]
    assert 'data-label="En attente">1<' in row
    assert "À venir plus tard" not in page
    assert "À venir plus tard" in office.get("/organizer?show=drafts").text


@pytest.mark.parametrize("query", ["sort=title", "sort=registered", "sort=waiting", "sort=x&show=y", "show=past"])
def test_sorting_and_filtering_are_plain_links(registration: Instance, office: Client, query: str) -> None:
    with registration.begin() as tx:
        an_event(tx)

    assert office.get(f"/organizer?{query}").status_code == 200


def test_many_events_are_shown_a_page_at_a_time(registration: Instance, office: Client) -> None:
    with registration.begin() as tx:
        for number in range(52):
            an_event(tx, title_fr=f"Atelier {number + 1:02}")

    first, second = (office.get(f"/organizer?show=all&sort=title&page={page}").text for page in (1, 2))

    assert "Atelier 50" in first
    assert "Atelier 51" not in first
    assert "Atelier 51" in second
    assert "51 à 52 sur 52" in second
    assert 'href="/organizer?show=all&amp;sort=title&amp;page=2"' in first
    assert "Atelier 51" in office.get("/organizer?show=all&sort=title&page=9").text


def test_what_is_over_begins_with_the_latest(registration: Instance, clock: FakeClock) -> None:
    with registration.begin() as tx:
        for days, title in ((9, "Après"), (3, "Avant")):
            an_event(tx, a_draft_session(tx.now + days * DAY), title_fr=title)
    clock.advance(20 * DAY)

    page = an_organizers_browser(registration).get("/organizer?show=past").text

    assert page.index("Après") < page.index("Avant")
    assert 'aria-sort="descending"><a href="/organizer?show=past&amp;sort=date">' in page


def test_without_events_the_page_says_what_to_do(office: Client) -> None:
    assert 'href="/organizer/events/new"' in office.get("/organizer").text


@pytest.fixture
def event(registration: Instance) -> ShownEvent:
    with registration.begin() as tx:
        made = an_event(tx, a_draft_session(tx.now, capacity=2), title_fr="Gala")
        session_id = made.sessions[0].session_id
        needs = StatedNeeds("Sans arachides", "", "1", "J'accepte", "fr")
        a_registration(tx, session_id, a_member(tx, given_name="=cmd()", family_name="Côté"), needs=needs)
        a_registration(tx, session_id)
        a_registration(tx, session_id)
        return made


def test_the_list_of_registrations_filters_by_place(office: Client, event: ShownEvent) -> None:
    path = f"/organizer/events/{event.event_id}/registrations"

    everybody, waiting = office.get(path).text, office.get(f"{path}?place=waitlisted").text

    assert "3 inscriptions" in everybody
    assert "1 inscription" in waiting
    assert "Côté" not in waiting


LIST = "/organizer/events/{}/registrations"


@pytest.fixture
def crowd(registration: Instance) -> ShownEvent:
    """A hundred and twenty confirmed in the morning; in the evening Zoé, and Noël who waits."""
    with registration.begin() as tx:
        morning, evening = a_draft_session(tx.now), a_draft_session(tx.now, capacity=1, label_fr="Le soir")
        made = an_event(tx, morning, evening, title_fr="Gala")
        many_registrations(tx, made.sessions[0].session_id, 120)
        zoe = a_member(tx, given_name="Zoé", family_name="Lévesque", number="77041", email="zoe@culture.example")
        noel = a_member(tx, given_name="Noël", family_name="Ça-Va", email="noel@culture.example")
        for member_id in (zoe, noel):
            a_registration(tx, made.sessions[1].session_id, member_id)
        return made


def lines_in(page: str) -> int:
    return page.count('<th scope="row"')


def test_a_long_list_is_read_fifty_lines_at_a_time(office: Client, crowd: ShownEvent) -> None:
    path = LIST.format(crowd.event_id)

    first, second, last = (office.get(f"{path}?page={page}").text for page in (1, 2, 3))

    assert [lines_in(page) for page in (first, second, last)] == [50, 50, 22]
    assert "51 à 100 sur 122" in second
    assert 'rel="prev"' not in first
    assert f'rel="next" href="{path}?page=2"' in first
    assert 'rel="next"' not in last


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", "1 à 50"), ("-3", "1 à 50"), ("x", "1 à 50"), ("9" * 30, "101 à 122")]
)
def test_a_page_that_is_not_there_is_the_nearest_one(office: Client, crowd: ShownEvent, asked: str, shown: str) -> None:
    page = office.get(f"{LIST.format(crowd.event_id)}?page={asked}")

    assert page.status_code == 200
    assert f"{shown} sur 122" in page.text


def test_filters_are_kept_from_page_to_page(office: Client, crowd: ShownEvent) -> None:
    chosen = {"place": "confirmed", "session": crowd.sessions[0].session_id, "search": "tremblay", "sort": "name"}

    second = office.get(f"{LIST.format(crowd.event_id)}?{urlencode(chosen)}&page=2").text

    link = re.search(r'rel="next" href="([^"]+)"', second)
    assert link is not None
    following = unescape(link[1])
    assert dict(parse_qsl(following.partition("?")[2])) == chosen | {"page": "3"}
    assert lines_in(office.get(following).text) == 20


@pytest.mark.parametrize(
    "search", ["levesque", "LÉVESQUE, zoe", "zoé lev", "77041", "zoe@CULTURE", "  Zoé   Lévesque  "]
)
def test_a_person_is_found_without_accents_or_capitals(office: Client, crowd: ShownEvent, search: str) -> None:
    page = office.get(LIST.format(crowd.event_id), query_string={"search": search}).text

    assert lines_in(page) == 1
    assert "Lévesque, Zoé" in page


def test_a_reference_is_found_however_it_is_typed(registration: Instance, office: Client, crowd: ShownEvent) -> None:
    with registration.look() as look:
        reference = look.db.query(Registration).filter_by(session_id=crowd.sessions[1].session_id).first().reference
    path = LIST.format(crowd.event_id)

    for typed in (reference, f"{reference[:4]}-{reference[4:]}", f"{reference[:4]} {reference[4:]}".lower()):
        assert lines_in(office.get(path, query_string={"search": typed}).text) == 1


@pytest.mark.parametrize("search", ["%", "_", "Personne", "' OR 1=1", "<script>", "\\", "\u202e", "\x01"])
def test_a_search_without_answer_says_what_to_do(office: Client, crowd: ShownEvent, search: str) -> None:
    page = office.get(LIST.format(crowd.event_id), query_string={"search": search + "zzz"})

    assert page.status_code == 200
    assert "Vérifiez l'orthographe" in page.text
    assert "Voir toutes les inscriptions" in page.text
    assert "<script>" not in page.text


def test_a_place_that_nobody_has_is_an_empty_list_and_an_unknown_one_is_all(office: Client, crowd: ShownEvent) -> None:
    path = LIST.format(crowd.event_id)

    nobody, nonsense = office.get(f"{path}?place=cancelled").text, office.get(f"{path}?place=debout&session=x").text

    assert "Aucune inscription de ce genre pour le moment" in nobody
    assert 'aria-current="true">Annulée\u00a0(0)<' in unescape(nobody)
    assert "122 inscriptions" in nonsense


def test_the_list_is_sorted_by_plain_links(office: Client, crowd: ShownEvent) -> None:
    path = LIST.format(crowd.event_id)

    by_name, by_place = office.get(f"{path}?sort=name").text, office.get(f"{path}?sort=place&page=3").text

    assert by_name.index("Ça-Va, Noël") < by_name.index("Tremblay, Anne")
    assert 'aria-sort="ascending"><a href="' + path + '?sort=name"' in by_name
    assert by_place.index("Lévesque, Zoé") < by_place.index("Ça-Va, Noël")


def test_the_files_hold_everybody_whatever_the_page_shows(office: Client, crowd: ShownEvent) -> None:
    path = LIST.format(crowd.event_id)

    csv = office.get(f"{path}.csv?page=2&search=zoe&place=cancelled")

    assert len(csv.text.strip().splitlines()) == 1 + 122


def test_cancelling_leads_back_to_the_list_as_it_was(office: Client, crowd: ShownEvent) -> None:
    path = f"{LIST.format(crowd.event_id)}?place=confirmed&search=zoe&sort=name"
    link = re.search(r'href="(/organizer/registrations/[^"]+)"', office.get(path).text)
    assert link is not None
    cancel = unescape(link[1])

    asked, done = office.get(cancel).text, office.submit(cancel)

    assert done.location == path
    assert done.location in unescape(asked)
    assert "est annulée" in office.get(done.location).text
    assert "&amp;page=2" in office.get(f"{LIST.format(crowd.event_id)}?place=confirmed&page=2").text


def test_needs_are_for_organizers_alone(registration: Instance, office: Client, event: ShownEvent) -> None:
    """PRV-4: seen by one role."""
    path = f"/organizer/events/{event.event_id}/registrations"
    administrator = an_organizers_browser(registration, role="administrator")

    assert "Sans arachides" in office.get(path).text
    assert "Sans arachides" in office.get(f"{path}.csv").text
    for ending in ("", ".csv"):
        assert "arachides" not in administrator.get(path + ending).text


def test_the_files_are_for_people_and_guarded(office: Client, event: ShownEvent) -> None:
    path = f"/organizer/events/{event.event_id}/registrations"

    csv, book = office.get(f"{path}.csv"), office.get(f"{path}.xlsx")

    assert csv.data.startswith("\ufeffRéférence;Groupe;Place".encode())
    assert "'=cmd()" in csv.text
    assert "attachment" in csv.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(book.data)).active
    assert sheet is not None
    assert sheet.max_row == 4
    assert "'=cmd()" in {cell.value for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize(("language", "name"), [("fr", "inscriptions-gala"), ("en", "registrations-gala")])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_files_are_named_in_the_readers_language(
    registration: Instance, event: ShownEvent, language: str, name: str, ending: str
) -> None:
    office = an_organizers_browser(registration, language=language)

    answer = office.get(f"/organizer/events/{event.event_id}/registrations.{ending}")

    assert f'filename="{name}.{ending}"' in answer.headers["Content-Disposition"]


def test_an_organizer_cancels_and_the_first_in_line_moves_up(
    registration: Instance, office: Client, event: ShownEvent
) -> None:
    with registration.look() as look:
        reference = look.db.query(Registration).filter_by(place_number=1).one().reference
    path = f"/organizer/registrations/{reference}/cancel"

    asked = office.get(path)
    done = office.submit(path)

    assert "Annuler cette inscription?" in asked.text
    assert done.status_code == 303
    assert "est annulée" in office.get(done.location).text
    assert shown(registration, event.event_id).counts.confirmed == 2
    causes = [message.body["cause"] for message in what_was_said(registration)[-2:]]
    assert causes == ["cancelled_by_organizer", "moved_up"]
    assert office.submit(path).status_code == 409


# --- guests

INVITED = {
    "kind": "dignitary",
    "given_name": "Sonia",
    "family_name": "Gagnon",
    "email": "cabinet@ailleurs.example",
    "language": "en",
    "organisation": "Assemblée nationale",
}


def invite(office: Client, event: ShownEvent, **typed: str) -> TestResponse:
    data = {**INVITED, "session_id": event.sessions[0].session_id, **typed}
    return office.submit(f"/organizer/events/{event.event_id}/guests", data)


@pytest.fixture
def gala(registration: Instance) -> ShownEvent:
    with registration.begin() as tx:
        return an_event(tx, title_fr="Gala")


def test_a_guest_takes_a_place_and_is_listed(registration: Instance, office: Client, gala: ShownEvent) -> None:
    done = invite(office, gala)
    page = office.get(done.location).text

    assert done.status_code == 303
    assert "Sonia Gagnon" in page
    assert "Dignitaire" in page
    holder = what_was_said(registration, "place_confirmed")[-1].body["holder"]
    assert (holder["kind"], holder["language"]) == (HolderKind.DIGNITARY.value, "en")


def test_a_guest_beyond_the_last_place_is_said_to_wait(registration: Instance, office: Client) -> None:
    """No ticket is on its way to somebody who has no place."""
    with registration.begin() as tx:
        full = an_event(tx, a_draft_session(tx.now, capacity=1), title_fr="Gala")
    invite(office, full)

    page = office.get(invite(office, full, given_name="Léo", email="leo@ailleurs.example").location).text

    assert "Léo Gagnon figure sur la liste d'attente" in page
    assert "le billet sont en route" not in page


def test_the_same_guest_twice_is_said_at_the_address(registration: Instance, office: Client, gala: ShownEvent) -> None:
    invite(office, gala)

    again = invite(office, gala)

    assert again.status_code == 422
    assert 'id="email-error"' in again.text
    assert field(again.text, "organisation") == "Assemblée nationale"
    with registration.look() as look:
        assert look.db.query(Guest).count() == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("kind", "member"),
        ("given_name", ""),
        ("family_name", "x" * 101),
        ("family_name", "Gagnon\r\nBcc: x@y.example"),
        ("email", "nulle part"),
        ("language", "de"),
    ],
)
def test_what_a_guest_lacks_is_said_at_its_field(
    registration: Instance, office: Client, gala: ShownEvent, name: str, typed: str
) -> None:
    answer = invite(office, gala, **{name: typed})

    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text
    with registration.look() as look:
        assert look.db.query(Guest).count() == 0


def test_a_guest_is_not_put_into_another_events_session(
    registration: Instance, office: Client, gala: ShownEvent, event: ShownEvent
) -> None:
    assert invite(office, gala, session_id=event.sessions[0].session_id).status_code == 422


def test_once_registration_is_closed_the_page_says_so(
    registration: Instance, gala: ShownEvent, clock: FakeClock
) -> None:
    clock.advance(7 * DAY)

    answer = invite(an_organizers_browser(registration), gala)

    assert answer.status_code == 422
    assert "Les inscriptions à ce groupe sont fermées" in answer.text


def test_a_draft_has_no_guests(registration: Instance, office: Client) -> None:
    with registration.begin() as tx:
        draft = an_event(tx, published=False)

    assert office.get(f"/organizer/events/{draft.event_id}/guests").status_code == 404


# --- who may


@pytest.mark.parametrize(
    "path", ["/organizer", "/organizer/events/new", "/organizer/events/x", "/organizer/events/x/delete"]
)
def test_the_pages_are_for_organizers(registration: Instance, path: str) -> None:
    with registration.begin() as tx:
        member = a_browser_of(registration, a_member(tx))

    assert client_of(registration).get(path).location.startswith("/sign-in/renew")
    assert member.get(path).location.startswith("/sign-in/renew")
    assert an_organizers_browser(registration, role="door").get(path).status_code == 403


def test_a_closed_account_is_closed_at_once(registration: Instance) -> None:
    staff_id = an_account(registration, "camille.roy@alliance.example")
    office = client_of(registration)
    office.sign_in(a_staff_identity("organizer", staff_id=staff_id))
    assert office.get("/organizer").status_code == 200

    with registration.begin() as tx:
        close_staff(tx, email="camille.roy@alliance.example")

    assert office.get("/organizer").location.startswith("/sign-in/renew")


@pytest.mark.parametrize(
    "path",
    [
        "/organizer/events/new",
        "/organizer/events/{id}/publish",
        "/organizer/events/{id}/delete",
        "/organizer/events/{id}/guests",
    ],
)
def test_without_token_nothing_is_done(registration: Instance, office: Client, gala: ShownEvent, path: str) -> None:
    assert office.post(path.format(id=gala.event_id), data=TYPED | {"step": "save"}).status_code == 400


# --- the staff's own sign-in


def give_password(browser: Client, email: str, password: str, **more: str) -> TestResponse:
    return browser.submit("/staff/sign-in", {"email": email, "password": password, **more})


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(registration: Instance) -> None:
    an_account(registration)
    browser = client_of(registration)

    wrong = give_password(browser, "camille.roy@alliance.example", "autre chose")
    unknown = give_password(browser, "personne@alliance.example", PASSWORD)

    assert wrong.status_code == unknown.status_code == 422
    sentence = "Cette adresse et ce mot de passe ne vont pas ensemble"
    assert sentence in wrong.text
    assert sentence in unknown.text
    assert "autre chose" not in wrong.text


@pytest.mark.parametrize("email", ["camille.roy@alliance.example", "personne@alliance.example"])
def test_after_five_wrong_passwords_even_the_right_one_waits(
    registration: Instance, clock: FakeClock, email: str
) -> None:
    an_account(registration)
    browser = client_of(registration)
    for _ in range(5):
        assert give_password(browser, email, "autre chose").status_code == 422

    waiting = give_password(browser, email, PASSWORD)

    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) == 15 * 60
    clock.advance(DAY)
    assert give_password(browser, "camille.roy@alliance.example", PASSWORD).status_code == 303
