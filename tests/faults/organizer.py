"""The organizer under fire: another hour, another room, more places; an event copied, published and cancelled."""

import datetime as dt
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import httpx

from shared.kernel.ids import new_id
from shared.testing.clients import a_staff_identity
from tests.faults.asking import Asking, Browser, carried_by, typed_in
from tests.faults.site import Event, Site

_LOCAL: Final = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Copy:
    """A copied event that is published: people may register for it until it is cancelled."""

    id: str
    slug: str
    sessions: tuple[str, ...]


class Organizer:
    """One person, who does one thing after the other; `copy` is what the members may see of it meanwhile."""

    def __init__(self, site: Site, event: Event, asking: Asking, wires: httpx.BaseTransport) -> None:
        self._event = event
        self._asking = asking
        self._browser = Browser(site.registration, wires)
        self._browser.sign_in(site.cookie_of(a_staff_identity("organizer")))
        self._deeds = itertools.cycle((self._change, self._copy_and_publish, self._change, self._cancel))
        self._changes = itertools.count(1)
        self.copy: Copy | None = None

    @staticmethod
    def pause(number: int) -> float:
        """Ever longer: each change is a letter to more people than the one before."""
        return 1.0 + 1.5 * number

    def do_next(self, rng: random.Random) -> None:
        """Raises GaveUp when she does not learn what became of it."""
        next(self._deeds)(rng)

    def _change(self, rng: random.Random) -> None:
        """One session in another room, a minute earlier or later, with a place more where places are counted."""
        path = f"/organizer/events/{self._event.id}/change"
        number = next(self._changes)
        typed = typed_in(self._look(path, rng).text)
        row = f"sessions-{number % len(self._event.sessions)}"
        begins = dt.datetime.strptime(typed[f"{row}-sittings-0-starts_at"], _LOCAL)  # noqa: DTZ007  # local, as typed
        minute = dt.timedelta(minutes=1 if number % 2 else -1)
        typed[f"{row}-venue_name"] = venue = f"Salle {number}"
        typed[f"{row}-sittings-0-starts_at"] = f"{begins + minute:{_LOCAL}}"
        if typed[f"{row}-capacity"]:
            typed[f"{row}-capacity"] = str(int(typed[f"{row}-capacity"]) + 1)
        told = {"deed": "change", "key": f"change {self._event.id} {typed['revision']}", "event": self._event.id}
        told |= {"session": typed[f"{row}-session_id"], "venue": venue}
        self._do(lambda: self._browser.post(path, typed | {"step": "save"}), told, rng)

    def _copy_and_publish(self, rng: random.Random) -> None:
        path = f"/organizer/events/{self._event.id}/copy"
        form = carried_by(self._look(path, rng).text) | {"first_day": f"{self._event.first_day}"}
        told = {"deed": "copy", "key": new_id(), "event": self._event.id}
        # Asked a single time: said twice it would be two copies.
        copied = self._asking.do(lambda: self._browser.post(path, form), told, None)
        if copied.status_code != 303:
            self._asking.refused(told, copied.status_code)
            return
        self._asking.answered(told)
        self._publish(copied.headers["location"], rng)

    def _publish(self, edit: str, rng: random.Random) -> None:
        typed = typed_in(self._look(edit, rng).text)
        event_id = edit.removesuffix("/edit").rsplit("/", 1)[1]
        sessions = (typed[f"sessions-{row}-session_id"] for row, _ in enumerate(self._event.sessions))
        copy, token = Copy(event_id, typed["slug"], tuple(sessions)), {"csrf_token": typed["csrf_token"]}
        told = {"deed": "publish", "key": f"publish {event_id}", "event": event_id}
        if self._do(lambda: self._browser.post(f"/organizer/events/{event_id}/publish", token), told, rng):
            self.copy = copy

    def _cancel(self, rng: random.Random) -> None:
        """The copy, if there is one; people may be registering for it at this very moment."""
        if self.copy is None:
            return
        copy, self.copy = self.copy, None
        path = f"/organizer/events/{copy.id}/cancel"
        form = carried_by(self._look(path, rng).text) | {"reason_fr": "Une panne", "reason_en": ""}
        told = {"deed": "cancel-event", "key": f"cancel {copy.id}", "event": copy.id}
        self._do(lambda: self._browser.post(path, form), told, rng)

    def _do(self, deed: Callable[[], httpx.Response], told: dict[str, Any], rng: random.Random) -> bool:
        """Whether it is done."""
        tries = 0

        def ask() -> httpx.Response:
            nonlocal tries
            tries += 1
            return deed()

        answer = self._asking.do(ask, told, rng)
        # 409: she alone works here, so that it was done by an earlier try, whose answer was lost.
        is_done = answer.status_code == 303 or (answer.status_code == 409 and tries > 1)
        if is_done:
            self._asking.answered(told, status=answer.status_code)
        else:
            self._asking.refused(told, answer.status_code)
        return is_done

    def _look(self, path: str, rng: random.Random) -> httpx.Response:
        return self._asking.look(lambda: self._browser.get(path), rng)
