"""The three services at work: workers in threads, a wire, a mail server, browsers without a screen."""

import re
import time
from dataclasses import dataclass
from typing import Any

from demo.mailbox import Mailbox
from shared.messaging.stillness import everything_is_still, stillness_of
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of

SETTLES_WITHIN = 60.0


@dataclass(frozen=True)
class House:
    registration: Instance
    notifications: Instance
    checkin: Instance
    mailbox: Mailbox

    @property
    def services(self) -> tuple[Instance, ...]:
        return (self.registration, self.notifications, self.checkin)

    def settle(self) -> None:
        """Wait until all that was said is heard, and every letter handed over."""
        deadline = time.monotonic() + SETTLES_WITHIN
        while not everything_is_still([stillness_of(instance) for instance in self.services]):
            assert time.monotonic() < deadline, [stillness_of(instance).as_json() for instance in self.services]
            time.sleep(0.05)

    def letters_to(self, address: str) -> list[dict[str, Any]]:
        answer = self.mailbox.wsgi().test_client().get("/api/letters", query_string={"to": address, "limit": 1000})
        letters: list[dict[str, Any]] = answer.json["letters"]
        return letters

    def staff(self, instance: Instance, role: str) -> Client:
        client = client_of(instance)
        client.sign_in(a_staff_identity(role))
        return client


@dataclass(frozen=True)
class Person:
    """A member with a browser on registration."""

    house: House
    member_id: str
    email: str
    client: Client

    def sign_in(self) -> None:
        """Through the letter, as everybody does."""
        before = len(self.house.letters_to(self.email))
        self.client.submit("/sign-in", {"email": self.email})
        self.house.settle()
        letter = self.house.letters_to(self.email)[before]
        (path,) = re.findall(r"https?://[^/\s]+(/sign-in/link/\w+)", letter["text"])
        answer = self.client.submit(path)
        assert answer.status_code == 303, answer.text

    def register(self, slug: str, session_id: str) -> str:
        """The reference that the last page shows."""
        path = f"/events/{slug}/sessions/{session_id}/register"
        page = self.client.get(path)
        for step in ("check", "submit"):
            page = self.client.post(path, data=carried(page.text) | {"step": step})
        assert page.status_code == 303, page.text
        return page.headers["Location"].rsplit("/", 1)[1]

    def letters(self) -> list[dict[str, Any]]:
        return self.house.letters_to(self.email)


def carried(page: str) -> dict[str, str]:
    """What the page's own form takes along."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.partition("<main")[2]))
