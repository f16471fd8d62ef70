"""What could not be said is counted by what is to be done about it."""

from shared.messaging.outbox import UNANSWERED, say_next
from shared.messaging.outbox_state import outbox_state, troubled_messages
from shared.messaging.wires import bind_queues
from shared.service import Instance
from tests.shared.messaging.speaking import NEVER_HEARD, relay_all, say


def test_what_no_queue_is_there_for_is_told_from_what_was_not_confirmed(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    with speaker.begin() as tx:
        tx.publish(NEVER_HEARD, subject="secret", revision=1, body={"name": "x"})
    relay_all(speaker)
    say(speaker)
    say_next(speaker.database, lambda _batch: {})

    with speaker.look() as look:
        state, troubled = outbox_state(look), troubled_messages(look)

    assert (state.unsent, state.returned, state.unconfirmed, state.not_taken) == (2, 1, 1, 2)
    assert state.error == UNANSWERED
    assert [one.error.split(":")[0] for one in troubled] == ["returned", UNANSWERED]
