"""The organizer sees every state, and who has not been told (MAIL-6)."""

import re
from html import unescape

import pytest

from services.notifications.domain.letters import State, Template
from services.notifications.models import Letter
from services.notifications.queries.letters import PER_PAGE
from services.notifications.schemas import NOT_TOLD
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.clients import Client, a_member_identity, a_staff_identity, client_of
from shared.testing.statements import statements
from tests.notifications.facts import MAY_6, an_event
from tests.notifications.reader import rows, states
from tests.notifications.sending.senders import write

LIST = "/notifications/letters"


@pytest.fixture
def organizer(notifications: Instance) -> Client:
    client = client_of(notifications)
    client.sign_in(a_staff_identity("organizer"))
    return client


def put(instance: Instance, state: State, number: int = 1, **changes: object) -> list[str]:
    """Rows as they are after a season."""
    made = []
    with instance.begin() as tx:
        for _ in range(number):
            letter = Letter(
                **{
                    "id": new_id(),
                    "template": Template.PLACE_CONFIRMED,
                    "template_version": 1,
                    "subject": new_id(),
                    "revision": 1,
                    "language": "fr",
                    "person_id": new_id(),
                    "name": "Camille Tremblay",
                    "address": "camille@ministere.example",
                    "values": {"event": an_event()},
                    "state": state,
                    "written_at": MAY_6,
                }
                | changes
            )
            tx.db.add(letter)
            made.append(letter.id)
    return made


def test_the_list_shows_every_state_with_its_count(notifications: Instance, organizer: Client) -> None:
    for number, state in enumerate(State, start=1):
        put(notifications, state, number)

    page = unescape(organizer.get(LIST).text)

    for words in ("En attente (1)", "En cours d'envoi (2)", "En cours de remise (3)", "Envoyé (4)", "Reporté (5)"):
        assert words in page
    assert "En échec (6)" in page
    assert "Incertain (7)" in page
    assert "Non transmis (24)" in page


def test_who_has_not_been_told_is_one_link_away(notifications: Instance, organizer: Client) -> None:
    put(notifications, State.SENT, name="Avisée Déjà")
    put(notifications, State.FAILED, name="Oubliée Hélas")

    page = organizer.get(f"{LIST}?state={NOT_TOLD}").text

    assert "Oubliée Hélas" in page
    assert "Avisée Déjà" not in page
    assert f'href="{LIST}?state={NOT_TOLD}"' in organizer.get(LIST).text


def test_filters_go_together(notifications: Instance, organizer: Client) -> None:
    put(notifications, State.FAILED, template=Template.SIGN_IN, name="Celle-ci")
    put(notifications, State.FAILED, name="Autre Sorte")
    put(notifications, State.SENT, template=Template.SIGN_IN, name="Autre État")

    page = organizer.get(f"{LIST}?state=failed&template=sign-in").text

    assert "Celle-ci" in page
    assert "Autre Sorte" not in page
    assert "Autre État" not in page


def test_letters_can_be_listed_by_activity(notifications: Instance, organizer: Client) -> None:
    write(notifications, "a@x.example", "b@x.example")
    one = rows(notifications)[0].event_id

    page = organizer.get(f"{LIST}?event={one}").text

    assert "a@x.example" in page
    assert "b@x.example" not in page
    assert f'<option value="{one}" selected>' in page


def test_a_thousand_letters_are_paged(notifications: Instance, organizer: Client) -> None:
    put(notifications, State.SENT, 1003)

    first, last = organizer.get(LIST).text, organizer.get(f"{LIST}?page=21").text

    assert first.count("camille@ministere.example") == PER_PAGE
    assert last.count("camille@ministere.example") == 3
    assert "page=2" in first
    assert "1 à 50 sur 1\u00a0003" in first
    assert "1\u00a0001 à 1\u00a0003 sur 1\u00a0003" in last
    assert organizer.get(f"{LIST}?page=999").text.count("camille@ministere.example") == 3


@pytest.mark.parametrize("query", ["state=x", "template=<script>", "page=0", "page=x", "event=" + "x" * 100])
def test_a_filter_that_cannot_be_is_refused(organizer: Client, query: str) -> None:
    page = organizer.get(f"{LIST}?{query}", headers={"Accept": "text/html"})

    assert page.status_code == 422
    assert "<script>" not in page.text


def test_an_empty_list_says_what_writes_letters(organizer: Client) -> None:
    assert "Aucun courriel ne correspond." in organizer.get(LIST).text


def test_a_letter_shows_what_became_of_it(notifications: Instance, organizer: Client) -> None:
    (letter,) = put(notifications, State.DEFERRED, reply="450 <b>greylisted</b>", attempts=2)

    page = unescape(organizer.get(f"{LIST}/{letter}").text)

    assert "450 <b>greylisted</b>" in page
    assert "450 <b>" not in organizer.get(f"{LIST}/{letter}").text
    assert "Reporté" in page
    assert "Transactionnelle" in page


def test_a_letter_s_page_shows_no_code(notifications: Instance, organizer: Client) -> None:
    write(notifications, "a@x.example")
    (letter,) = rows(notifications)
    token = notifications.keys.token("ticket", letter.values["event"]["event_id"], letter.subject)

    page = organizer.get(f"{LIST}/{letter.id}").text

    assert token not in page
    assert letter.subject not in page


def test_an_uncertain_letter_asks_whether_it_arrived_and_is_settled(notifications: Instance, organizer: Client) -> None:
    (letter,) = put(notifications, State.UNCERTAIN)

    assert "Est-il arrivé?" in organizer.get(f"{LIST}/{letter}").text
    answer = organizer.post(
        f"{LIST}/{letter}/settle", data={"settlement": "received", "csrf_token": token_of(organizer, letter)}
    )

    assert answer.status_code == 303
    assert states(notifications) == ["sent"]
    assert "Il est arrivé" in organizer.get(f"{LIST}/{letter}").text


def test_settling_without_an_answer_says_so_beside_the_question(notifications: Instance, organizer: Client) -> None:
    """A11Y-2."""
    (letter,) = put(notifications, State.UNCERTAIN)

    answer = organizer.post(f"{LIST}/{letter}/settle", data={"csrf_token": token_of(organizer, letter)})

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert states(notifications) == ["uncertain"]


def test_settling_twice_says_that_it_is_settled(notifications: Instance, organizer: Client) -> None:
    (letter,) = put(notifications, State.UNCERTAIN)
    token = token_of(organizer, letter)
    organizer.post(f"{LIST}/{letter}/settle", data={"settlement": "send_again", "csrf_token": token})

    again = organizer.post(f"{LIST}/{letter}/settle", data={"settlement": "received", "csrf_token": token})

    assert again.status_code == 409
    assert "Ce courriel est déjà réglé." in again.text
    assert states(notifications) == ["waiting"]


def test_a_form_without_its_token_settles_nothing(notifications: Instance, organizer: Client) -> None:
    (letter,) = put(notifications, State.UNCERTAIN)

    answer = organizer.post(f"{LIST}/{letter}/settle", data={"settlement": "received"})

    assert answer.status_code == 400
    assert states(notifications) == ["uncertain"]


def test_looking_changes_nothing(notifications: Instance, organizer: Client) -> None:
    (letter,) = put(notifications, State.UNCERTAIN)

    organizer.get(f"{LIST}/{letter}")

    assert organizer.get(f"{LIST}/{letter}/settle").status_code in (404, 405)
    assert states(notifications) == ["uncertain"]


@pytest.mark.parametrize("path", [LIST, f"{LIST}/x"])
def test_only_organizers_and_administrators_see_letters(notifications: Instance, path: str) -> None:
    client = client_of(notifications)
    seen = {}
    for who in (None, a_member_identity("m"), a_staff_identity("door"), a_staff_identity("administrator")):
        if who is not None:
            client.sign_in(who)
        seen[who.role or who.kind if who else "nobody"] = client.get(path).status_code

    assert seen["nobody"] in (302, 303, 401)
    assert seen["member"] in (302, 303, 401, 403)
    assert seen["door"] == 403
    assert seen["administrator"] in (200, 404)


def test_there_is_no_such_letter(organizer: Client) -> None:
    assert organizer.get(f"{LIST}/none").status_code == 404


def test_hostile_names_are_words(notifications: Instance, organizer: Client) -> None:
    put(notifications, State.SENT, name='<script>alert(1)</script>"')

    assert "<script>alert" not in organizer.get(LIST).text


def test_the_pages_are_in_english_on_choice(notifications: Instance, organizer: Client) -> None:
    """LNG-1."""
    (letter,) = put(notifications, State.FAILED)
    organizer.set_cookie("lang", "en")

    assert "Who has been told, and who has not." in organizer.get(LIST).text
    assert "Email to Camille Tremblay" in organizer.get(f"{LIST}/{letter}").text


def test_the_list_asks_few_questions_of_the_database(notifications: Instance, organizer: Client) -> None:
    put(notifications, State.SENT, 60)

    with statements(notifications) as asked:
        organizer.get(LIST)

    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 6


def token_of(client: Client, letter: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(f"{LIST}/{letter}").text)
    assert found
    return found[1]
