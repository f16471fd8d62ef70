"""The whole site in a process of its own, as `make run` starts it, and what its operator does by command."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import httpx
import zxingcpp
from PIL import Image

from demo.directory import directory, write_directory
from demo.seed import ACCOUNTS
from shared.testing.ports import free_port

ROOT: Final = Path(__file__).parents[2]
STARTS_WITHIN: Final = 120.0
Found = TypeVar("Found")


@dataclass(frozen=True)
class Site:
    url: str
    var: Path
    environment: dict[str, str]

    def run(self, service: str, *words: str) -> None:
        """One of a service's commands, beside the running site."""
        command = [sys.executable, "-m", f"services.{service}", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def publish(self, events: list[dict[str, Any]]) -> None:
        """Events as `import-events` takes them, published at once."""
        path = self.var / "events.json"
        path.write_text(json.dumps(events, ensure_ascii=False), encoding="utf-8")
        self.run("registration", "import-events", str(path))

    def register(self, slug: str, numbers: Sequence[str]) -> None:
        self.run("registration", "register-members", "--event", slug, *numbers)

    def letters(self, *, to: str, about: str = "", after: int = 0) -> list[dict[str, Any]]:
        """Letters received at an address, the oldest first; `about` is a part of the subject."""
        answer = httpx.get(f"{self.url}/mailbox/api/letters", params={"to": to, "after": after}, timeout=30)
        found: list[dict[str, Any]] = answer.raise_for_status().json()["letters"]
        return [letter for letter in found if about in letter["subject"]]

    def letter(self, *, to: str, about: str = "", after: int = 0, within: float = 90) -> dict[str, Any]:
        """The newest of them, waited for."""
        return until(lambda: self.letters(to=to, about=about, after=after), within=within)[-1]

    def ticket_in(self, letter: dict[str, Any]) -> str:
        """What the QR code of a letter says."""
        (picture,) = [one for one in letter["attachments"] if one["content_type"] == "image/png"]
        content = httpx.get(self.url + picture["address"], timeout=30).raise_for_status()
        (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(content.content)))
        text: str = code.text
        return text

    def set_clock(self, moment: str) -> None:
        """Only a site that was started with a clock of its own."""
        clock = Path(self.environment["CLOCK_FILE"])
        clock.with_suffix(".new").write_text(moment, encoding="ascii")
        clock.with_suffix(".new").rename(clock)


def seed(site: Site, *, events: Sequence[dict[str, Any]], people: int = 120) -> None:
    """A small association: what the demonstration holds, in little, so that its messages are soon heard."""
    write_directory(site.var / "seed" / "directory.csv", directory()[:people])
    site.run("registration", "import-directory", str(site.var / "seed" / "directory.csv"))
    for one in ACCOUNTS:
        words = ("--email", one.email, "--name", one.name, "--role", one.role, "--password", one.password)
        site.run("registration", "create-staff", *words)
    site.publish(list(events))


def until(look: Callable[[], Found], *, within: float = 60) -> Found:
    """What `look` finds, as soon as it finds anything; fails after that many seconds."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came in time"
        time.sleep(0.1)
    return found


@contextmanager
def running_site(var: Path, **settings: str) -> Iterator[Site]:
    """Stopped at the end; what it says stays in `var`, and is shown when the site does not start."""
    var.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{free_port()}"
    mail = f"smtp://127.0.0.1:{free_port()}"
    environment = {**os.environ, "VAR": str(var), "SITE_URL": url, "MAIL_URL": mail, **settings}
    with (var / "start.log").open("w", encoding="utf-8") as log, _process(environment, log) as process:
        until(lambda: _answers(url, process, var), within=STARTS_WITHIN)
        yield Site(url, var, environment)


@contextmanager
def _process(environment: dict[str, str], log: IO[str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "services", "--no-seed"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(url: str, process: subprocess.Popen[bytes], var: Path) -> bool:
    assert process.poll() is None, (var / "start.log").read_text(encoding="utf-8")[-4000:]
    try:
        return httpx.get(f"{url}/readyz", timeout=10).is_success
    except httpx.TransportError:
        return False
