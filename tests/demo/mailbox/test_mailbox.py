"""The mailbox keeps what it accepts, shows it as received, and lists it quickly."""

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from demo.mailbox import Mailbox, open_mailbox
from demo.mailbox.store import Store

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
PORT = 18625


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    opened = open_mailbox(tmp_path)
    yield opened
    opened.stop()


@pytest.fixture
def client(box: Mailbox) -> FlaskClient:
    return box.wsgi().test_client()


def a_letter(**changes: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = changes.get("sender", "Alliance <inscriptions@alliance.example>")
    letter["To"] = changes.get("to", "Camille <camille@ministere.example>")
    letter["Subject"] = changes.get("subject", "Inscription confirmée\u00a0: gala")
    letter["Date"] = "Fri, 06 May 2022 13:30:00 -0400"
    letter.set_content(changes.get("text", "Bonjour Camille,\n.une ligne qui commence par un point\n"))
    letter.add_alternative(
        changes.get("html", '<html><head></head><body><img src="cid:ticket@x"></body></html>'), "html"
    )
    html = letter.get_body(("html",))
    assert html is not None
    html.add_related(b"\x89PNG picture", "image", "png", cid="<ticket@x>")
    letter.add_attachment(
        "BEGIN:VCALENDAR\r\n", subtype="calendar", filename="calendrier.ics", params={"method": "PUBLISH"}
    )
    return letter


def send(letter: EmailMessage, port: int = PORT) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(letter)


def test_a_letter_taken_by_smtp_is_listed_as_json(box: Mailbox, client: FlaskClient) -> None:
    box.start_smtp("127.0.0.1", PORT)

    send(a_letter())

    (letter,) = client.get("/api/letters?to=Camille@ministere.example").json["letters"]
    assert letter["n"] == 1
    assert letter["subject"] == "Inscription confirmée\u00a0: gala"
    assert letter["date"] == "2022-05-06T13:30:00-04:00"
    assert "\n.une ligne qui commence par un point" in letter["text"]
    assert [(part["content_type"], part["content_id"]) for part in letter["attachments"]] == [
        ("image/png", "ticket@x"),
        ("text/calendar", None),
    ]
    assert letter["attachments"][1]["parameters"]["method"] == "PUBLISH"


def test_an_accepted_letter_is_on_the_disk_when_the_server_says_so(box: Mailbox, tmp_path: Path) -> None:
    box.start_smtp("127.0.0.1", PORT)

    send(a_letter())

    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["00000001.eml"]


def test_letters_outlive_the_mailbox_and_its_index(tmp_path: Path) -> None:
    Store(tmp_path).keep(a_letter().as_bytes(), ["camille@ministere.example"])
    (tmp_path / "index.db").unlink()

    again = Store(tmp_path)

    assert [entry.n for entry in again.entries(to="camille@ministere.example")] == [1]
    assert again.keep(a_letter().as_bytes(), ["camille@ministere.example"]) == 2


def test_the_json_list_goes_on_after_a_number(box: Mailbox, client: FlaskClient) -> None:
    for number in range(5):
        box.store.keep(a_letter(subject=f"Lettre {number}").as_bytes(), ["camille@ministere.example"])

    letters = client.get("/api/letters?after=2&limit=2").json["letters"]

    assert [letter["n"] for letter in letters] == [3, 4]


def test_another_address_sees_none_of_it(box: Mailbox, client: FlaskClient) -> None:
    box.store.keep(a_letter().as_bytes(), ["camille@ministere.example"])

    assert client.get("/api/letters?to=autre@ministere.example").json == {"letters": []}


def test_twenty_thousand_letters_are_searched_at_once(box: Mailbox, client: FlaskClient) -> None:
    content = b"Subject: Sondage\r\n\r\nBonjour"
    box.store._index([(n, content, [f"personne{n}@ministere.example"]) for n in range(1, 20_001)])
    box.store.keep(content, ["camille@ministere.example"])
    began = time.perf_counter()

    found = box.store.entries(to="personne19999@ministere.example")

    assert [entry.n for entry in found] == [19_999]
    assert time.perf_counter() - began < 0.2


def test_the_html_is_shown_under_a_policy_of_its_own(box: Mailbox, client: FlaskClient) -> None:
    """PRV-5: a letter's script, form or foreign picture does nothing here."""
    box.store.keep(a_letter().as_bytes(), ["camille@ministere.example"])

    page = client.get("/letters/1/html")

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert 'src="/letters/1/part/ticket@x"' in page.text.replace("%40", "@")


def test_a_picture_is_shown_and_everything_else_is_a_file(box: Mailbox, client: FlaskClient) -> None:
    box.store.keep(a_letter().as_bytes(), ["camille@ministere.example"])
    calendar = client.get("/api/letters").json["letters"][0]["attachments"][1]["address"]

    assert client.get("/letters/1/part/ticket@x").content_type == "image/png"
    assert client.get(calendar).content_type == "application/octet-stream"
    assert client.get(calendar).headers["Content-Disposition"] == "attachment; filename*=UTF-8''calendrier.ics"


def test_hostile_words_are_words(box: Mailbox, client: FlaskClient) -> None:
    hostile = "<script>alert(1)</script>\"'"
    box.store.keep(a_letter(subject=hostile, text=hostile).as_bytes(), ["camille@ministere.example"])

    for page in (client.get("/"), client.get("/letters/1"), client.get("/?q=<script>")):
        assert page.status_code == 200
        assert "<script>" not in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/letters/9", "/letters/9/html", "/letters/9/raw", "/letters/1/part/none"])
def test_what_is_not_there_is_said_to_be_missing(box: Mailbox, client: FlaskClient, address: str) -> None:
    box.store.keep(a_letter().as_bytes(), ["camille@ministere.example"])

    page = client.get(address)

    assert page.status_code == 404
    assert "Ce courriel n'existe pas." in unescape(page.text)


def test_what_is_no_letter_is_kept_and_shown_all_the_same(box: Mailbox, client: FlaskClient) -> None:
    box.store.keep(b"\xff\xfe not a letter at all", ["camille@ministere.example"])

    assert client.get("/letters/1").status_code == 200
    assert client.get("/api/letters").json["letters"][0]["n"] == 1


def test_under_its_mount_its_links_keep_the_mount(box: Mailbox) -> None:
    box.store.keep(a_letter().as_bytes(), ["camille@ministere.example"])
    site = Client(DispatcherMiddleware(NotFound(), {"/mailbox": box.wsgi()}))

    assert 'href="/mailbox/letters/1"' in site.get("/mailbox/").text
    assert site.get("/mailbox/api/letters").json["letters"][0]["raw"] == "/mailbox/letters/1/raw"


def test_the_pages_are_in_both_languages(client: FlaskClient) -> None:
    """LNG-1."""
    assert '<html lang="fr">' in client.get("/").text
    assert "No email. Register" in client.get("/?language=en").text


@pytest.mark.parametrize("cookie", ["lang", "__Host-lang"])
def test_the_language_chosen_on_the_site_holds_here_until_another_is_chosen(client: FlaskClient, cookie: str) -> None:
    """LNG-1."""
    client.set_cookie(cookie, "en")
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="fr">' in client.get("/?language=fr").text
