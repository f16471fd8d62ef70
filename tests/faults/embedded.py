"""The embedded site: one process, SQLite, memory, its own mailbox; killed whole."""

import contextlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

from shared.db.database import Database
from tests.faults.history import History
from tests.faults.ordeals import EMPTY_WITHIN, Ordeal, Outcome, Struck, live_through, wait_until_empty
from tests.faults.processes import Killer, Process, Processes
from tests.faults.servers import free_port
from tests.faults.site import SERVICES, Site

# How long it lives from one kill to the next, in times that it takes to start: the shortest end before it serves.
LIVES = (0.3, 3.0)


def embedded(folder: Path, *, seed: int, kills: int, seconds: float) -> Iterator[Outcome]:
    with _site(folder) as (site, process, starts_in):
        lives = (LIVES[0] * starts_in, LIVES[1] * starts_in)

        def strike(history: History) -> Struck:
            killer = Killer(site.processes, [process], random.Random(seed), lives=lives, history=history)
            killer.run(seconds=seconds, kills=kills)
            return Struck("kill -9 of the embedded site", "random, under load", killer.times)

        ordeal = Ordeal("panne-embarquee", strike)
        yield live_through(ordeal, site, seed=seed, mailbox=folder / "mailbox", queues=dict)


@contextlib.contextmanager
def _site(folder: Path) -> Iterator[tuple[Site, Process, float]]:
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
        began = time.monotonic()
        processes.wait_until_ready()
        starts_in = time.monotonic() - began
        databases = {name: Database(f"sqlite:///{folder}/{name}.db") for name in SERVICES}
        site = Site(folder, url, url, processes, databases)
        site.import_directory()
        left = wait_until_empty(site, dict, within=EMPTY_WITHIN)
        assert not left, left
        yield site, process, starts_in
        for database in databases.values():
            database.close()
    finally:
        processes.stop()
