"""What is done to the real site: each ordeal with its own processes and its own event."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.faults.history import History
from tests.faults.killer import Measure
from tests.faults.ordeals import Ordeal, Outcome, Struck, live_through
from tests.faults.processes import Process
from tests.faults.proxy import Proxy
from tests.faults.real import RealSite
from tests.faults.servers import Server

INFINITE: Final = float("inf")
# Web processes never speak to the broker: whether it is there is nothing that people notice.
UNNOTICED: Final = 10.0

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
            return self._killed([*web, *parts], history, kills=320, seconds=400)

        return self._live("pieces", [*web, *parts], strike)

    def workers(self) -> Outcome:
        web, workers = self._real.web(), self._real.workers()

        def strike(history: History) -> Struck:
            return self._killed(workers, history, kills=40, seconds=90)

        return self._live("travailleurs", [*web, *workers], strike)

    def rabbitmq(self) -> Outcome:
        return self._server("courtier", self._real.rabbitmq, pause=UNNOTICED)

    def postgresql(self) -> Outcome:
        return self._server("base", self._real.postgresql)

    def broker_wire(self) -> Outcome:
        wire = self._real.broker_wire
        url = self._real.rabbitmq.url.replace(f":{self._real.rabbitmq.port}/", f":{wire.port}/")
        return self._cut("fil-du-courtier", "the broker", wire, 60, pause=UNNOTICED, BROKER_URL=url)

    def database_wire(self) -> Outcome:
        wire = self._real.database_wire
        url = self._real.postgresql.url.replace(f":{self._real.postgresql.port}/", f":{wire.port}/")
        return self._cut("fil-de-la-base", "the databases", wire, 10, DATABASE_URL=url)

    def mail(self) -> Outcome:
        web, parts = self._real.web(), self._real.parts()
        sender = [part for part in parts if part.name == "sender"]

        def strike(history: History) -> Struck:
            self._real.mail.misbehave(history)
            killer = self._real.killer(sender, history)
            killer.run(self._often(15, 80))
            self._real.mail.misbehave(None)
            met = self._real.mail.met
            fault = f"mail server ({_counted(met)}), kill -9 of the sender ({killer.times})"
            times = killer.times + met.total()
            return Struck(fault, "random letters, under load", times, self._untried(Counter({**met, **killer.kills})))

        return self._live("courrier", [*web, *parts], strike)

    def everything(self) -> Outcome:
        """Web, parts, PostgreSQL and RabbitMQ at the same time."""
        web, parts = self._real.web(), self._real.parts()
        servers: tuple[Server, ...] = (self._real.postgresql, self._real.rabbitmq)

        def strike(history: History) -> Struck:
            killer = self._real.killer([*web, *parts], history)
            killing = threading.Thread(target=killer.run, args=(self._often(120, 150),))
            killing.start()
            times = {one.name: self._real.kill_server(one, history, self._often(5, 60)) for one in servers}
            killing.join()
            kills = Counter({**killer.kills, **times})
            fault = f"kill -9 ({_counted(_by_kind(kills))})"
            return Struck(fault, "random, all at once, under load", kills.total(), self._untried(kills))

        return self._live("tout", [*web, *parts], strike)

    def _server(self, slug: str, server: Server, *, pause: float = INFINITE) -> Outcome:
        def strike(history: History) -> Struck:
            times = self._real.kill_server(server, history, self._often(16, 240))
            return Struck(f"kill -9 of {server.name}", "random, under load", times)

        return self._live(slug, [*self._real.web(), *self._real.workers()], strike, pause=pause)

    def _cut(
        self, slug: str, name: str, wire: Proxy, seconds: float, *, pause: float = INFINITE, **environment: str
    ) -> Outcome:
        modes = ("refuse", "reset", "half-open", "slow")
        each = max(seconds * self._scale, 3.0)

        def strike(history: History) -> Struck:
            times = self._real.cut(wire, name, history, modes=modes, seconds=each)
            return Struck(f"the way to {name}: {', '.join(modes)}", f"{each:.0f} s each, under load", times)

        processes = [*self._real.web(), *self._real.workers()]
        return self._live(slug, processes, strike, pause=pause, **environment)

    def _live(
        self,
        slug: str,
        processes: Sequence[Process],
        strike: Strike,
        *,
        pause: float = INFINITE,
        **environment: str,
    ) -> Outcome:
        real, ordeal = self._real, Ordeal(f"panne-{slug}", strike, pause)
        with real.running(processes, **environment):
            mailbox = self._folder / "mailbox"
            return live_through(ordeal, real.site, seed=self._seed, mailbox=mailbox, queues=real.queues)

    def _often(self, kills: int, seconds: float) -> Measure:
        return Measure(max(1, round(kills * self._scale)), seconds * self._scale)

    def _killed(self, victims: Sequence[Process], history: History, *, kills: int, seconds: float) -> Struck:
        killer = self._real.killer(victims, history)
        killer.run(self._often(kills, seconds))
        fault = f"kill -9 ({_counted(_by_kind(killer.kills))})"
        return Struck(fault, "random, under load", killer.times, self._untried(killer.kills))

    def _untried(self, times: Counter[str]) -> tuple[str, ...]:
        """A full run tries everything that it is there to try; a shorter one, what its time allows."""
        return tuple(name for name, number in times.items() if not number) if self._scale >= 1 else ()


def _by_kind(kills: Counter[str]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for name, times in kills.items():
        kinds[name.split()[0]] += times
    return kinds


def _counted(times: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(times.items()))


ORDEALS: Final = ("parts", "workers", "rabbitmq", "postgresql", "broker-wire", "database-wire", "mail", "everything")
