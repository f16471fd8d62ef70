"""The pages of signing in: GET changes nothing, answers are uniform, another browser types the code."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.registration.models import Identity, Member, SignIn
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.time import FakeClock
from tests.registration.browsers import a_browser_of, an_organizers_browser, field, the_last_letter, without_token
from tests.registration.builders import a_member

ADDRESS = "anne.tremblay@tourisme.example"
UNKNOWN = "personne@nulle-part.example"


@pytest.fixture
def anne(registration: Instance) -> str:
    with registration.begin() as tx:
        return a_member(tx, email=ADDRESS)


@pytest.fixture
def laptop(registration: Instance, anne: str) -> Client:
    return client_of(registration)


def ask(laptop: Client, email: str = ADDRESS, **more: str) -> None:
    answer = laptop.submit("/sign-in", {"email": email, **more})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")


def is_signed_in(laptop: Client) -> bool:
    return laptop.get("/registrations").status_code == 200


def test_a_member_asks_opens_the_link_presses_and_is_where_they_wanted_to_be(
    registration: Instance, laptop: Client
) -> None:
    """A11Y-4."""
    ask(laptop, next="/events/gala-2027")

    pressed = laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}")

    assert (pressed.status_code, pressed.location) == (303, "/events/gala-2027")
    assert is_signed_in(laptop)


def test_opening_a_link_ten_times_changes_nothing(registration: Instance, laptop: Client) -> None:
    """Mail scanners open every link."""
    ask(laptop)
    token = the_last_letter(registration).token

    pages = {without_token(laptop.get(f"/sign-in/link/{token}")) for _ in range(10)}

    assert len(pages) == 1
    assert not is_signed_in(laptop)
    assert laptop.submit(f"/sign-in/link/{token}").location == "/registrations"


def test_a_known_an_unknown_and_a_malformed_link_open_the_same_page(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    token = the_last_letter(registration).token

    pages = {
        without_token(laptop.get(f"/sign-in/link/{one}")).replace(one, "") for one in (token, "Z" * 26, "not-a-token")
    }

    assert len(pages) == 1


def test_in_another_browser_the_link_asks_for_the_code(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    letter = the_last_letter(registration)
    telephone = client_of(registration)

    pressed = telephone.submit(f"/sign-in/link/{letter.token}")

    assert pressed.location == "/sign-in/code"
    assert not is_signed_in(telephone)
    assert "autre navigateur" in telephone.get("/sign-in/code").text
    assert telephone.submit("/sign-in/code", {"code": letter.code}).status_code == 303
    assert is_signed_in(telephone)
    assert not is_signed_in(laptop)


def test_a_link_used_twice_says_to_ask_for_another(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    path = f"/sign-in/link/{the_last_letter(registration).token}"
    laptop.submit(path)

    again = client_of(registration).submit(path)

    assert again.status_code == 410
    assert "Ce lien ne sert plus" in again.text
    assert 'href="/sign-in"' in again.text


def test_an_expired_link_and_code_are_spent(registration: Instance, laptop: Client, clock: FakeClock) -> None:
    ask(laptop)
    letter = the_last_letter(registration)
    clock.advance(timedelta(minutes=10))

    assert laptop.submit(f"/sign-in/link/{letter.token}").status_code == 410
    late = laptop.submit("/sign-in/code", {"code": letter.code})
    assert late.status_code == 422
    assert "Ce code ne sert plus" in late.text


def test_a_wrong_code_is_counted_and_the_fifth_closes_the_letter(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    letter = the_last_letter(registration)

    answers = [laptop.submit("/sign-in/code", {"code": letter.wrong_code}) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {422}
    assert "Essais restants\u00a0: 4" in answers[0].text
    assert "Ce code ne sert plus" in answers[4].text
    assert "Ce code ne sert plus" in laptop.submit("/sign-in/code", {"code": letter.code}).text
    assert not is_signed_in(laptop)


def test_known_and_unknown_addresses_get_the_same_words_and_status(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    known = laptop.get("/sign-in/code")
    wrong = laptop.submit("/sign-in/code", {"code": the_last_letter(registration).wrong_code})
    stranger = client_of(registration)
    ask(stranger, UNKNOWN)

    unknown = stranger.get("/sign-in/code")
    refused = stranger.submit("/sign-in/code", {"code": the_last_letter(registration).code})

    assert without_token(known).replace(ADDRESS, "") == without_token(unknown).replace(UNKNOWN, "")
    assert (wrong.status_code, without_token(wrong).replace(ADDRESS, "")) == (
        refused.status_code,
        without_token(refused)
        .replace(UNKNOWN, "")
        .replace(the_last_letter(registration).code, field(wrong.text, "code")),
    )
    assert not is_signed_in(stranger)


@pytest.mark.parametrize("email", [ADDRESS, UNKNOWN])
def test_too_many_letters_to_one_address_is_429_with_retry_after(
    registration: Instance, laptop: Client, email: str
) -> None:
    for _ in range(5):
        ask(client_of(registration), email)

    answer = laptop.submit("/sign-in", {"email": email})

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 600
    ask(laptop, "une.autre.du.meme.ministere@tourisme.example")


def test_the_language_chosen_holds_in_both(registration: Instance, laptop: Client) -> None:
    """LNG-1: French whatever the browser asks, English by choice."""
    french = laptop.get("/sign-in", headers={"Accept-Language": "en-CA"}).text
    laptop.submit("/sign-in", {"email": "x"})
    laptop.post("/language", data={"csrf_token": laptop.form_token(), "to": "en", "next": "/sign-in"})

    assert '<html lang="fr">' in french
    assert "Se connecter" in french
    assert "<h1>Sign in</h1>" in laptop.get("/sign-in").text


@pytest.mark.parametrize("email", ["", "rien", "a" * 260 + "@exemple.quebec", "a@b.example\r\nBcc: x@y.example"])
def test_what_is_not_an_address_is_said_beside_the_field_and_kept(laptop: Client, email: str) -> None:
    """A11Y-2."""
    answer = laptop.submit("/sign-in", {"email": email})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert 'href="#email"' in answer.text
    assert "<title>Erreur" in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/link/ABC", "/staff/sign-in", "/sign-out"])
def test_without_token_nothing_is_taken(laptop: Client, path: str) -> None:
    answer = laptop.post(path, data={"email": ADDRESS, "code": "12345678", "password": "x"})

    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "x"])
def test_nobody_is_led_to_another_site_after_signing_in(registration: Instance, laptop: Client, address: str) -> None:
    ask(laptop, next=address)

    pressed = laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}")

    assert pressed.location in {"/", "/registrations"}


def test_signing_out_ends_the_identity_for_good(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}")
    stolen = laptop.get_cookie("identity")
    assert stolen is not None

    out = laptop.submit("/sign-out")

    assert out.status_code == 303
    assert not is_signed_in(laptop)
    with registration.look() as look:
        assert look.db.query(Identity).one().ended_at is not None


def test_an_identity_past_its_fifteen_minutes_is_renewed_without_losing_the_form(
    registration: Instance, laptop: Client, clock: FakeClock
) -> None:
    ask(laptop)
    laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}")
    clock.advance(timedelta(minutes=20))

    assert laptop.get("/registrations").status_code == 200
    clock.advance(timedelta(minutes=20))
    assert laptop.post("/sign-out", data={"csrf_token": laptop.form_token()}).status_code == 303


def test_after_half_a_day_alone_one_signs_in_again(registration: Instance, laptop: Client, clock: FakeClock) -> None:
    ask(laptop)
    laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}")
    clock.advance(timedelta(hours=13))

    first = laptop.get("/registrations", follow_redirects=False)
    second = laptop.get(first.location)

    assert first.location.startswith("/sign-in/renew?next=")
    assert second.location == "/sign-in?next=/registrations"


def test_renewing_never_turns_in_circles(registration: Instance, laptop: Client) -> None:
    ask(laptop)
    laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}")

    asked = laptop.get("/organizer")
    sent = laptop.get(asked.location)

    assert sent.location.startswith("/staff/sign-in?next=")


def test_the_code_page_by_itself_leads_to_the_beginning(laptop: Client) -> None:
    assert laptop.get("/sign-in/code").location == "/sign-in"
    assert laptop.submit("/sign-in/code", {"code": "12345678"}).location == "/sign-in"


def test_asking_twice_writes_two_requests_and_the_first_letter_still_works(
    registration: Instance, laptop: Client
) -> None:
    ask(laptop)
    first = the_last_letter(registration)
    ask(laptop)

    with registration.look() as look:
        assert look.db.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 2
    laptop.submit(f"/sign-in/link/{first.token}")
    assert is_signed_in(laptop)


def test_a_member_who_left_between_letter_and_link_stays_out(registration: Instance, laptop: Client, anne: str) -> None:
    ask(laptop)
    with registration.begin() as tx:
        tx.db.get_one(Member, anne).active = False

    assert laptop.submit(f"/sign-in/link/{the_last_letter(registration).token}").status_code == 410


def test_a_member_sent_to_the_staffs_sign_in_reads_why(registration: Instance, anne: str) -> None:
    member = a_browser_of(registration, anne)

    page = member.get("/organizer", follow_redirects=True).text

    assert "vous avez ouvert le site comme membre" in page
    assert "vous avez ouvert le site comme membre" not in client_of(registration).get("/staff/sign-in").text


def test_somebody_of_the_staff_sent_to_the_members_sign_in_reads_why(registration: Instance) -> None:
    office = an_organizers_browser(registration)

    page = office.get("/registrations", follow_redirects=True).text

    assert "vous avez ouvert le site avec un compte du personnel" in page
    assert "vous avez ouvert le site" not in client_of(registration).get("/sign-in").text
