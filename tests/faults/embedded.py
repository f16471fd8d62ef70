"""The embedded site: one process, SQLite, memory, its own mailbox; killed whole."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from shared.db.database import Database
from shared.testing.ports import free_port
from tests.faults.history import History
from tests.faults.killer import Killer, Measure
from tests.faults.ordeals import PREPARED_WITHIN, Ordeal, Outcome, Struck, live_through
from tests.faults.processes import Process, Processes
from tests.faults.site import SERVICES, Site
from tests.faults.waiting import wait_until_empty

# Seconds of a life (tests/faults/processes.py says from when on).
LIVES = (0.3, 4.0)


def embedded(folder: Path, *, seed: int, members: int, measure: Measure) -> Iterator[Outcome]:
    with _site(folder, members) as (site, process):

        def strike(history: History) -> Struck:
            killer = Killer(site.processes, [process], seed=seed, lives=LIVES, history=history)
            killer.run(measure)
            return Struck("kill -9 of the embedded site", "random, under load", killer.times)

        ordeal = Ordeal("panne-embarquee", strike)
        yield live_through(ordeal, site, seed=seed, mailbox=folder / "mailbox", queues=dict)


@contextlib.contextmanager
def _site(folder: Path, members: int) -> Iterator[tuple[Site, Process]]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "DEMONSTRATION": "yes",
        "SITE_URL": url,
        "MAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "DATABASE_URL": f"sqlite:///{folder}/{{service}}.db",
        "BROKER_URL": "memory://",
        "VAR": str(folder),
        "KEYS": str(folder / "keys"),
        "LOG_LEVEL": "WARNING",
    }
    processes = Processes(folder, environment)
    process = Process("site", ["services", "--no-seed"], f"{url}/healthz")
    try:
        for service in SERVICES:
            processes.command(f"services.{service}", "migrate")
        processes.start(process)
        processes.wait_until_ready()
        databases = {name: Database(f"sqlite:///{folder}/{name}.db") for name in SERVICES}
        site = Site(folder, url, url, processes, databases)
        site.import_directory(members)
        wait_until_empty(site.databases, dict, within=PREPARED_WITHIN).must_be_nothing()
        yield site, process
        for database in databases.values():
            database.close()
    finally:
        processes.stop()
