"""An uncertain letter is settled by a person, once."""

import threading

import pytest
import sqlalchemy as sa

from services.notifications.actions.settle_letter import Settlement, settle_letter
from services.notifications.domain.letters import State
from services.notifications.domain.refusals import NotUncertain
from services.notifications.models import Letter
from shared.kernel.refusals import NotFound
from shared.service import Instance
from tests.notifications.reader import rows, states
from tests.notifications.sending.mail_servers import Behaviour, a_mail_server
from tests.notifications.sending.senders import a_sender, send_all, write

A = "a@ministere.example"


def an_uncertain_letter(instance: Instance) -> str:
    write(instance, A)
    with a_mail_server(Behaviour(drops_after_data={A})) as server:
        send_all(a_sender(instance, server.url))
    (letter,) = rows(instance)
    return letter.id


def settle(instance: Instance, letter_id: str, settlement: Settlement) -> None:
    with instance.begin() as tx:
        settle_letter(tx, letter_id=letter_id, settlement=settlement, staff_id="staff")


def test_a_letter_that_arrived_counts_as_sent(notifications: Instance) -> None:
    settle(notifications, an_uncertain_letter(notifications), Settlement.RECEIVED)

    (letter,) = rows(notifications)
    assert (letter.state, letter.settled_by, letter.settled_as) == (State.SENT, "staff", "received")


def test_a_letter_to_send_again_goes_out_under_the_same_message_id(notifications: Instance) -> None:
    letter_id = an_uncertain_letter(notifications)

    settle(notifications, letter_id, Settlement.SEND_AGAIN)

    with a_mail_server() as server:
        send_all(a_sender(notifications, server.url))
        send_all(a_sender(notifications, server.url))
        assert server.told == [A]
        assert server.message_ids[0].startswith("<place-confirmed.")
    assert states(notifications) == ["sent"]


@pytest.mark.parametrize("state", [state for state in State if state is not State.UNCERTAIN])
def test_only_an_uncertain_letter_is_settled(notifications: Instance, state: State) -> None:
    write(notifications, A)
    with notifications.begin() as tx:
        tx.db.execute(sa.update(Letter).values(state=state))
    (letter,) = rows(notifications)

    with pytest.raises(NotUncertain):
        settle(notifications, letter.id, Settlement.SEND_AGAIN)

    assert states(notifications) == [state.value]


def test_there_is_no_such_letter(notifications: Instance) -> None:
    with pytest.raises(NotFound):
        settle(notifications, "none", Settlement.RECEIVED)


def test_two_who_settle_at_once_do_it_once(notifications: Instance) -> None:
    letter_id = an_uncertain_letter(notifications)
    refused: list[Exception] = []

    def attempt() -> None:
        try:
            settle(notifications, letter_id, Settlement.SEND_AGAIN)
        except NotUncertain as refusal:
            refused.append(refusal)

    threads = [threading.Thread(target=attempt) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(refused) == 4
    assert states(notifications) == ["waiting"]
