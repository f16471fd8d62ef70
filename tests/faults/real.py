"""The real site: web and worker processes, PostgreSQL, RabbitMQ and mail server of its own, and how each is struck."""

import contextlib
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.db.database import Database
from shared.messaging.errands import depths
from shared.messaging.topology import Topology
from shared.messaging.wire import WireAway
from shared.testing.ports import free_port
from tests.faults.history import History
from tests.faults.killer import Killer, Measure
from tests.faults.mail import MailServer
from tests.faults.ordeals import PREPARED_WITHIN
from tests.faults.processes import Process, Processes
from tests.faults.proxy import Proxy
from tests.faults.servers import PostgreSQL, RabbitMQ, Server
from tests.faults.site import SERVICES, Site
from tests.faults.waiting import wait_until_empty

NAMESPACE: Final = "faults"
_MOUNTS: Final = {"registration": "", "notifications": "/notifications", "checkin": "/checkin"}
# Seconds of a process's life; a worker shows no sign of life, so that its own start is part of it. Starting costs a
# second of a core: of thirteen processes one dies a second, which leaves two cores something for the load.
_LIVES_OF_FEW: Final = (1.0, 10.0)
_LIVES_OF_MANY: Final = (2.0, 20.0)
_FEW: Final = 3
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
    seed: int

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
            names = [queue.name for name in SERVICES for queue in Topology.of(NAMESPACE, name, ()).queues]
            return dict(zip(names, depths(self.rabbitmq.url, names), strict=True))
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
        lives = _LIVES_OF_FEW if len(victims) <= _FEW else _LIVES_OF_MANY
        return Killer(self.site.processes, victims, seed=self.seed, lives=lives, history=history)

    def kill_server(self, server: Server, history: History, measure: Measure) -> int:
        """The server with all its processes, again and again, at random moments after it answers."""
        rng = random.Random(f"{self.seed}/{server.name}")
        times, deadline = 0, time.monotonic() + measure.seconds
        while times < measure.kills and time.monotonic() < deadline:
            time.sleep(rng.uniform(0.5, 4.0))
            server.kill()
            history.note("fault", fault="kill -9", victim=server.name)
            times += 1
            time.sleep(rng.uniform(0.05, 1.0))
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
    with contextlib.ExitStack() as stack:
        # PostgreSQL may be another account's process: it must find its way in, and its socket's path must be short.
        open_to_all = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        open_to_all.chmod(0o755)
        postgresql, rabbitmq = PostgreSQL(open_to_all), RabbitMQ(folder)
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
        real = RealSite(site, postgresql, rabbitmq, mail, *wires, ports, seed)
        site.import_directory(members)
        with real.running([*real.web(), *real.workers()]):
            wait_until_empty(site.databases, real.queues, within=PREPARED_WITHIN).must_be_nothing()
        yield real


def _name_of(service: str, parts: tuple[str, ...]) -> str:
    return "sender" if parts == ("parts",) else f"{parts[-1]} {service}"


def _worker_of(service: str, parts: tuple[str, ...]) -> list[str]:
    return [f"services.{service}", "worker", *(word for part in parts for word in ("--only", part))]
