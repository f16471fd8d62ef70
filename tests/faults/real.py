"""The real site: web and worker processes, PostgreSQL and RabbitMQ of its own; everything is killed or cut off."""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.db.database import Database
from shared.messaging.topology import Topology
from shared.messaging.wire import WireAway
from shared.messaging.wire_rabbitmq import depth
from tests.faults.history import History
from tests.faults.mail import MailServer
from tests.faults.ordeals import PREPARED_WITHIN, Ordeal, Outcome, Struck, live_through, wait_until_empty
from tests.faults.processes import Killer, Measure, Process, Processes
from tests.faults.proxy import Proxy
from tests.faults.servers import PostgreSQL, RabbitMQ, Server, free_port
from tests.faults.site import SERVICES, Site

NAMESPACE: Final = "faults"
_MOUNTS: Final = {"registration": "", "notifications": "/notifications", "checkin": "/checkin"}
# Seconds of a process's life; a worker shows no sign of life, so that its own start is part of it.
_LIVES: Final = (1.0, 10.0)
# The parts of a worker, each a process of its own when parts are killed one by one.
_PARTS: Final = (("relay",), ("listener",), ("retries", "dead-letters", "chores"))


@dataclass
class RealSite:
    """The site with what can be done to it."""

    site: Site
    postgresql: PostgreSQL
    rabbitmq: RabbitMQ
    mail: MailServer
    broker_wire: Proxy
    database_wire: Proxy
    ports: Mapping[str, int]
    rng: random.Random

    def web(self) -> list[Process]:
        return [
            Process(
                f"web {name}",
                [f"services.{name}", "web", "--port", str(port)],
                f"http://127.0.0.1:{port}{_MOUNTS[name]}/healthz",
            )
            for name, port in self.ports.items()
        ]

    @staticmethod
    def workers() -> list[Process]:
        return [Process(f"worker {name}", [f"services.{name}", "worker"]) for name in SERVICES]

    @staticmethod
    def parts() -> list[Process]:
        """As `worker --only …` runs them; the sender is notifications' own part."""
        every = [(name, parts) for name in SERVICES for parts in _PARTS] + [("notifications", ("parts",))]
        return [Process(_name_of(name, parts), _worker_of(name, parts)) for name, parts in every]

    def queues(self) -> dict[str, int]:
        try:
            return {
                queue.name: depth(self.rabbitmq.url, queue.name)
                for name in SERVICES
                for queue in Topology.of(NAMESPACE, name, ()).queues
            }
        except WireAway:
            return {"the broker is away": 1}

    @contextlib.contextmanager
    def running(self, processes: Sequence[Process], **environment: str) -> Iterator[None]:
        """These processes and no others, until the end."""
        with self.site.processes.told(environment):
            for process in processes:
                self.site.processes.start(process)
            try:
                self.site.processes.wait_until_ready()
                yield
            finally:
                self.site.processes.stop()

    def killer(self, victims: Sequence[Process], history: History) -> Killer:
        return Killer(self.site.processes, victims, self.rng, lives=_LIVES, history=history)

    def kill_server(self, server: Server, history: History, measure: Measure) -> int:
        """The server with all its processes, again and again, at random moments after it answers."""
        times, deadline = 0, time.monotonic() + measure.seconds
        while times < measure.kills and time.monotonic() < deadline:
            time.sleep(self.rng.uniform(0.5, 4.0))
            server.kill()
            history.note("fault", fault="kill -9", victim=server.name)
            times += 1
            time.sleep(self.rng.uniform(0.05, 1.0))
            server.start()
            server.wait()
            history.note("fault", fault="back", victim=server.name)
        return times

    def cut(self, wire: Proxy, name: str, history: History, *, modes: Sequence[str], seconds: float) -> int:
        """Each mode for so long, with a breath between them."""
        for mode in modes:
            wire.turn(mode)
            history.note("fault", fault=mode, victim=name)
            time.sleep(seconds)
            wire.turn("pass")
            history.note("fault", fault=f"{mode} over", victim=name)
            time.sleep(3)
        return len(modes)


@contextlib.contextmanager
def a_real_site(folder: Path, *, seed: int, members: int) -> Iterator[RealSite]:
    # PostgreSQL is another account's process, and must find its way in.
    folder.chmod(0o755)
    with contextlib.ExitStack() as stack:
        postgresql, rabbitmq = PostgreSQL(folder), RabbitMQ(folder)
        for server in (postgresql, rabbitmq):
            stack.callback(server.kill)
            server.start()
        mail = MailServer(folder / "mailbox", seed)
        stack.callback(mail.stop)
        ports = {name: free_port() for name in SERVICES}
        addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        environment = {
            "DEMONSTRATION": "yes",
            "SITE_URL": addresses["registration"],
            "MAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "DATABASE_URL": postgresql.url,
            "BROKER_URL": rabbitmq.url,
            "BROKER_NAMESPACE": NAMESPACE,
            "VAR": str(folder),
            "KEYS": str(folder / "keys"),
            "LOG_LEVEL": "WARNING",
        }
        processes = Processes(folder, environment)
        postgresql.wait()
        postgresql.make_databases(SERVICES)
        rabbitmq.wait()
        for service in SERVICES:
            processes.command(f"services.{service}", "migrate")
            processes.command(f"services.{service}", "bind")
        databases = {name: Database(postgresql.url.replace("{service}", name)) for name in SERVICES}
        for database in databases.values():
            stack.callback(database.close)
        site = Site(folder, addresses["registration"], addresses["checkin"], processes, databases)
        wires = Proxy(rabbitmq.port), Proxy(postgresql.port)
        for wire in wires:
            stack.callback(wire.close)
        real = RealSite(site, postgresql, rabbitmq, mail, *wires, ports, random.Random(seed))
        site.import_directory(members)
        with real.running([*real.web(), *real.workers()]):
            wait_until_empty(site, real.queues, within=PREPARED_WITHIN).must_be_nothing()
        yield real


Strike = Callable[[History], Struck]


class RealOrdeals:
    """What is done to a real site, each ordeal with its own processes and its own event."""

    def __init__(self, real: RealSite, folder: Path, *, seed: int, scale: float) -> None:
        self._real = real
        self._folder = folder
        self._seed = seed
        self._scale = scale

    def run(self, name: str) -> Outcome:
        return {
            "parts": self.parts,
            "workers": self.workers,
            "rabbitmq": self.rabbitmq,
            "postgresql": self.postgresql,
            "broker-wire": self.broker_wire,
            "database-wire": self.database_wire,
            "mail": self.mail,
            "everything": self.everything,
        }[name]()

    def parts(self) -> Outcome:
        web, parts = self._real.web(), self._real.parts()

        def strike(history: History) -> Struck:
            return self._killed([*web, *parts], history, kills=320, seconds=420)

        return self._live("pieces", [*web, *parts], strike)

    def workers(self) -> Outcome:
        web, workers = self._real.web(), self._real.workers()

        def strike(history: History) -> Struck:
            return self._killed(workers, history, kills=60, seconds=120)

        return self._live("travailleurs", [*web, *workers], strike)

    def rabbitmq(self) -> Outcome:
        return self._server("courtier", self._real.rabbitmq)

    def postgresql(self) -> Outcome:
        return self._server("base", self._real.postgresql)

    def broker_wire(self) -> Outcome:
        wire = self._real.broker_wire
        url = self._real.rabbitmq.url.replace(f":{self._real.rabbitmq.port}/", f":{wire.port}/")
        return self._cut("fil-du-courtier", "the broker", wire, 60, BROKER_URL=url)

    def database_wire(self) -> Outcome:
        wire = self._real.database_wire
        url = self._real.postgresql.url.replace(f":{self._real.postgresql.port}/", f":{wire.port}/")
        return self._cut("fil-de-la-base", "the databases", wire, 15, DATABASE_URL=url)

    def mail(self) -> Outcome:
        web, parts = self._real.web(), self._real.parts()
        sender = [part for part in parts if part.name == "sender"]

        def strike(history: History) -> Struck:
            self._real.mail.misbehave(history)
            killer = self._real.killer(sender, history)
            killer.run(self._often(30, 90))
            self._real.mail.misbehave(None)
            met = self._real.mail.met
            said = ", ".join(f"{fault} {times}" for fault, times in sorted(met.items()))
            fault = f"mail server ({said}), kill -9 of the sender ({killer.times})"
            return Struck(fault, "random letters, under load", killer.times + met.total())

        return self._live("courrier", [*web, *parts], strike)

    def everything(self) -> Outcome:
        """Web, parts, PostgreSQL and RabbitMQ at the same time."""
        web, parts = self._real.web(), self._real.parts()
        servers: tuple[Server, ...] = (self._real.postgresql, self._real.rabbitmq)

        def strike(history: History) -> Struck:
            killer = self._real.killer([*web, *parts], history)
            killing = threading.Thread(target=killer.run, args=(self._often(120, 180),))
            killing.start()
            times = {one.name: self._real.kill_server(one, history, self._often(5, 60)) for one in servers}
            killing.join()
            said = ", ".join(f"{name} {number}" for name, number in times.items())
            fault = f"kill -9 (web and parts {killer.times}, {said})"
            return Struck(fault, "random, all at once, under load", killer.times + sum(times.values()))

        return self._live("tout", [*web, *parts], strike)

    def _server(self, slug: str, server: Server) -> Outcome:
        def strike(history: History) -> Struck:
            times = self._real.kill_server(server, history, self._often(20, 420))
            return Struck(f"kill -9 of {server.name}", "random, under load", times)

        return self._live(slug, [*self._real.web(), *self._real.workers()], strike)

    def _cut(self, slug: str, name: str, wire: Proxy, seconds: float, **environment: str) -> Outcome:
        modes = ("refuse", "reset", "half-open", "slow")
        each = max(seconds * self._scale, 3.0)

        def strike(history: History) -> Struck:
            times = self._real.cut(wire, name, history, modes=modes, seconds=each)
            return Struck(f"the way to {name}: {', '.join(modes)}", f"{each:.0f} s each, under load", times)

        return self._live(slug, [*self._real.web(), *self._real.workers()], strike, **environment)

    def _live(self, slug: str, processes: Sequence[Process], strike: Strike, **environment: str) -> Outcome:
        real, ordeal = self._real, Ordeal(f"panne-{slug}", strike)
        with real.running(processes, **environment):
            mailbox = self._folder / "mailbox"
            return live_through(ordeal, real.site, seed=self._seed, mailbox=mailbox, queues=real.queues)

    def _often(self, kills: int, seconds: float) -> Measure:
        return Measure(max(1, round(kills * self._scale)), seconds * self._scale)

    def _killed(self, victims: Sequence[Process], history: History, *, kills: int, seconds: float) -> Struck:
        killer = self._real.killer(victims, history)
        killer.run(self._often(kills, seconds))
        said = ", ".join(f"{name} {times}" for name, times in sorted(killer.kills.items()))
        return Struck(f"kill -9 ({said})", "random, under load", killer.times)


ORDEALS: Final = ("parts", "workers", "rabbitmq", "postgresql", "broker-wire", "database-wire", "mail", "everything")


def _name_of(service: str, parts: tuple[str, ...]) -> str:
    return "sender" if parts == ("parts",) else f"{parts[0]} {service}"


def _worker_of(service: str, parts: tuple[str, ...]) -> list[str]:
    return [f"services.{service}", "worker", *(word for part in parts for word in ("--only", part))]
