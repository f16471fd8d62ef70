"""People under fire: they register, give back, show their tickets, and ask again when nobody answers."""

import datetime as dt
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import httpx

from shared.kernel.ids import new_id
from shared.testing.clients import a_member_identity, a_staff_identity
from tests.faults.history import History
from tests.faults.site import Event, Member, Site

CLIENTS: Final = 5
# One person's pause between two deeds, in seconds: load enough, and something left for the processes that start.
_PAUSE: Final = 0.8
_ANSWER_WITHIN: Final = 15.0
_ASKS_AGAIN_AFTER: Final = 0.3
# How long somebody keeps asking once the load is over; then their question stays unknown.
_PATIENCE: Final = 45.0
_GIVES_UP: Final = 0.05
_CANCELS, _COMES = 0.2, 0.45

API: Final = "/checkin/api/v1"


class GaveUp(Exception):
    """Somebody closed the window without an answer: the judge finds out what became of the deed."""


class Load:
    """Clients in threads, until `stop`; each deed is in the history before it is asked and when it is answered."""

    def __init__(self, site: Site, event: Event, history: History, seed: int) -> None:
        self._site = site
        self._event = event
        self._history = history
        self._wires = httpx.HTTPTransport(limits=httpx.Limits(max_connections=32, max_keepalive_connections=16))
        self._pairs = _shuffled(site.members(), event.sessions, seed)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._live, args=(random.Random(f"{seed}/{number}"),), daemon=True)
            for number in range(CLIENTS)
        ]
        self._doors: dict[str, str] = {}
        self.answers = 0
        self.failure: BaseException | None = None

    def open_doors(self) -> None:
        """Before the faults: one device for each session, as its staff opens it."""
        staff = _Browser(self._site.checkin, self._wires)
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
        """Whether people get answers, from now on."""
        wanted, deadline = self.answers + answers, time.monotonic() + within
        while self.answers < wanted and time.monotonic() < deadline and self._is_alive():
            time.sleep(0.1)
        return self.answers >= wanted or not self._is_alive()

    def _is_alive(self) -> bool:
        """False once everybody of the directory has had their turn."""
        return any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Those who wait for an answer go on asking for a while; nobody begins anything new."""
        self._stop.set()
        self._over = time.monotonic() + _PATIENCE
        for thread in self._threads:
            thread.join()
        if self.failure is not None:
            raise self.failure

    _over: float = float("inf")

    def _live(self, rng: random.Random) -> None:
        try:
            while not self._stop.wait(_PAUSE * rng.random() * 2):
                with self._lock:
                    pair = next(self._pairs, None)
                if pair is None:
                    return
                try:
                    self._one_person(*pair, rng)
                except GaveUp:
                    continue
        except BaseException as failure:
            self.failure = failure
            raise

    def _one_person(self, member: Member, session_id: str, rng: random.Random) -> None:
        browser = _Browser(self._site.registration, self._wires)
        browser.sign_in(self._site.cookie_of(a_member_identity(member.id)))
        reference = self._register(browser, member, session_id, rng)
        if reference is None or self._stop.is_set():
            return
        chance = rng.random()
        if chance < _CANCELS:
            self._cancel(browser, reference, rng)
        elif chance < _CANCELS + _COMES:
            self._come(session_id, reference, rng)

    def _register(self, browser: "_Browser", member: Member, session_id: str, rng: random.Random) -> str | None:
        path = f"/events/{self._event.slug}/sessions/{session_id}/register"
        form = _until_answered(lambda: browser.get(path), self._asks_again(rng))
        if form.status_code != 200:
            self._history.note("refused", deed="form", member=member.id, session=session_id, status=form.status_code)
            return None
        carried = carried_by(form.text)
        told = {"deed": "register", "key": carried["idempotency_key"], "member": member.id, "session": session_id}
        answer = self._do(lambda: browser.post(path, carried | {"step": "submit"}), told, rng)
        if answer.status_code != 303:
            self._history.note("refused", **told, status=answer.status_code)
            return None
        reference = answer.headers["location"].rsplit("/", 1)[1]
        self._history.note("answered", **told, reference=reference)
        return reference

    def _cancel(self, browser: "_Browser", reference: str, rng: random.Random) -> None:
        path = f"/registrations/{reference}/cancel"
        form = _until_answered(lambda: browser.get(path), self._asks_again(rng))
        told = {"deed": "cancel", "key": f"cancel {reference}", "reference": reference}
        answer = self._do(lambda: browser.post(path, carried_by(form.text)), told, rng)
        # 409: given back already, by the first of two tries whose answer was lost.
        self._history.note(
            "answered" if answer.status_code in (303, 409) else "refused", **told, status=answer.status_code
        )

    def _come(self, session_id: str, reference: str, rng: random.Random) -> None:
        """The reference typed at the door: the ticket's picture says no more to the machinery that is tried here."""
        now = dt.datetime.now(dt.UTC).isoformat()
        scan = {"scan_id": new_id(), "scanned_at": now, "sequence": 1, "raw": reference, "how": "typed", "judged": None}
        told = {"deed": "scan", "key": scan["scan_id"], "reference": reference}
        door, token = _Browser(self._site.checkin, self._wires), {"Authorization": f"Bearer {self._doors[session_id]}"}
        body = {"sent_at": now, "scans": [scan]}
        answer = self._do(lambda: door.post_json(f"{API}/scans", body, token), told, rng)
        if answer.status_code != 200:
            self._history.note("refused", **told, status=answer.status_code)
            return
        (result,) = answer.json()["results"]
        self._history.note("answered", **told, verdict=result["verdict"])

    def _do(self, deed: Callable[[], httpx.Response], told: dict[str, Any], rng: random.Random) -> httpx.Response:
        self._history.note("asked", **told)
        try:
            answer = _until_answered(
                deed, self._asks_again(rng), lambda why: self._history.note("unknown", **told, why=why)
            )
        except GaveUp:
            self._history.note("gave-up", **told)
            raise
        with self._lock:
            self.answers += 1
        return answer

    def _asks_again(self, rng: random.Random) -> Callable[[], bool]:
        return lambda: rng.random() >= _GIVES_UP and time.monotonic() < self._over


class _Browser:
    """One person's: it keeps cookies, follows nothing, and does not wait for ever."""

    def __init__(self, site_url: str, wires: httpx.BaseTransport) -> None:
        self._client = httpx.Client(base_url=site_url, transport=wires, timeout=_ANSWER_WITHIN, trust_env=False)

    def sign_in(self, cookie: str) -> None:
        self._client.cookies.set("identity", cookie)

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self._client.post(path, data=fields)

    def post_json(self, path: str, body: object, headers: dict[str, str]) -> httpx.Response:
        return self._client.post(path, json=body, headers=headers)


def carried_by(page: str) -> dict[str, str]:
    """What the page's own form takes along, its idempotency key among it."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.partition("<main")[2]))


def _until_answered(
    deed: Callable[[], httpx.Response],
    asks_again: Callable[[], bool],
    unknown: Callable[[str], None] = lambda why: None,
) -> httpx.Response:
    """A server's error is no answer: it may have been done or not. Raises GaveUp."""
    while True:
        try:
            answer = deed()
        except httpx.TransportError as lost:
            unknown(type(lost).__name__)
        else:
            if answer.status_code < 500:
                return answer
            unknown(str(answer.status_code))
        if not asks_again():
            raise GaveUp
        time.sleep(_ASKS_AGAIN_AFTER)


def _shuffled(members: Sequence[Member], sessions: Sequence[str], seed: int) -> Iterator[tuple[Member, str]]:
    pairs = [(member, session) for member in members for session in sessions]
    random.Random(seed).shuffle(pairs)
    return iter(pairs)
