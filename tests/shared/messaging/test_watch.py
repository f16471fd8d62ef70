"""What only a worker can see is kept for those who watch over the site."""

import datetime as dt
import threading
from dataclasses import replace

import sqlalchemy as sa

from shared.db.tables import part_beats, queue_depths
from shared.kernel.clock import system_now
from shared.messaging.watch import note_beats, note_depths
from shared.messaging.wires import bind_queues
from shared.operations.state import state_of
from shared.service import Instance, Part
from tests.shared.messaging.conftest import OpenService
from tests.shared.messaging.speaking import a_speaker, put_on_the_wire, say, until, working

NOBODY = "amqp://guest:guest@127.0.0.1:1/"


def depths(instance: Instance) -> dict[str, int | None]:
    with instance.look() as look:
        return dict(look.db.execute(sa.select(queue_depths.c.queue, queue_depths.c.waiting)).all())


def seen(instance: Instance) -> dict[str, dt.datetime]:
    with instance.look() as look:
        return dict(look.db.execute(sa.select(part_beats.c.part, part_beats.c.seen_at)).all())


def test_what_waits_at_the_broker_is_counted(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    for _ in range(3):
        put_on_the_wire(speaker, b"{}")

    until(lambda: note_depths(ear) or depths(ear) == {"heard": 3, "dead": 0})


def test_a_broker_that_is_away_leaves_the_last_depths_and_says_why(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    put_on_the_wire(speaker, b"{}")
    until(lambda: note_depths(ear) or depths(ear)["heard"] == 1)

    note_depths(replace(ear, settings=replace(ear.settings, broker_url=NOBODY)))

    assert depths(ear) == {"heard": 1, "dead": 0}
    with ear.look() as look:
        assert "no connection" in look.db.scalars(sa.select(queue_depths.c.error)).first()


def test_queues_that_are_not_there_yet_are_told_from_a_broker_that_is_away(ear: Instance) -> None:
    note_depths(ear)

    assert depths(ear) == {"heard": None, "dead": None}
    assert state_of(ear).queues["heard"].is_missing

    note_depths(replace(ear, settings=replace(ear.settings, broker_url=NOBODY)))
    assert not state_of(ear).queues["heard"].is_missing


def test_a_worker_says_when_each_of_its_parts_was_last_seen(open_service: OpenService) -> None:
    def wait(_instance: Instance, stop: threading.Event) -> None:
        stop.wait()

    speaker = open_service(a_speaker(parts=[Part("own", wait)]))
    began = system_now()

    with working(speaker, only=["relay", "chores", "parts"]):
        until(lambda: {"relay", "chores", "own"} <= seen(speaker).keys())

    assert all(at >= began - dt.timedelta(seconds=1) for at in seen(speaker).values())
    assert "watch" not in seen(speaker)


def test_a_part_seen_again_replaces_its_line(speaker: Instance) -> None:
    say(speaker)
    first, second = system_now() - dt.timedelta(hours=1), system_now()

    note_beats(speaker, {"relay": first})
    note_beats(speaker, {"relay": second})

    assert seen(speaker) == {"relay": second}
