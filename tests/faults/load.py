"""People under fire: they register, give back, show their tickets, and ask again when nobody answers."""

import datetime as dt
import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from shared.kernel.ids import new_id
from shared.testing.clients import a_member_identity, a_staff_identity
from tests.faults.asking import Asking, Browser, GaveUp, carried_by, shared_wires
from tests.faults.history import History
from tests.faults.organizer import Organizer
from tests.faults.site import Event, Member, Site

CLIENTS: Final = 5
# One person's pause between two deeds, in seconds: load enough, and something left for the processes that start.
_PAUSE: Final = 0.8
_CANCELS, _COMES, _TAKES_THE_COPY = 0.2, 0.45, 0.15

API: Final = "/checkin/api/v1"


class Load:
    """Members in threads and one organizer, until `stop`."""

    def __init__(self, site: Site, event: Event, history: History, seed: int) -> None:
        self._site = site
        self._event = event
        self._wires = shared_wires()
        self._members = _shuffled(site.members(), event.sessions, seed)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._asking = Asking(history, gives_up=0.05)
        self._hers = Asking(history, gives_up=0.01)
        self._organizer = Organizer(site, event, self._hers, self._wires)
        lives: list[Callable[[random.Random], None]] = [self._live_as_member] * CLIENTS + [self._live_as_organizer]
        self._threads = [
            threading.Thread(target=self._live, args=(life, random.Random(f"{seed}/{number}")), daemon=True)
            for number, life in enumerate(lives)
        ]
        self._doors: dict[str, str] = {}
        self.failure: BaseException | None = None

    @property
    def answers(self) -> int:
        return self._asking.answers + self._hers.answers

    def open_doors(self) -> None:
        """Before the faults: one device for each session, as its staff opens it."""
        staff = Browser(self._site.checkin, self._wires)
        staff.sign_in(self._site.cookie_of(a_staff_identity("door")))
        deadline = time.monotonic() + 60
        while True:
            told = staff.get(f"{API}/sessions").json()
            if {one["session_id"] for one in told["sessions"]} >= set(self._event.sessions):
                break
            assert time.monotonic() < deadline, "checkin has not heard of the event"
            time.sleep(0.2)
        for session_id in self._event.sessions:
            asked = {"session_id": session_id, "label": "Porte A"}
            opened = staff.post_json(f"{API}/devices", asked, {"X-CSRFToken": told["csrf_token"]})
            self._doors[session_id] = opened.json()["token"]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def goes_on(self, answers: int, *, within: float) -> bool:
        """Whether people get so many answers, from now on."""
        wanted, deadline = self.answers + answers, time.monotonic() + within
        while self.answers < wanted and time.monotonic() < deadline and self.failure is None:
            time.sleep(0.1)
        return self.answers >= wanted

    def stop(self) -> None:
        """Those who wait for an answer go on asking for a while; nobody begins anything new."""
        self._stop.set()
        for asking in (self._asking, self._hers):
            asking.nearly_over()
        for thread in self._threads:
            thread.join()
        if self.failure is not None:
            raise self.failure

    def _live(self, life: Callable[[random.Random], None], rng: random.Random) -> None:
        try:
            life(rng)
        except BaseException as failure:
            self.failure = failure
            raise

    def _live_as_member(self, rng: random.Random) -> None:
        while not self._stop.wait(_PAUSE * rng.random() * 2):
            with self._lock:
                member, session_id = next(self._members)
            try:
                self._one_person(member, session_id, rng)
            except GaveUp:
                continue

    def _live_as_organizer(self, rng: random.Random) -> None:
        for number in itertools.count():
            if self._stop.wait(self._organizer.pause(number)):
                return
            try:
                self._organizer.do_next(rng)
            except GaveUp:
                continue

    def _one_person(self, member: Member, session_id: str, rng: random.Random) -> None:
        browser = Browser(self._site.registration, self._wires)
        browser.sign_in(self._site.cookie_of(a_member_identity(member.id)))
        slug, copy, is_door = self._event.slug, self._organizer.copy, True
        if copy is not None and rng.random() < _TAKES_THE_COPY:
            slug, session_id, is_door = copy.slug, rng.choice(copy.sessions), False
        reference = self._register(browser, member, slug, session_id, rng)
        if reference is None or self._stop.is_set():
            return
        chance = rng.random()
        if chance < _CANCELS:
            self._cancel(browser, reference, rng)
        elif chance < _CANCELS + _COMES and is_door:
            self._come(session_id, reference, rng)

    def _register(self, browser: Browser, member: Member, slug: str, session_id: str, rng: random.Random) -> str | None:
        path = f"/events/{slug}/sessions/{session_id}/register"
        told = {"deed": "register", "member": member.id, "session": session_id}
        form = self._asking.look(lambda: browser.get(path), rng)
        if form.status_code != 200:
            self._asking.refused(told, form.status_code)
            return None
        carried = carried_by(form.text)
        told |= {"key": carried["idempotency_key"]}
        answer = self._asking.do(lambda: browser.post(path, carried | {"step": "submit"}), told, rng)
        if answer.status_code != 303:
            self._asking.refused(told, answer.status_code)
            return None
        reference = answer.headers["location"].rsplit("/", 1)[1]
        self._asking.answered(told, reference=reference)
        return reference

    def _cancel(self, browser: Browser, reference: str, rng: random.Random) -> None:
        path = f"/registrations/{reference}/cancel"
        told = {"deed": "cancel", "key": f"cancel {reference}", "reference": reference}
        form = self._asking.look(lambda: browser.get(path), rng)
        if form.status_code != 200:  # cancelled with the whole event
            self._asking.refused(told, form.status_code)
            return
        answer = self._asking.do(lambda: browser.post(path, carried_by(form.text)), told, rng)
        # 409: given back already, by the first of two tries whose answer was lost, or with the whole event.
        if answer.status_code in (303, 409):
            self._asking.answered(told, status=answer.status_code)
        else:
            self._asking.refused(told, answer.status_code)

    def _come(self, session_id: str, reference: str, rng: random.Random) -> None:
        """The reference typed at the door: the ticket's picture says no more to the machinery that is tried here."""
        now = dt.datetime.now(dt.UTC).isoformat()
        scan = {"scan_id": new_id(), "scanned_at": now, "sequence": 1, "raw": reference, "how": "typed", "judged": None}
        told = {"deed": "scan", "key": scan["scan_id"], "reference": reference}
        door, token = Browser(self._site.checkin, self._wires), {"Authorization": f"Bearer {self._doors[session_id]}"}
        body = {"sent_at": now, "scans": [scan]}
        answer = self._asking.do(lambda: door.post_json(f"{API}/scans", body, token), told, rng)
        if answer.status_code != 200:
            self._asking.refused(told, answer.status_code)
            return
        (result,) = answer.json()["results"]
        self._asking.answered(told, verdict=result["verdict"])


def _shuffled(members: Sequence[Member], sessions: Sequence[str], seed: int) -> Iterator[tuple[Member, str]]:
    """Everybody and every session, for ever: who has a place by then is refused another."""
    pairs = [(member, session) for member in members for session in sessions]
    random.Random(seed).shuffle(pairs)
    return itertools.cycle(pairs)
