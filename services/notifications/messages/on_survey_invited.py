"""Somebody who came is asked how it was."""

from services.notifications.actions.invite_to_survey import invite_to_survey
from shared.contracts.checkin import SURVEY_INVITED
from shared.contracts.envelope import Message
from shared.db.transaction import Transaction


def on_survey_invited(tx: Transaction, message: Message) -> None:
    """Fails, and is tried again, until the person's address has come."""
    invite_to_survey(
        tx,
        invitation=SURVEY_INVITED.dump(message.body),
        revision=message.revision,
        closes_at=message.body["closes_at"],
        said_at=message.time,
    )
