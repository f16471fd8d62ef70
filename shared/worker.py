"""A worker: one process per service that says, hears and does what is due, each in a thread of its own."""

import datetime as dt
import logging
import signal
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from shared.kernel.clock import system_now
from shared.kernel.words import N_
from shared.messaging.chores import chores
from shared.messaging.dead_letters import dead_letters
from shared.messaging.listener import listen
from shared.messaging.pauses import GrowingPauses
from shared.messaging.relay import relay
from shared.messaging.resend import note_empty_wire, note_empty_wire_now_and_then, resend_what_the_wire_forgot
from shared.messaging.try_again import retries
from shared.messaging.watch import watch
from shared.messaging.wires import bind_queues, is_in_memory, refuse_memory_between_processes
from shared.order import Order
from shared.service import Instance, Part

# What `worker --only` takes; "parts" are the service's own (the sender of letters, say).
PARTS: Final = ("relay", "listener", "retries", "dead-letters", "chores", "parts")

# A part that ran this long before it died starts again at once.
_HEALTHY: Final = 60.0
_STOP_WITHIN: Final = 15.0
# A part looks at the order to stop several times a minute, whatever is away; this long without a look, it hangs.
_HANGS_AFTER: Final = 120.0
_BEAT: Final = 5.0

log: Final = logging.getLogger(__name__)


class Worker:
    """The threads of one service; nothing is opened before `start`."""

    def __init__(self, instance: Instance, *, only: Collection[str] = ()) -> None:
        self._instance = instance
        self._stop = threading.Event()
        own = parts_of(instance, only)
        chosen = [*own, Part("watch", lambda of, stop: watch(of, stop, self.beats))]
        self._orders = [Order(self._stop) for _ in chosen]
        self._names = [part.name for part in own]
        self._threads = [
            # Daemons: a part that does not stop in time must not keep the process from ending.
            threading.Thread(
                target=self._keep_running, args=(part, order), name=f"{instance.service.name}-{part.name}", daemon=True
            )
            for part, order in zip(chosen, self._orders, strict=True)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def lives(self) -> bool:
        """Every part is at work, or waits its turn: none has ended, none hangs."""
        now = time.monotonic()
        return all(thread.is_alive() for thread in self._threads) and all(
            now - order.beat_at < _HANGS_AFTER for order in self._orders
        )

    def beats(self) -> dict[str, dt.datetime]:
        """When each part last looked at the order to stop."""
        at, now = time.monotonic(), system_now()
        silences = (max(0.0, at - order.beat_at) for order in self._orders)
        return {name: now - dt.timedelta(seconds=silent) for name, silent in zip(self._names, silences, strict=False)}

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

    def _keep_running(self, part: Part, order: Order) -> None:
        pauses = GrowingPauses()
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                part.run(self._instance, order)
                return
            except Exception:  # whatever it was: one part's fault must not end the others
                log.exception("%s-%s died, and is started again", self._instance.service.name, part.name)
            if time.monotonic() - began > _HEALTHY:
                pauses.begin_again()
            pauses.wait(order)


def parts_of(instance: Instance, only: Collection[str] = ()) -> list[Part]:
    """The parts that this worker runs, the listener first: who hears must be there before somebody says."""
    own = {
        "listener": Part("listener", listen, N_("Receives messages")),
        "relay": Part("relay", relay, N_("Sends messages")),
        "retries": Part("retries", retries, N_("Tries failed messages again")),
        "dead-letters": Part("dead-letters", dead_letters, N_("Takes what came back too often")),
        "chores": Part("chores", chores, N_("Runs what is due")),
    }
    chosen = [part for name, part in own.items() if not only or name in only]
    if is_in_memory(instance):
        chosen = [part for part in chosen if part.name != "dead-letters"] + [
            Part("arrivals", note_empty_wire_now_and_then, N_("Notes what has arrived"))
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


def run_worker(instance: Instance, *, only: Collection[str] = (), heartbeat: Path | None = None) -> None:
    """One service's worker as a process, until SIGTERM or SIGINT; raises OnlyInOneProcess on `memory://`.

    The file `heartbeat` is touched every few seconds, as long as every part lives.
    """
    refuse_memory_between_processes(instance)
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    worker = Worker(instance, only=only)
    worker.start()
    log.info("%s: the worker has started", instance.service.name)
    while not stop.wait(_BEAT if heartbeat else None):
        if heartbeat and worker.lives():
            heartbeat.touch()
    worker.stop()
