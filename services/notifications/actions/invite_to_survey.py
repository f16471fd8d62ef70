"""Invite somebody who came to say how it was."""

import datetime as dt
from typing import Any

from services.notifications.actions.note_event import note_event
from services.notifications.actions.write_letter import write_letter
from services.notifications.domain.letters import Key, Template
from services.notifications.domain.recipients import Recipient
from services.notifications.domain.refusals import UnknownRecipient
from services.notifications.models import RecipientCopy
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.kernel.words import Bilingual, language_from


def invite_to_survey(
    tx: Transaction, *, invitation: dict[str, Any], revision: int, closes_at: dt.datetime, said_at: dt.datetime
) -> None:
    """`invitation` is the fact as JSON. Refuses UnknownRecipient until the person's address has come."""
    lock_name(tx.db, invitation["person_id"])
    event = invitation["event"]
    recipient = _recipient(tx, invitation["person_id"])
    note_event(tx, event_id=event["event_id"], title=Bilingual(**event["title"]), said_at=said_at)
    write_letter(
        tx,
        key=Key(Template.SURVEY_INVITATION, invitation["invitation_id"], revision),
        recipient=recipient,
        values=invitation,
        event_id=event["event_id"],
        expires_at=closes_at,
    )


def _recipient(tx: Transaction, person_id: str) -> Recipient:
    copy = tx.db.get(RecipientCopy, person_id)
    if copy is None:
        raise UnknownRecipient
    return Recipient(copy.person_id, copy.given_name, copy.family_name, copy.email, language_from(copy.language))
