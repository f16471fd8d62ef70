"""Send somebody the link and the code that sign them in."""

import datetime as dt

from services.notifications.actions.write_letter import write_letter
from services.notifications.domain.letters import Key, Template
from services.notifications.domain.recipients import Recipient
from shared.db.locks import lock_name
from shared.db.transaction import Transaction


def tell_how_to_sign_in(
    tx: Transaction,
    *,
    sign_in_id: str,
    revision: int,
    recipient: Recipient,
    generation: int,
    key_id: str,
    expires_at: dt.datetime,
) -> None:
    """The letter is of no use after `expires_at` and is not sent then."""
    lock_name(tx.db, recipient.person_id)
    write_letter(
        tx,
        key=Key(Template.SIGN_IN, sign_in_id, revision),
        recipient=recipient,
        values={
            "sign_in_id": sign_in_id,
            "generation": generation,
            "key_id": key_id,
            "expires_at": expires_at.isoformat(),
        },
        expires_at=expires_at,
    )
