"""`python -m bench`: measure, and write the table (make bench; SHORT=1 for a look in two minutes)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import click

from bench.chain import Chain
from bench.imports import time_of_import
from bench.mail import MailServer
from bench.rest import at_rest, embedded
from bench.site import MEMBERS, Site, a_site
from bench.table import Findings, table
from bench.throughput import Measure, Throughput

FOLDER: Final = Path("var/bench")
PARTS: Final = ("embedded", "chain", "throughput", "import")


@dataclass(frozen=True)
class Scale:
    members: int
    idle: float
    paces: tuple[float, ...]
    paced: float
    measure: Measure
    imported: int


WHOLE: Final = Scale(MEMBERS, 20.0, (20.0, 50.0), 20.0, Measure(2.5, 3, (1, 4, 16, 64)), 100_000)
SHORT: Final = Scale(200, 5.0, (20.0,), 5.0, Measure(1.0, 1, (1, 16)), 10_000)


@click.command()
@click.option("--short", is_flag=True, help="Two minutes: fewer, shorter, and one turn of each.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Measure this instead of all.")
def main(short: bool, only: tuple[str, ...]) -> None:
    """What is measured goes to var/bench/table.md as soon as it is known."""
    signal.signal(signal.SIGTERM, _leave)
    scale, chosen, began = SHORT if short else WHOLE, only or PARTS, time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found = Findings(_run("short" if short else "whole"))
    if "import" in chosen:
        found.imported = time_of_import(_fresh("import"), scale.imported)
        _write(found)
    if "embedded" in chosen:
        found.first_start, resting = embedded(_fresh("embedded"), seconds=scale.idle)
        found.at_rest.append(resting)
        _write(found)
    if {"chain", "throughput"} & set(chosen):
        with a_site(_fresh("real"), members=scale.members) as site:
            _chain(site, scale, found, "chain" in chosen)
            if "throughput" in chosen:
                _throughput(site, scale, found)
    found.run += f", {time.monotonic() - began:.0f} s"
    _write(found)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Ended from outside, the processes and databases of the bench end too, however often it is said."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def _chain(site: Site, scale: Scale, found: Findings, is_measured: bool) -> None:
    """Run in any case: what is measured afterwards stands on what the services have told one another."""
    mail = MailServer(site.mail)
    try:
        chain = Chain(site, mail)
        if not is_measured:
            with chain.running():
                chain.settle()
            return
        with chain.running(sender=False):
            letters = chain.prepare_letters()
        found.sent = chain.send(letters)
        with chain.running() as processes:
            chain.wake()
            found.told = [chain.tell(per_second=pace, seconds=scale.paced) for pace in scale.paces]
            chain.settle()
            found.at_rest += at_rest(processes, seconds=scale.idle)
    finally:
        mail.stop()
    _write(found)


def _throughput(site: Site, scale: Scale, found: Findings) -> None:
    throughput = Throughput(site, scale.measure)
    found.ceiling = throughput.ceiling()
    for line in throughput.compared():
        found.compared.append(line)
        _write(found)


def _run(length: str) -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    load = os.getloadavg()[0]
    return f"Commit {told or 'unknown'}, {os.cpu_count()} cores, load before it began {load:.1f}, {length}"


def _fresh(name: str) -> Path:
    folder = (FOLDER / name).resolve()
    folder.mkdir()
    return folder


def _write(found: Findings) -> None:
    written = table(found)
    (FOLDER / "table.md").write_text(written, encoding="utf-8")
    click.echo(written)


if __name__ == "__main__":
    main()
