"""The copy of registration's staff that the other services keep, so that a closed account is closed everywhere."""

import sqlalchemy as sa

from shared.contracts.envelope import Message
from shared.db.copies import keep_newest
from shared.db.tables import staff_copy
from shared.db.transaction import Look, Transaction


def keep_staff(tx: Transaction, message: Message) -> None:
    """What to do on `registration.staff_changed`: the highest revision stays."""
    kept = {name: message.body[name] for name in ("staff_id", "email", "name", "role", "active")}
    keep_newest(tx.db, staff_copy, kept | {"revision": message.revision})


def is_closed(look: Look, staff_id: str) -> bool:
    """True once the account is known to be closed; a copy that has not arrived yet closes nobody."""
    active = look.db.execute(sa.select(staff_copy.c.active).where(staff_copy.c.staff_id == staff_id)).scalar()
    return active is False
