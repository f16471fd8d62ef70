"""What is too large is refused before it costs anything: by the application in words, by the server unread."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.domain.kinds import Role
from services.registration.service import SERVICE as REGISTRATION
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from shared.testing.instances import Databases
from shared.testing.time import FakeClock
from shared.web.sizes import LARGEST_FILE, LARGEST_REQUEST, largest_read, largest_taken
from tests.registration.browsers import an_account

FORM = "application/x-www-form-urlencoded"
TOO_LARGE = b"reason=" + b"a" * LARGEST_REQUEST


@pytest.fixture(params=[REGISTRATION, NOTIFICATIONS, CHECKIN], ids=lambda service: service.name)
def client(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path, clock: FakeClock) -> Iterator[Client]:
    instance = databases.open(request.param, tmp_path, CLOCK_FILE=str(tmp_path / "clock"))
    client = client_of(instance)
    client.sign_in(a_staff_identity("administrator"))
    yield client
    instance.close()


def test_one_address_of_the_whole_site_takes_a_file(client: Client) -> None:
    taken = {
        name for name in client.application.view_functions if largest_taken(client.application, name) > LARGEST_REQUEST
    }

    assert taken == ({"registration.send_directory"} if client.instance.service is REGISTRATION else set())


def test_a_form_that_is_too_large_is_refused_in_words(client: Client) -> None:
    mount, token = client.instance.service.mount, {"X-CSRFToken": client.form_token() or "", "Accept": "text/html"}

    answer = client.post(f"{mount}/language", data=TOO_LARGE, content_type=FORM, headers=token)

    assert answer.status_code == 413
    assert "trop volumineux" in answer.text


def test_a_program_is_refused_in_its_own_words(client: Client) -> None:
    mount, token = (
        client.instance.service.mount,
        {"X-CSRFToken": client.form_token() or "", "Accept": "application/json"},
    )

    answer = client.post(f"{mount}/language", data=TOO_LARGE, content_type=FORM, headers=token)

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_what_the_server_reads_is_little_more_than_what_is_taken(client: Client) -> None:
    """A little more, so that whoever sends a little too much is told in our words."""
    largest = LARGEST_FILE if client.instance.service is REGISTRATION else LARGEST_REQUEST

    assert largest < largest_read(client.application) <= 1.25 * largest


class Watched(io.BytesIO):
    """A body that says when somebody reads it."""

    was_read = False

    def read(self, size: int | None = -1) -> bytes:
        self.was_read = True
        return super().read(size)


def test_a_strangers_file_is_not_read(registration: Instance) -> None:
    """Who may send one is asked before what is in it."""
    body = Watched(b"a" * (LARGEST_FILE - 1))
    stranger = client_of(registration)

    answer = stranger.post(
        "/directory",
        input_stream=body,
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 401
    assert not body.was_read


def test_an_administrators_file_of_nearly_the_largest_size_is_read(registration: Instance) -> None:
    ada = an_account(registration, "ada@alliance.example", role=Role.ADMINISTRATOR)
    office = client_of(registration)
    office.sign_in(a_staff_identity("administrator", staff_id=ada))
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head + b"\n" * (LARGEST_FILE - 1000) + b"\r\n--x--\r\n"

    sent = {"data": body, "content_type": "multipart/form-data; boundary=x"}

    assert office.post("/directory", **sent).status_code == 400
    answer = office.post("/directory", **sent, headers={"X-CSRFToken": office.form_token() or ""})
    assert answer.status_code == 422
    assert "Le fichier est vide" in answer.text
