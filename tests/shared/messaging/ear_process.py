"""The ear's worker as a process of its own; its handler ends the process where the test says so."""

import os
import signal
import sys
from pathlib import Path

from shared.contracts.envelope import Message
from shared.db.transaction import Transaction
from shared.settings import Settings
from shared.worker import run_worker
from tests.shared.messaging.speaking import an_ear, keep_effect


def die_once(tx: Transaction, message: Message) -> None:
    """Killed in the middle of a message, the first time: the effect is written and not committed."""
    keep_effect(tx, message)
    mark = Path(os.environ["DIED"])
    if message.body["name"] == "deadly" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    run_worker(an_ear(die_once).open(Settings.from_environment()), only=sys.argv[1:])
