"""The site of a replay: its own folder, databases and clock, started as any operator would start it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx

from demo.replay.browser import Browser, wires
from demo.replay.servers import Servers

HOUSE: Final = Path(__file__).resolve().parents[2]
SERVICES: Final = ("registration", "notifications", "checkin")
STILLNESS: Final = ("/stillness", "/notifications/stillness", "/checkin/stillness")
STARTS_WITHIN: Final = 120.0
STILL_WITHIN: Final = 600.0
STOPS_WITHIN: Final = 30.0
PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 1.0


class NeverStill(Exception):
    """The site has not come to rest: a message or a letter is stuck."""


@dataclass
class Site:
    """`url` answers while the site runs; the clock moves only when everything is still."""

    url: str
    folder: Path
    environment: Mapping[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

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
        """Every process reads the file: it is replaced whole."""
        written = self.folder / "clock.new"
        written.write_text(moment.astimezone(UTC).isoformat(), encoding="ascii")
        written.replace(self.folder / "clock")

    def wait_until_still(self) -> None:
        """Nothing to say, nothing on its way, nothing due, in any of the three services."""
        began = time.monotonic()
        with wires() as own:
            browser = Browser(self.url, own)
            while not all_still(told := [browser.get_json(address) for address in STILLNESS]):
                self.must_live()
                waited = time.monotonic() - began
                if waited > STILL_WITHIN:
                    raise NeverStill(json.dumps(told, indent=1))
                # Asking costs the site time too: the longer it has to do, the more seldom it is asked.
                time.sleep(min(PAUSE + waited / 20, LONGEST_PAUSE))

    def must_live(self) -> None:
        for process in self.processes:
            if process.poll() is not None:
                raise RuntimeError(f"the site has stopped by itself: see {self.folder / 'site.log'}")


@contextmanager
def running_site(folder: Path, *, mode: str, at: datetime, prepare: Sequence[Sequence[str]]) -> Iterator[Site]:
    """A site that starts empty, at a moment of the past, once registration's commands in `prepare` are done."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        servers = stack.enter_context(Servers.of(mode, folder))
        port, mail_port = _free_ports(2)
        environment = {
            **os.environ,
            "DEMONSTRATION": "yes",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "VAR": str(folder),
            "KEYS": str(folder / "keys"),
            "CLOCK_FILE": str(folder / "clock"),
            "LOG_LEVEL": "WARNING",
            "ORGANISATION_FILE": "demo/organisation.toml",
            **servers.environment,
        }
        site = Site(f"http://127.0.0.1:{port}", folder, environment)
        site.move_clock(at)
        for service in SERVICES:
            site.command(service, "migrate")
            if mode != "embedded":
                # The queues before the first word: what is said while one of them is missing passes it by.
                site.command(service, "bind")
        for words in prepare:
            site.command("registration", *words)
        log = stack.enter_context((folder / "output.log").open("wb"))
        stack.callback(_stop, site)
        for words in _processes(mode):
            site.processes.append(_start(words, site, log))
        _wait_until_ready(site)
        yield site


def _processes(mode: str) -> list[list[str]]:
    if mode == "embedded":
        return [["services", "--no-seed"]]
    return [*([f"services.{service}", "worker"] for service in SERVICES), ["services", "--no-seed", "--web-only"]]


def _start(words: Sequence[str], site: Site, log: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], cwd=HOUSE, env=dict(site.environment), stdout=log, stderr=subprocess.STDOUT
    )


def _wait_until_ready(site: Site) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        site.must_live()
        try:
            if httpx.get(f"{site.url}/healthz", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the site does not answer: see {site.folder / 'site.log'}")


def _stop(site: Site) -> None:
    for process in reversed(site.processes):
        process.terminate()
    for process in site.processes:
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def all_still(told: Sequence[Mapping[str, Any]]) -> bool:
    """Each by itself, and nothing between them: listeners have heard all that was said of what they listen to."""
    said = {name: number for one in told for name, number in one["said"].items()}
    heard = [(name, number) for one in told for name, number in one["heard"].items()]
    return all(one["still"] for one in told) and all(number >= said.get(name, 0) for name, number in heard)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        bound = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in bound]
