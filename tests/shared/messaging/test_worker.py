"""A worker: what dies is started again, what is due is done, what is asked to stop stops."""

import datetime as dt
import logging
import threading
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa

from shared.db.tables import chore_runs
from shared.db.transaction import Look, Transaction
from shared.kernel.clock import system_now
from shared.messaging.chores import Chores
from shared.messaging.hear import hear
from shared.messaging.resend import note_empty_wire, resend_what_the_wire_forgot
from shared.messaging.stillness import everything_is_still, is_still, stillness_of
from shared.messaging.wire_memory import OnlyInOneProcess
from shared.messaging.wires import bind_queues
from shared.order import Order
from shared.service import Chore, Instance, Part
from shared.testing.time import FakeClock
from shared.worker import PARTS, Worker, parts_of, run_worker, start_together, stop_together
from tests.shared.messaging.conftest import OpenService
from tests.shared.messaging.speaking import (
    THING,
    a_speaker,
    an_ear,
    effects_of,
    is_all_said,
    outbox_rows,
    relay_all,
    say,
    until,
    working,
)

HOUR = dt.timedelta(hours=1)


def a_chore(name: str, ran: list[str], *, every: dt.timedelta = HOUR, fails: bool = False) -> Chore:
    def run(tx: Transaction) -> None:
        ran.append(name)
        tx.publish(THING, subject=name, revision=1, body={"name": name})
        if fails:
            raise RuntimeError("no broom")

    return Chore(name, every, run)


def test_a_chore_runs_at_the_start_and_then_when_its_time_has_come(open_service: OpenService, clock: FakeClock) -> None:
    ran: list[str] = []
    due = Chores(open_service(a_speaker(chores=[a_chore("sweep", ran)])))

    due.run_due()
    due.run_due()
    clock.advance(HOUR - dt.timedelta(seconds=1))
    due.run_due()
    assert ran == ["sweep"]
    clock.advance(dt.timedelta(seconds=1))
    due.run_due()

    assert ran == ["sweep", "sweep"]


def test_a_chore_is_due_in_real_time_while_the_clock_stands_still(open_service: OpenService, clock: FakeClock) -> None:
    ran: list[str] = []
    due = Chores(open_service(a_speaker(chores=[a_chore("sweep", ran, every=dt.timedelta(milliseconds=50))])))

    until(lambda: due.run_due() and len(ran) == 3)

    assert ran == ["sweep"] * 3


def test_a_chore_that_fails_changes_nothing_and_keeps_no_other_from_running(
    open_service: OpenService, clock: FakeClock
) -> None:
    ran: list[str] = []
    chores = [a_chore("spill", ran, fails=True), a_chore("sweep", ran)]
    speaker = open_service(a_speaker(chores=chores))

    Chores(speaker).run_due()

    assert ran == ["spill", "sweep"]
    assert [row.aggregate for row in outbox_rows(speaker)] == ["sweep"]
    with speaker.look() as look:
        errors = dict(look.db.execute(sa.select(chore_runs.c.name, chore_runs.c.last_error)).all())
    assert errors == {"spill": "RuntimeError: no broom", "sweep": None}


def test_a_part_that_dies_is_started_again_and_takes_no_other_with_it(
    open_service: OpenService, caplog: pytest.LogCaptureFixture
) -> None:
    lives: list[int] = []

    def die_twice(_instance: Instance, stop: threading.Event) -> None:
        lives.append(1)
        if len(lives) < 3:
            raise RuntimeError("out of breath")
        stop.wait()

    ran: list[str] = []
    speaker = open_service(a_speaker(parts=[Part("runner", die_twice)], chores=[a_chore("sweep", ran)]))

    with caplog.at_level(logging.ERROR), working(speaker, only=[]):
        until(lambda: len(lives) == 3 and ran)

    assert "speaker-runner died" in caplog.text


def test_a_worker_stops_soon_after_it_is_asked(speaker: Instance, ear: Instance) -> None:
    with working(speaker, ear, only=[]) as workers:
        say(speaker)
        until(lambda: effects_of(ear))
        began = time.monotonic()
        for worker in workers:
            worker.stop()

    assert time.monotonic() - began < 5


def test_a_worker_lives_as_long_as_each_part_looks_up(
    open_service: OpenService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.worker._HANGS_AFTER", 0.2)
    hanging, released = threading.Event(), threading.Event()

    def hang_when_told(_instance: Instance, stop: threading.Event) -> None:
        while not stop.is_set():
            if hanging.is_set():
                released.wait()
            stop.wait(0.01)

    worker = Worker(open_service(a_speaker(parts=[Part("own", hang_when_told)])), only=["parts"])
    worker.start()
    try:
        time.sleep(0.3)
        assert worker.lives()
        hanging.set()
        until(lambda: not worker.lives())
    finally:
        released.set()
        worker.stop()


def test_a_part_that_says_how_long_it_will_not_look_up_is_not_missed(
    open_service: OpenService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.worker._HANGS_AFTER", 0.2)
    away, released = threading.Event(), threading.Event()

    def look_away(_instance: Instance, stop: Order) -> None:
        stop.look_away_for(300)
        away.set()
        released.wait()

    worker = Worker(open_service(a_speaker(parts=[Part("own", look_away)])), only=["parts"])
    worker.start()
    try:
        away.wait()
        began = system_now()
        time.sleep(0.3)
        assert worker.lives()
        assert worker.beats()["own"] > began
    finally:
        released.set()
        worker.stop()


def test_a_part_that_has_ended_by_itself_is_missed(open_service: OpenService) -> None:
    worker = Worker(open_service(a_speaker(parts=[Part("own", lambda _instance, stop: None)])), only=["parts"])
    worker.start()

    try:
        until(lambda: not worker.lives())
    finally:
        worker.stop()


def test_only_the_named_parts_run(open_service: OpenService) -> None:
    speaker = open_service(a_speaker(parts=[Part("own", lambda _instance, stop: None)]))

    assert "own" not in [part.name for part in parts_of(speaker, ["relay"])]
    assert [part.name for part in parts_of(speaker, ["parts"]) if part.name != "arrivals"] == ["own"]
    assert {part.name for part in parts_of(speaker)} >= set(PARTS) - {"parts", "dead-letters"} | {"own"}


def test_memory_is_refused_where_a_service_has_a_process_of_its_own(speaker: Instance) -> None:
    alone = replace(speaker, settings=replace(speaker.settings, broker_url="memory://"))

    with pytest.raises(OnlyInOneProcess, match="BROKER_URL"):
        run_worker(alone)


def test_the_embedded_start_says_again_what_the_wire_forgot(speaker: Instance, ear: Instance) -> None:
    embedded = [replace(one, settings=replace(one.settings, broker_url="memory://")) for one in (speaker, ear)]
    bind_queues(embedded[1])
    say(embedded[0], subject="chair")
    relay_all(embedded[0])
    # The process ends here: what was on the wire is gone, while the outbox says that it was sent.
    forgetful = [
        replace(one, settings=replace(one.settings, broker_namespace=f"{one.settings.broker_namespace}-next"))
        for one in embedded
    ]

    workers = start_together(forgetful)
    until(lambda: effects_of(ear) == [("chair", 1)])
    until(lambda: is_all_said(speaker))
    stop_together(workers, forgetful)

    assert resend_what_the_wire_forgot(forgetful[0]) == 0


def test_what_is_still_on_the_wire_is_not_taken_as_arrived(speaker: Instance, ear: Instance) -> None:
    embedded = [replace(one, settings=replace(one.settings, broker_url="memory://")) for one in (speaker, ear)]
    bind_queues(embedded[1])
    say(embedded[0])
    relay_all(embedded[0])

    note_empty_wire(embedded[0])

    assert resend_what_the_wire_forgot(embedded[0]) == 1


def test_stillness_sees_what_is_unsent_on_the_wire_failed_and_due(
    open_service: OpenService, ear: Instance, clock: FakeClock
) -> None:
    ran: list[str] = []
    speaker = open_service(a_speaker(chores=[a_chore("sweep", ran)]))
    bind_queues(ear)

    def all_still() -> bool:
        return everything_is_still([stillness_of(speaker), stillness_of(ear)])

    assert stillness_of(speaker).chores_due == ["sweep"]
    Chores(speaker).run_due()
    assert (is_still(speaker), stillness_of(speaker).unsent) == (False, 1)
    relay_all(speaker)
    assert (is_still(speaker), is_still(ear), all_still()) == (True, True, False)
    with working(ear, only=["listener"]):
        until(lambda: effects_of(ear))
    assert all_still()


def test_what_is_heard_while_one_looks_does_not_pass_for_done(open_service: OpenService, speaker: Instance) -> None:
    """A look sees one instant, whatever is committed meanwhile."""

    def nothing_yet(_look: Look) -> int:
        hear(ear, outbox_rows(speaker)[0].body)
        return 0

    ear = open_service(replace(an_ear(), unfinished=nothing_yet))
    say(speaker)

    assert stillness_of(ear).heard == {THING.name: 0}
    assert effects_of(ear) != []


def test_what_a_service_has_left_to_do_counts_as_unfinished(ear: Instance) -> None:
    busy = replace(ear, service=replace(ear.service, unfinished=lambda look: 3))

    assert stillness_of(busy).unfinished == 3
    assert not is_still(busy)
