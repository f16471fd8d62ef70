"""At rest: how big each process is, how soon it answers, how much it works when nobody asks anything."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.processes import Process, Processes
from shared.testing.ports import free_port

_SETTLES: Final = 5.0


@dataclass(frozen=True)
class AtRest:
    """Megabytes resident; share of one core; seconds from its start to its first answer, None without an address."""

    name: str
    megabytes: float
    share: float
    ready: float | None = None


def at_rest(processes: Sequence[Process], *, seconds: float, ready: float | None = None) -> list[AtRest]:
    """Watched for so long together, after what the start left to do is done."""
    time.sleep(_SETTLES)
    before = {process.name: process.worked for process in processes}
    began = time.perf_counter()
    time.sleep(seconds)
    took = time.perf_counter() - began
    return [
        AtRest(one.name, one.megabytes, (one.worked - before[one.name]) / took, ready if one is processes[0] else None)
        for one in processes
    ]


def embedded(folder: Path, *, seconds: float) -> tuple[float, AtRest]:
    """`make run`'s process: seconds of its very first start, which makes the demonstration, then a later start's."""
    port = free_port()
    environment = {
        "DEMONSTRATION": "yes",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "MAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "VAR": str(folder),
    }
    processes = Processes(folder, environment)
    try:
        first = processes.start("embedded site", "services")
        made_in = first.wait_for(port, "/healthz")
        processes.stop()
        site = processes.start("embedded site", "services")
        ready = site.wait_for(port, "/healthz")
        (found,) = at_rest([site], seconds=seconds, ready=ready)
        return made_in, found
    finally:
        processes.stop()
