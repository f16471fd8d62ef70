"""A letter given up is said, once: checkin counts who could not be asked (SRV-3)."""

import json

import sqlalchemy as sa

from services.notifications.actions.claim_letters import claim_letters
from services.notifications.actions.note_outcome import note_outcome
from services.notifications.domain.delivery import Outcome, after_refusal, later
from shared.db.tables import outbox
from shared.kernel.clock import system_now
from shared.service import Instance
from tests.notifications.reader import rows
from tests.notifications.sending.senders import write


def said(instance: Instance) -> list[dict[str, object]]:
    with instance.look() as look:
        return [json.loads(row.body)["data"] for row in look.db.execute(sa.select(outbox.c.body))]


def note(instance: Instance, outcome: Outcome) -> None:
    with instance.begin() as tx:
        (letter,) = claim_letters(tx, sender="one", at=system_now(), limit=1)
        note_outcome(tx, letter_id=letter.id, sender="one", outcome=outcome, reply="550 no", at=system_now())


def test_a_failed_letter_is_said_with_what_it_was_about(notifications: Instance) -> None:
    write(notifications, "a@x.example")

    note(notifications, after_refusal(550, attempts=1))

    (letter,) = rows(notifications)
    assert said(notifications) == [
        {
            "letter_id": letter.id,
            "template": "place-confirmed",
            "letter_subject": letter.subject,
            "person_id": letter.person_id,
            "reason": "refused",
        }
    ]


def test_a_letter_put_off_is_not_said(notifications: Instance) -> None:
    write(notifications, "a@x.example")

    note(notifications, later(attempts=1))

    assert said(notifications) == []
