"""The face, on a gallery of all its parts: both languages, with and without errors."""

import re

import pytest

from shared.testing.clients import Client, a_member_identity, a_staff_identity
from shared.web.colours import contrast
from shared.web.face import own_path
from shared.web.identity import Identity
from shared.web.navigation import navigation


def test_french_comes_first_whatever_the_browser_asks(client: Client) -> None:
    """LNG-1."""
    page = client.get("/", headers={"Accept-Language": "en"}).text

    assert '<html lang="fr">' in page
    assert 'name="to" value="en" lang="en">English</button>' in page


def test_english_by_choice_is_remembered(client: Client) -> None:
    """LNG-1."""
    answer = client.submit("/language", {"to": "en", "next": "/?page=2"})

    page = client.get("/").text
    assert answer.headers["Location"] == "/?page=2"
    assert '<html lang="en">' in page
    assert "Skip to content" in page
    assert "Passer au contenu" not in page


def test_an_unknown_language_is_french(client: Client) -> None:
    client.submit("/language", {"to": "de", "next": "/"})

    assert '<html lang="fr">' in client.get("/").text


@pytest.mark.parametrize(
    "path", [None, "", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nb", "x", "/" + "a" * 1000]
)
def test_the_language_button_never_leads_to_another_site(path: str | None) -> None:
    assert own_path(path) == "/"


def test_every_page_names_the_person_in_charge_of_personal_information(client: Client) -> None:
    """PRV-1, on errors too."""
    for path in ("/", "/refused", "/nowhere"):
        page = client.get(path).text

        assert "Responsable de la protection des renseignements personnels" in page
        assert "mailto:vie-privee@essai.example" in page
        assert "mailto:info@essai.example" in page


def test_a_wrong_form_says_so_first_in_its_title_and_beside_each_field(client: Client) -> None:
    """A11Y-2."""
    page = client.submit("/", {"email": "pas un courriel", "comment": "un mot"}).text

    assert "<title>Erreur\u00a0: " in page
    assert page.index('class="error-summary"') < page.index("<h1>")
    assert '<a href="#email">Courriel\u00a0: Entrez une adresse courriel' in page
    assert '<a href="#overall">Dans l&#39;ensemble, êtes-vous satisfaite ou satisfait\u00a0: Cette réponse' in page
    assert 'value="pas un courriel"' in page
    assert re.search(r'<input id="email"[^>]*aria-invalid="true"[^>]*aria-describedby="email-hint email-error"', page)
    assert re.search(r'id="email-error"><span class="unseen">Erreur\u00a0:</span> Entrez une adresse courriel', page)


def test_an_error_of_a_nested_row_is_told_in_that_row(client: Client) -> None:
    page = client.submit(
        "/",
        {
            "email": "a@essai.example",
            "overall": "satisfied",
            "sessions-3-label_fr": "Soir",
            "sessions-3-sittings-7-starts_at": "hier",
        },
    ).text

    assert 'href="#sessions-3-sittings-7-starts_at">Début\u00a0: Entrez une date et une heure' in page
    assert 'value="Soir"' in page


def test_what_is_optional_says_so(client: Client) -> None:
    """A11Y-1: a word, not an asterisk."""
    page = client.get("/").text

    assert '<span class="optional">(facultatif)</span>' in page
    assert 'autocomplete="email"' in page
    assert "<legend>Dans l&#39;ensemble" in page


def test_what_people_typed_is_never_markup(client: Client) -> None:
    page = client.submit("/", {"email": '"><script>alert(1)</script>', "comment": "</textarea><script>"}).text

    assert "<script>" not in page


@pytest.mark.parametrize("path", ["/", "/refused"])
def test_no_page_has_a_style_or_a_script_of_its_own_or_a_foreign_address(client: Client, path: str) -> None:
    """PRV-5."""
    page = client.get(path).text

    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_the_organisation_gives_its_colours_in_a_style_sheet(client: Client) -> None:
    sheet = client.get("/organisation.css")

    assert sheet.content_type == "text/css; charset=utf-8"
    assert "--accent: #12457a; --on-accent: #ffffff;" in sheet.text
    assert "--accent: #8fc1f5; --on-accent: #0b1420;" in sheet.text


def test_the_demonstrations_colours_can_be_read_on_paper() -> None:
    """A11Y-5: 4.5:1."""
    assert contrast("#1d4f91", "#ffffff") >= 4.5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def _labels(identity: Identity | None, here: str = "/") -> list[str]:
    return [item.label for item in navigation(identity, here=here, year=2026)]


def test_the_menu_shows_what_each_person_may_open() -> None:
    assert _labels(None) == ["Activities"]
    assert _labels(a_member_identity("m")) == ["Activities", "My registrations"]
    assert _labels(a_staff_identity("door")) == ["Activities", "Door"]
    assert "Emails" in _labels(a_staff_identity("organizer"))
    assert "Operations" not in _labels(a_staff_identity("organizer"))
    assert "Operations" in _labels(a_staff_identity("administrator"))


def test_the_menu_says_where_one_is() -> None:
    items = navigation(a_staff_identity("organizer"), here="/checkin/events/gala", year=2026)

    assert [(item.label, item.current) for item in items if item.current] == [("Results", "true")]


def test_who_is_signed_in_is_named(client: Client) -> None:
    client.sign_in(a_member_identity("m"))

    page = client.get("/").text

    assert "Alex Membre" in page
    assert "Se déconnecter" in page
