"""What an operator types about letters."""

import sqlalchemy as sa
from click.testing import CliRunner

from services.notifications.commands.letters import letters_command
from services.notifications.commands.settle_letter import settle_letter_command
from services.notifications.domain.letters import State
from services.notifications.models import Letter
from shared.service import Instance
from tests.notifications.reader import rows, states
from tests.notifications.sending.senders import write


def in_state(instance: Instance, state: State) -> str:
    write(instance, "a@x.example")
    with instance.begin() as tx:
        tx.db.execute(sa.update(Letter).values(state=state))
    return rows(instance)[0].id


def test_letters_are_counted_by_state(notifications: Instance) -> None:
    in_state(notifications, State.UNCERTAIN)

    said = CliRunner().invoke(letters_command, obj=notifications)

    assert said.exit_code == 0
    assert [line.split() for line in said.output.splitlines() if not line.endswith(" 0")] == [
        ["uncertain", "1"],
        ["not", "told", "1"],
    ]


def test_an_uncertain_letter_is_settled(notifications: Instance) -> None:
    letter_id = in_state(notifications, State.UNCERTAIN)

    said = CliRunner().invoke(settle_letter_command, [letter_id, "send_again"], obj=notifications)

    assert said.exit_code == 0
    assert states(notifications) == ["waiting"]


def test_a_refusal_is_said_in_one_line(notifications: Instance) -> None:
    letter_id = in_state(notifications, State.SENT)

    said = CliRunner().invoke(settle_letter_command, [letter_id, "received"], obj=notifications)

    assert said.exit_code == 1
    assert said.output == "Error: not_uncertain: This email is settled already. Reload the page to see its state.\n"
