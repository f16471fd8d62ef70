"""The site of a replay in containers, brought up before (`make compose-test`) and reached as everybody reaches it.

Which project and files `docker compose` speaks of, and where the site answers, is in the environment.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from demo.replay.site import Site


class ComposedSite(Site):
    """Commands run beside the web processes; one container keeps the clock that the others read."""

    def command(self, service: str, *words: str) -> None:
        """A file of this machine is handed over on standard input: the container has none of them."""
        given, file = b"", Path(words[-1])
        if file.is_file():
            given, words = file.read_bytes(), (*words[:-1], "/dev/stdin")
        _in_container(f"{service}-web", "python", "-m", f"services.{service}", *words, given=given)

    def write_clock(self, moment: datetime) -> None:
        written = moment.astimezone(UTC).isoformat().encode("ascii")
        _in_container("clock", "sh", "-c", "cat > /clock/next && mv /clock/next /clock/now", given=written)


@contextmanager
def composed_site(folder: Path, *, at: datetime, prepare: Sequence[Sequence[str]]) -> Iterator[Site]:
    """The site that is up already, and empty, once registration's commands in `prepare` are done."""
    folder.mkdir(parents=True, exist_ok=True)
    site = ComposedSite(os.environ["SITE_URL"], folder, os.environ, now=at)
    site.move_clock(at)
    for words in prepare:
        site.command("registration", *words)
    with site.wires:
        yield site


def _in_container(name: str, *words: str, given: bytes) -> None:
    command = ["docker", "compose", "exec", "-T", name, *words]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}: {' '.join(words[:4])}: {(done.stdout + done.stderr).decode(errors='replace')}")
