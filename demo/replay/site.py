"""The site of a replay: its own folder, databases and clock, started as any operator would start it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from demo.replay.browser import Browser
from demo.replay.journal import Journal
from demo.replay.processes import HOUSE, Processes, Wanted
from demo.replay.servers import SERVICES, Servers, servers_of
from demo.replay.wires import Wires
from shared.testing.ports import free_port
from shared.web.links import MOUNTS

STILLNESS: Final = ("/stillness", "/notifications/stillness", "/checkin/stillness")
STILL_WITHIN: Final = 600.0
PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 1.0


class NeverStill(Exception):
    """The site has not come to rest: a message or a letter is stuck."""


@dataclass
class Site:
    """`url` answers while it runs, by `ways` if it is several processes; the clock moves only when all is still."""

    url: str
    folder: Path
    environment: Mapping[str, str]
    now: datetime
    ways: Mapping[str, str] = field(default_factory=dict)
    processes: Processes | None = None

    @cached_property
    def wires(self) -> Wires:
        """All browsers share them: making some costs more than a page."""
        return Wires(self.ways)

    def browser(self) -> Browser:
        """Somebody's own, who is nobody yet."""
        return Browser(self.url, self.wires)

    def command(self, service: str, *words: str) -> None:
        """One of a service's own commands, as an operator types it."""
        done = subprocess.run(
            [sys.executable, "-m", f"services.{service}", *words],
            cwd=HOUSE,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{service} {words[0]}: {done.stdout}{done.stderr}")

    def commands(self, lines: Sequence[Sequence[str]]) -> None:
        """Several at once, in as many terminals."""
        with ThreadPoolExecutor() as terminals:
            for done in [terminals.submit(self.command, *words) for words in lines]:
                done.result()

    def move_clock(self, moment: datetime) -> None:
        """Never back: somebody may have waited a while."""
        self.now = max(self.now, moment)
        self.write_clock(self.now)

    def wait(self, span: timedelta) -> None:
        self.move_clock(self.now + span)

    def write_clock(self, moment: datetime) -> None:
        """Every process reads the file: it is replaced whole."""
        written = self.folder / "clock.new"
        written.write_text(moment.astimezone(UTC).isoformat(), encoding="ascii")
        written.replace(self.folder / "clock")

    def wait_until_still(self) -> None:
        """Nothing to say, nothing on its way, nothing due, in any of the three services."""
        began, browser = time.monotonic(), self.browser()
        while not all_still(told := [browser.get_json(address) for address in STILLNESS]):
            self.must_live()
            waited = time.monotonic() - began
            if waited > STILL_WITHIN:
                raise NeverStill(json.dumps(told, indent=1))
            # Asking costs the site time too: the longer it has to do, the more seldom it is asked.
            time.sleep(min(PAUSE + waited / 20, LONGEST_PAUSE))

    def must_live(self) -> None:
        if self.processes is not None:
            self.processes.must_live()


@contextmanager
def running_site(
    folder: Path, *, mode: str, at: datetime, prepare: Sequence[Sequence[str]], journal: Journal
) -> Iterator[Site]:
    """A site that starts empty, at a moment of the past, once registration's commands in `prepare` are done.

    The journal knows whether it was made already. What it stands on is taken away when the replay has come to its end;
    after anything else it stays.
    """
    servers = servers_of(mode, folder)
    ports = journal.once("the site, on ports", lambda: _made(folder, servers, mode=mode, at=at, prepare=prepare))
    site = _site(folder, servers, mode=mode, now=_read_clock(folder), ports=ports)
    site.processes = Processes(_wanted(site, mode, ports), site.environment, folder / "output.log")
    with site.processes.running(), site.wires:
        yield site
    servers.drop()


def _made(
    folder: Path, servers: Servers, *, mode: str, at: datetime, prepare: Sequence[Sequence[str]]
) -> dict[str, int]:
    """The ports are part of it: they stand in its letters."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    servers.make()
    ports = {name: free_port() for name in ("mail", *(MOUNTS if mode == "real" else ("registration",)))}
    site = _site(folder, servers, mode=mode, now=at, ports=ports)
    site.move_clock(at)
    site.commands([(service, "migrate") for service in SERVICES])
    if mode == "real":
        # The queues before the first word: what is said while one of them is missing passes it by.
        site.commands([(service, "bind") for service in SERVICES])
    site.commands([("registration", *words) for words in prepare])
    return ports


def _site(folder: Path, servers: Servers, *, mode: str, now: datetime, ports: Mapping[str, int]) -> Site:
    """Its address is registration's, as is the gateway's for whatever no other service answers."""
    addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    environment = {
        **os.environ,
        "DEMONSTRATION": "yes",
        "SITE_URL": addresses["registration"],
        "MAIL_URL": f"smtp://127.0.0.1:{ports['mail']}",
        "VAR": str(folder),
        "KEYS": str(folder / "keys"),
        "CLOCK_FILE": str(folder / "clock"),
        "LOG_LEVEL": "WARNING",
        "ORGANISATION_FILE": "demo/organisation.toml",
        **servers.environment,
    }
    ways = {MOUNTS[name]: addresses[name] for name in MOUNTS if mode == "real" and name != "registration"}
    return Site(addresses["registration"], folder, environment, now=now, ways=ways)


def _wanted(site: Site, mode: str, ports: Mapping[str, int]) -> list[Wanted]:
    """Embedded, one process is all of it. Otherwise only the mail server is not ours to kill: it is the world's."""
    if mode == "embedded":
        return [Wanted("site", ["services", "--no-seed"], f"{site.url}/healthz")]
    letters = ["--folder", str(site.folder / "mailbox"), "--smtp-port", str(ports["mail"])]
    mailbox = ["demo.mailbox", *letters, "--port", str(ports["mailbox"])]
    return [
        Wanted("mailbox", mailbox, f"{site.ways['/mailbox']}/mailbox/", may_be_killed=False),
        *(Wanted(f"worker {name}", [f"services.{name}", "worker"]) for name in SERVICES),
        *(
            Wanted(
                f"web {name}",
                [f"services.{name}", "web", "--port", str(ports[name])],
                f"http://127.0.0.1:{ports[name]}{MOUNTS[name]}/healthz",
            )
            for name in SERVICES
        ),
    ]


def all_still(told: Sequence[Mapping[str, Any]]) -> bool:
    """Each by itself, and nothing between them: listeners have heard all that was said of what they listen to."""
    said = {name: number for one in told for name, number in one["said"].items()}
    heard = [(name, number) for one in told for name, number in one["heard"].items()]
    return all(one["still"] for one in told) and all(number >= said.get(name, 0) for name, number in heard)


def _read_clock(folder: Path) -> datetime:
    return datetime.fromisoformat((folder / "clock").read_text(encoding="ascii"))
