"""MAIL-1 and MAIL-2, on the bytes."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from services.notifications.domain.recipes import Recipe
from services.notifications.domain.refusals import CannotCompose
from tests.notifications.composing.test_changes import a_cancelled_event, a_change, a_reminder, moved
from tests.notifications.facts import a_place, a_session, a_virtual_session, an_event
from tests.notifications.reader import html_of, mail, shape, text_of
from tests.notifications.recipes import (
    SITE,
    a_house,
    a_place_recipe,
    a_sign_in_recipe,
    an_invitation_recipe,
    composed,
)

EVERY_LETTER = {
    "sign-in": a_sign_in_recipe,
    "in person": a_place_recipe,
    "virtual": lambda **changes: a_place_recipe(a_place(session=a_virtual_session()), **changes),
    "capsule": lambda **changes: a_place_recipe(
        a_place(event=an_event(kind="web_capsule"), session=a_virtual_session(sittings=[])), **changes
    ),
    "waitlisted": lambda **changes: a_place_recipe(a_place(place="waitlisted"), **changes),
    "cancelled": lambda **changes: a_place_recipe(a_place(place="cancelled"), had_place=True, **changes),
    "changed": lambda **changes: a_change(*moved(dt.timedelta(days=7)), **changes),
    "changed, waitlisted": lambda **changes: a_change(*moved(dt.timedelta(days=7)), place="waitlisted", **changes),
    "event cancelled": a_cancelled_event,
    "reminder": a_reminder,
    "survey": an_invitation_recipe,
}
every_letter = pytest.mark.parametrize("kind", list(EVERY_LETTER))
both_languages = pytest.mark.parametrize("language", ["fr", "en"])


def recipe(kind: str, **changes: object) -> Recipe:
    made: Recipe = EVERY_LETTER[kind](**changes)
    return made


def test_a_ticket_s_letter_has_the_whole_structure() -> None:
    """MAIL-1."""
    letter = mail(composed(recipe("in person")))

    assert shape(letter) == ("mixed", ("alternative", "plain", ("related", "html", "png")), "calendar")


@pytest.mark.parametrize(
    ("kind", "structure"),
    [
        ("virtual", ("mixed", ("alternative", "plain", "html"), "calendar")),
        ("cancelled", ("mixed", ("alternative", "plain", "html"), "calendar")),
        ("capsule", ("alternative", "plain", "html")),
        ("waitlisted", ("alternative", "plain", "html")),
        ("sign-in", ("alternative", "plain", "html")),
        ("survey", ("alternative", "plain", "html")),
    ],
)
def test_other_letters_have_no_shell_that_holds_one_part(kind: str, structure: object) -> None:
    assert shape(mail(composed(recipe(kind)))) == structure


@every_letter
@both_languages
def test_a_letter_is_seven_bit_with_lines_that_every_server_takes(kind: str, language: str) -> None:
    letter = composed(recipe(kind, language=language))

    assert letter.isascii()
    assert letter.count(b"\r\n") == letter.count(b"\n") == letter.count(b"\r")
    assert max(len(line) for line in letter.split(b"\r\n")) <= 998


@every_letter
def test_the_headers_say_who_writes_and_that_a_machine_does(kind: str) -> None:
    """MAIL-2."""
    letter = mail(composed(recipe(kind)))

    assert letter["From"] == "Association de l'essai <guichet@essai.example>"
    assert letter["Reply-To"] == "Association de l'essai <info@essai.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "fr-CA"
    assert re.fullmatch(r"<[a-z-]+\.[0-9a-f]{32}@essai\.example>", str(letter["Message-ID"]))
    assert "List-Unsubscribe" not in letter


def test_the_language_is_said_of_the_whole_letter_and_not_of_a_part() -> None:
    letter = mail(composed(recipe("in person", language="en")))

    assert letter["Content-Language"] == "en-CA"
    assert [part["Content-Language"] for part in letter.walk()][1:] == [None] * 6


@every_letter
def test_the_same_letter_at_the_same_instant_is_the_same_bytes(kind: str) -> None:
    letter = recipe(kind)

    assert composed(letter) == composed(letter)


def test_the_message_id_is_the_letter_s_own_and_stays_when_it_is_sent_again() -> None:
    """MAIL-2."""
    first, other = recipe("in person"), recipe("in person")

    assert mail(composed(first))["Message-ID"] == mail(composed(first))["Message-ID"]
    assert mail(composed(first))["Message-ID"] != mail(composed(other))["Message-ID"]
    assert first.key.subject not in str(mail(composed(first))["Message-ID"])


@pytest.mark.parametrize("break_", ["\r\nBcc: tout@monde.example", "\nX: y", "\rX: y", "\x00", "\u2028"])
def test_a_line_break_in_a_header_is_refused(break_: str) -> None:
    """MAIL-2: what cleaning let through is refused here."""
    with pytest.raises(CannotCompose):
        composed(recipe("sign-in", name=f"Camille{break_}"))


@pytest.mark.parametrize(
    "address",
    ["", "camille", "a@b@c.example", "a b@c.example", "a@c.example\r\nBcc: x@y.example", "<a@c.example>", "é@c.ca"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(CannotCompose):
        composed(recipe("sign-in", address=address))


@pytest.mark.parametrize(
    "name",
    [
        '"Camille" Tremblay',
        "Tremblay, Camille",
        "Camille <x@y.example>",
        "Zoé Ünal-Çelik 🎉",
        "O'Neil (Jo)",
        "=?utf-8?q?x?= y",
        "x" * 500,
    ],
)
def test_any_name_stands_in_the_address_without_changing_it(name: str) -> None:
    letter = mail(composed(recipe("sign-in", name=name)))

    (to,) = letter["To"].addresses
    assert to.addr_spec == "camille.tremblay@ministere.example"
    assert to.display_name == name[:120]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "%(name)s %s %",
    "l'été & « hiver »",
]


@pytest.mark.parametrize("typed", HOSTILE)
@both_languages
def test_what_people_type_is_words_in_every_part(typed: str, language: str) -> None:
    body = a_place(
        event=an_event(title={"fr": typed, "en": typed}),
        session=a_session(label={"fr": typed + "2", "en": typed + "2"}, venue={"name": typed, "address": typed}),
    )

    letter = composed(a_place_recipe(body, name=typed, language=language))

    assert typed in text_of(letter)
    assert "49" not in text_of(letter)
    html = html_of(letter)
    assert "<script>" not in html
    assert "<img src=x" not in html
    assert mail(letter)["Subject"].count(typed) == 1


@every_letter
@both_languages
def test_every_letter_names_its_sender_and_who_answers_for_personal_information(kind: str, language: str) -> None:
    """PRV-1, CASL-1."""
    letter = composed(recipe(kind, language=language))

    for words in (text_of(letter), html_of(letter).replace("&#39;", "'")):
        assert "1, rue de l'Essai" in words
        assert "Camille Essai" in words
        assert "vie-privee@essai.example" in words
        assert "418 555-0101" in words
        assert ("transactionnel" if language == "fr" else "transactional") in words


@every_letter
def test_nothing_in_a_letter_comes_from_elsewhere(kind: str) -> None:
    """PRV-5: no pixel, no foreign address."""
    html = html_of(composed(recipe(kind)))

    loaded = re.findall(r'(?:src|background)="([^"]+)"|url\(([^)]+)\)', html)
    assert all(address.startswith("cid:") for address, _ in loaded)
    assert "@import" not in html
    for address in re.findall(r'href="([^"]+)"', html):
        assert address.startswith((SITE + "/", "mailto:"))


@every_letter
@both_languages
def test_the_html_is_simple_and_says_its_language(kind: str, language: str) -> None:
    html = html_of(composed(recipe(kind, language=language)))

    assert f'<html lang="{language}-CA">' in html
    assert html.count("<h1>") == 1
    assert "<table" not in html
    assert "<script" not in html
    assert "<form" not in html


@every_letter
def test_the_text_says_all_that_the_html_links_to(kind: str) -> None:
    """MAIL-1: the plain text is complete."""
    letter = composed(recipe(kind))

    for address in re.findall(rf'href="({re.escape(SITE)}[^"]+)"', html_of(letter)):
        assert address in text_of(letter)


def test_the_message_id_stands_on_one_line_however_long_the_domain() -> None:
    house = a_house()
    house = a_house(organisation=replace(house.organisation, sender=f"guichet@{'essai-' * 9}x.example"))

    assert re.search(rb"\r\nMessage-ID: <sign-in\.[0-9a-f]{32}@[a-z.-]+>\r\n", composed(recipe("sign-in"), house))


def test_a_letter_of_another_site_links_to_that_site() -> None:
    letter = composed(recipe("sign-in"), a_house(site_url="https://autre.example"))

    assert "https://autre.example/sign-in/link/" in text_of(letter)
    assert SITE not in text_of(letter)
