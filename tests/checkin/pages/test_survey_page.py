"""The survey's page: one question, one answer, and a clear page for everything else."""

import datetime as dt

import pytest

from services.checkin.queries.event_figures import WholeFigures, event_figures
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.time import FakeClock
from tests.checkin.builders import HOUR, START, Event, publish, register, ticket_of
from tests.checkin.deeds import open_door, run_survey_chore, scan, survey_token


@pytest.fixture
def client(checkin: Instance) -> Client:
    return client_of(checkin)


@pytest.fixture
def event(checkin: Instance, clock: FakeClock) -> Event:
    return publish(checkin, Event(title="Gala <b>"))


@pytest.fixture
def path(checkin: Instance, event: Event, clock: FakeClock) -> str:
    held = register(checkin, event)
    scan(checkin, open_door(checkin, event.session), ticket_of(checkin, held))
    clock.set(START + 2 * HOUR)
    run_survey_chore(checkin)
    return f"/checkin/survey/{survey_token(checkin, held.person.person_id)}"


def figures(checkin: Instance, event: Event) -> WholeFigures:
    with checkin.look() as seen:
        return event_figures(seen, event.slug)


def test_an_answer_is_thanked_and_counted(client: Client, checkin: Instance, event: Event, path: str) -> None:
    answer = client.submit(path, {"overall": "very_satisfied", "comment": "Bravo"}, follow_redirects=True)

    rate = figures(checkin, event).figures.activity.satisfaction
    assert "Votre réponse est enregistrée, sans lien avec votre nom." in answer.text
    assert (rate.k, rate.n, rate.answered) == (1, 1, 1)


def test_the_page_says_before_the_button_what_becomes_of_the_answer(client: Client, path: str) -> None:
    """PRV-2."""
    page = client.get(path).text

    assert page.index("Ce que devient votre réponse") < page.index("Envoyer ma réponse")
    assert "Gala &lt;b&gt;" in page


def test_looking_does_not_answer(client: Client, checkin: Instance, event: Event, path: str) -> None:
    client.get(path)

    assert figures(checkin, event).figures.activity.satisfaction.answered == 0


def test_a_second_answer_is_a_clear_page(client: Client, checkin: Instance, event: Event, path: str) -> None:
    client.submit(path, {"overall": "satisfied"})

    again, page = client.submit(path, {"overall": "not_satisfied"}), client.get(path)

    assert (again.status_code, page.status_code) == (409, 409)
    assert "Réponse déjà reçue" in page.text
    assert figures(checkin, event).figures.activity.satisfaction.k == 1


def test_after_three_weeks_it_is_closed(client: Client, path: str, clock: FakeClock) -> None:
    clock.advance(dt.timedelta(days=21))

    page, answer = client.get(path), client.submit(path, {"overall": "satisfied"})

    assert (page.status_code, answer.status_code) == (410, 410)
    assert "Sondage terminé" in page.text


def test_an_unknown_link_is_a_clear_page(client: Client) -> None:
    page = client.get("/checkin/survey/NOBODY")

    assert page.status_code == 404
    assert "Lien inconnu" in page.text


def test_an_answer_left_out_is_said_and_the_comment_is_kept(client: Client, path: str) -> None:
    """A11Y-2."""
    answer = client.submit(path, {"comment": "Bravo & merci"})

    assert answer.status_code == 422
    assert "<title>Erreur\u00a0:" in answer.text
    assert "Bravo &amp; merci" in answer.text


@pytest.mark.parametrize("answers", [{"overall": "delighted"}, {"overall": "satisfied", "comment": "x" * 4001}])
def test_what_is_not_an_answer_is_refused(client: Client, path: str, answers: dict[str, str]) -> None:
    assert client.submit(path, answers).status_code == 422


def test_without_the_form_s_token_nothing_is_taken(client: Client, checkin: Instance, event: Event, path: str) -> None:
    answer = client.post(path, data={"overall": "satisfied"})

    assert answer.status_code == 400
    assert figures(checkin, event).figures.activity.satisfaction.answered == 0


def test_hostile_comments_are_shown_as_text(client: Client, checkin: Instance, event: Event, path: str) -> None:
    client.submit(path, {"overall": "satisfied", "comment": "<script>alert(1)</script>\x07"})

    assert figures(checkin, event).figures.activity.satisfaction.answered == 1


def test_in_english_on_choice(client: Client, path: str) -> None:
    """LNG-1."""
    client.set_cookie("lang", "en")

    assert "Overall, how satisfied are you with this activity?" in client.get(path).text
