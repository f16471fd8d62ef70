"""What is done to the real site: each ordeal with its own processes and its own event."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.faults.history import History
from tests.faults.ordeals import Ordeal, Outcome, Struck, live_through
from tests.faults.processes import Measure, Process
from tests.faults.proxy import Proxy
from tests.faults.real import RealSite
from tests.faults.servers import Server

Strike = Callable[[History], Struck]


class RealOrdeals:
    """`scale` is the share of a full run's kills and seconds."""

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
