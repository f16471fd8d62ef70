"""From the answer to the letter: PostgreSQL, RabbitMQ, three workers and a mail server, each a process of its own."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Final

from bench.figures import Latency
from bench.generator import Plan
from bench.mail import MailServer
from bench.processes import Process
from bench.requests import registrations
from bench.site import MOUNTS, SLUG, Site
from bench.throughput import generate
from demo.replay.servers import SERVICES

_PEOPLE: Final = 16
_WITHIN: Final = 240.0
_LOOKS_EVERY: Final = 0.05
# Asking the services costs them something.
_ASKS_EVERY: Final = 0.5


@dataclass(frozen=True)
class Told:
    """How long people waited for their letter, after they had been answered."""

    per_second: float
    letters: int
    latency: Latency


@dataclass(frozen=True)
class Sent:
    """So many letters that were waiting, composed and accepted by one sender."""

    letters: int
    seconds: float


class Chain:
    """Everybody has heard of everything before anything is measured."""

    def __init__(self, site: Site, mail: MailServer) -> None:
        self._site = site
        self._mail = mail
        self._sessions = iter(site.sessions())
        self._addresses = dict(
            zip(site.members(), site.column("registration", "SELECT email FROM members ORDER BY number"), strict=True)
        )

    @contextlib.contextmanager
    def running(self, *, sender: bool = True) -> Iterator[list[Process]]:
        """The three web processes and their workers, or all of these but the sender of letters."""
        heard_only = ("--only", "listener", "--only", "relay")
        webs = [self._site.start_web(name) for name in SERVICES]
        workers = [
            self._site.start_worker(name, *(() if sender or name != "notifications" else heard_only))
            for name in SERVICES
        ]
        try:
            yield [*webs, *workers]
        finally:
            self._site.processes.stop([*webs, *workers])

    def settle(self) -> None:
        """Until everything that was said has been heard; letters may wait."""
        _until(self._is_settled, every=_ASKS_EVERY)

    def wake(self) -> None:
        """What a process does once in its life (import, templates, connections) is in nobody's wait afterwards."""
        self.tell(per_second=20.0, seconds=1.0)
        self.settle()

    def tell(self, *, per_second: float, seconds: float) -> Told:
        """At a steady pace: what came after the answer is the services' doing, not the queue of a full server."""
        members = list(self._addresses)[: round(per_second * seconds)]
        cookies = self._site.identities(members)
        asking = registrations(self._site, next(self._sessions), members, cookies)
        self._mail.accepted.clear()
        plan = Plan(self._site.ports["registration"], _PEOPLE, seconds, asking, per_second)
        run, done = generate(self._site, plan, frozenset({303}))
        if run.wrong:
            raise RuntimeError("registrations were refused: see var/bench/output.log")
        answered = {self._addresses[members[number]]: at for number, _, _, at in done}
        _until(lambda: len(self._mail.accepted) >= len(answered))
        waited = [max(0.0, at - answered[address]) for address, at in self._mail.accepted]
        return Told(per_second, len(waited), Latency.of(waited))

    def prepare_letters(self) -> int:
        """A place for every member, heard by all, and no letter sent; how many letters wait."""
        before = self._letters()
        self._site.processes.command("services.registration", "register-members", "--event", SLUG, *self._newcomers())
        self.settle()
        return self._letters() - before

    def send(self, letters: int) -> Sent:
        """From the sender's first letter to its last."""
        self._mail.accepted.clear()
        sender = self._site.start_worker("notifications", "--only", "parts")
        _until(lambda: len(self._mail.accepted) >= letters)
        self._site.processes.stop([sender])
        times = [at for _, at in self._mail.accepted]
        return Sent(letters, max(times) - min(times))

    def _newcomers(self) -> list[str]:
        """`register-members` takes the first open session, in which nobody is yet."""
        next(self._sessions)
        return self._site.numbers()

    def _is_settled(self) -> bool:
        """As the services themselves say it to the demonstration (`/stillness`)."""
        told = [self._stillness(service) for service in SERVICES]
        said = {kind: number for one in told for kind, number in one["said"].items()}
        all_heard = (number >= said.get(kind, 0) for one in told for kind, number in one["heard"].items())
        return not any(one["unsent"] or one["failed"] for one in told) and all(all_heard)

    def _stillness(self, service: str) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self._site.ports[service], timeout=30)
        connection.request("GET", f"{MOUNTS[service]}/stillness")
        told: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return told

    def _letters(self) -> int:
        return int(self._site.column("notifications", "SELECT count(*) FROM letters")[0])


def _until(so: Callable[[], bool], *, every: float = _LOOKS_EVERY) -> None:
    deadline = time.monotonic() + _WITHIN
    while not so():
        if time.monotonic() > deadline:
            raise TimeoutError("the services have not come to rest")
        time.sleep(every)
