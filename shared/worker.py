"""A worker: one process per service that says, hears and does what is due, each in a thread of its own."""

import logging
import signal
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from types import FrameType
from typing import Final

from shared.messaging.chores import chores
from shared.messaging.dead_letters import dead_letters
from shared.messaging.listener import listen
from shared.messaging.pauses import GrowingPauses
from shared.messaging.relay import relay
from shared.messaging.resend import note_empty_wire, note_empty_wire_now_and_then, resend_what_the_wire_forgot
from shared.messaging.try_again import retries
from shared.messaging.wires import bind_queues, is_in_memory, refuse_memory_between_processes
from shared.service import Instance, Part

# What `worker --only` takes; "parts" are the service's own (the sender of letters, say).
PARTS: Final = ("relay", "listener", "retries", "dead-letters", "chores", "parts")

# A part that ran this long before it died starts again at once.
_HEALTHY: Final = 60.0
_STOP_WITHIN: Final = 15.0

log: Final = logging.getLogger(__name__)


class Worker:
    """The threads of one service; nothing is opened before `start`."""

    def __init__(self, instance: Instance, *, only: Collection[str] = ()) -> None:
        self._instance = instance
        self._stop = threading.Event()
        self._threads = [
            # Daemons: a part that does not stop in time must not keep the process from ending.
            threading.Thread(
                target=self._keep_running, args=(part,), name=f"{instance.service.name}-{part.name}", daemon=True
            )
            for part in parts_of(instance, only)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def ask_to_stop(self) -> None:
        self._stop.set()

    def stop(self) -> None:
        """Each part finishes what it has in hand; returns when all have ended, or says which have not."""
        self.ask_to_stop()
        deadline = time.monotonic() + _STOP_WITHIN
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                log.error("%s has not stopped in time", thread.name)

    def _keep_running(self, part: Part) -> None:
        pauses = GrowingPauses()
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                part.run(self._instance, self._stop)
                return
            except Exception:  # whatever it was: one part's fault must not end the others
                log.exception("%s-%s died, and is started again", self._instance.service.name, part.name)
            if time.monotonic() - began > _HEALTHY:
                pauses.begin_again()
            pauses.wait(self._stop)


def parts_of(instance: Instance, only: Collection[str] = ()) -> list[Part]:
    """The parts that this worker runs, the listener first: who hears must be there before somebody says."""
    own = {
        "listener": Part("listener", listen),
        "relay": Part("relay", relay),
        "retries": Part("retries", retries),
        "dead-letters": Part("dead-letters", dead_letters),
        "chores": Part("chores", chores),
    }
    chosen = [part for name, part in own.items() if not only or name in only]
    if is_in_memory(instance):
        chosen = [part for part in chosen if part.name != "dead-letters"] + [
            Part("arrivals", note_empty_wire_now_and_then)
        ]
    return chosen + (list(instance.service.parts) if not only or "parts" in only else [])


def start_together(instances: Sequence[Instance]) -> list[Worker]:
    """The embedded start: bind all queues, have said again what the wire forgot, then listen and say."""
    for instance in instances:
        bind_queues(instance)
    for instance in instances:
        if is_in_memory(instance):
            again = resend_what_the_wire_forgot(instance)
            log.info("%s says %d messages again", instance.service.name, again)
    workers = [Worker(instance) for instance in instances]
    for worker in workers:
        worker.start()
    return workers


def stop_together(workers: Iterable[Worker], instances: Iterable[Instance]) -> None:
    """All are asked first, then awaited; what is known to have arrived need not be said at the next start."""
    workers = list(workers)
    for worker in workers:
        worker.ask_to_stop()
    for worker in workers:
        worker.stop()
    for instance in instances:
        note_empty_wire(instance)


def run_worker(instance: Instance, *, only: Collection[str] = ()) -> None:
    """One service's worker as a process, until SIGTERM or SIGINT; raises OnlyInOneProcess on `memory://`."""
    refuse_memory_between_processes(instance)
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    worker = Worker(instance, only=only)
    worker.start()
    log.info("%s: the worker has started", instance.service.name)
    stop.wait()
    worker.stop()
