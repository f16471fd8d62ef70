"""A worker as a process: it stops when asked, and what it had in hand when killed is handled once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.messaging.wires import bind_queues
from shared.service import Instance
from tests.shared.messaging.speaking import effects_of, inbox_rows, relay_all, say, until

pytestmark = pytest.mark.real

StartEar = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start_ear(ear: Instance, tmp_path: Path) -> Iterator[StartEar]:
    settings = ear.settings
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "BROKER_URL": settings.broker_url,
        "BROKER_NAMESPACE": settings.broker_namespace,
        "DEMONSTRATION": "yes",
        "ORGANISATION_FILE": str(settings.organisation_file),
        "VAR": str(settings.var),
        "DIED": str(tmp_path / "died"),
    }
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.shared.messaging.ear_process"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_asked_to_stop_stops_cleanly(
    order: signal.Signals, speaker: Instance, ear: Instance, start_ear: StartEar
) -> None:
    bind_queues(ear)
    process = start_ear()
    say(speaker, subject="chair")
    relay_all(speaker)
    until(lambda: effects_of(ear))

    process.send_signal(order)

    assert process.wait(10) == 0


def test_a_message_that_killed_the_process_is_handled_once_by_the_next(
    speaker: Instance, ear: Instance, start_ear: StartEar
) -> None:
    bind_queues(ear)
    for number in range(10):
        say(speaker, subject=f"thing {number}", name="deadly" if number == 5 else "x")
    relay_all(speaker)

    assert start_ear().wait(30) == -signal.SIGKILL
    start_ear()
    until(lambda: len(effects_of(ear)) == 10, within=40)

    assert len(set(effects_of(ear))) == 10
    assert {row.state for row in inbox_rows(ear)} == {"handled"}
