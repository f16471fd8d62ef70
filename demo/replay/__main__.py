"""`python -m demo.replay`: live the year 2022 from outside, then hold the site's figures against it."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from fractions import Fraction
from pathlib import Path

import click

from demo.directory import write_directory
from demo.replay.browser import Browser, wires
from demo.replay.composed import composed_site
from demo.replay.crew import Crew
from demo.replay.door import DoorStaff
from demo.replay.exports import download, reported
from demo.replay.letters import Mailbox
from demo.replay.life import Life
from demo.replay.organizer import Organizer
from demo.replay.plan import planned_year
from demo.replay.servers import MODES
from demo.replay.site import Site, running_site
from demo.replay.stage import Stage
from demo.replay.tickets import Tickets
from demo.replay.timetable import STARTS
from demo.replay.verdict import differences, summary
from demo.replay.year import PlannedYear
from demo.season import scenario
from demo.seed import ACCOUNTS, opening


@click.command()
@click.option("--scale", type=Fraction, default="1", show_default=True, help="Of each count of the scenario.")
@click.option("--mode", type=click.Choice(MODES), default="embedded", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/replay"), show_default=True)
@click.option("--hands", default=12, show_default=True, help="Things done at once.")
def replay(scale: Fraction, mode: str, folder: Path, hands: int) -> None:
    """Live the year; exit 1 if any figure differs."""
    # Told to end, it takes its site with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    story = scenario()
    year = planned_year(story, scale)
    folder.mkdir(parents=True, exist_ok=True)
    write_directory(folder / "directory.csv", year.members)
    prepare = [["import-directory", str((folder / "directory.csv").resolve())], *map(opening, ACCOUNTS)]
    say = _progress()
    say(f"a year at scale {scale}, {mode}: {len(year.members)} members, {len(year.sessions)} sessions")
    with _site((folder / "site").resolve(), mode, prepare) as site:
        say(f"the site runs at {site.url}")
        with _stage(site, year, hands, say) as stage:
            Life(stage, say).live()
            stage.organizer.sign_in()
            cohorts = _cohorts_not_full(stage)
            download(stage.organizer, folder, [event.key for event in year.events])
    found = [*cohorts, *differences(folder, year, scale=scale, published=story["published"])]
    for line in summary(reported(folder)):
        say(line)
    for line in found:
        say(f"DIFFERENT: {line}")
    say("every figure is the same" if not found else f"{len(found)} differences")
    sys.exit(1 if found else 0)


def _site(folder: Path, mode: str, prepare: Sequence[Sequence[str]]) -> AbstractContextManager[Site]:
    if mode == "compose":
        return composed_site(folder, at=STARTS, prepare=prepare)
    return running_site(folder, mode=mode, at=STARTS, prepare=prepare)


@contextmanager
def _stage(site: Site, year: PlannedYear, hands: int, say: Callable[[str], None]) -> Iterator[Stage]:
    shared = wires()
    by_role = {account.role: account for account in ACCOUNTS}
    organizer, door = by_role["organizer"], by_role["door"]
    with Mailbox(Browser(site.url, shared)).watched() as mailbox:
        crew = Crew(hands)
        stage = Stage(
            site=site,
            year=year,
            wires=shared,
            mailbox=mailbox,
            crew=crew,
            organizer=Organizer(Browser(site.url, shared), email=organizer.email, password=organizer.password),
            door_staff=DoorStaff(Browser(site.url, shared), email=door.email, password=door.password),
            tickets=Tickets(Browser(site.url, shared)),
            say=say,
        )
        stage.organizer.sign_in()
        try:
            yield stage
        finally:
            crew.leave()


def _cohorts_not_full(stage: Stage) -> list[str]:
    """Both cohorts of the programme, as the organizer's list shows them."""
    wrong = []
    for session in stage.year.sessions:
        if session.kind == "programme":
            event = stage.published[session.key]
            held = stage.organizer.how_many(event, stage.session_id(session), "confirmed")
            if held != session.counts.places.capacity:
                wrong.append(f"{session.key}: {held} places taken of {session.counts.places.capacity}")
    return wrong


def _progress() -> Callable[[str], None]:
    started = time.monotonic()

    def say(line: str) -> None:
        click.echo(f"[{time.monotonic() - started:7.1f} s] {line}")

    return say


if __name__ == "__main__":
    replay()
