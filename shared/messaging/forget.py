"""Forgetting somebody in the messages that are kept: those said, and those that were heard and not handled."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db.inserts import dialect_of
from shared.db.tables import inbox, outbox
from shared.messaging.inbox import change


def unsent_about(db: Session, person_id: str) -> int:
    """How many messages that name the person are still to be said."""
    counted = sa.select(sa.func.count()).select_from(outbox)
    return db.scalar(counted.where(outbox.c.sent_at.is_(None), _names(db, outbox.c.body, person_id))) or 0


def forget_said(db: Session, person_id: str) -> None:
    """What was said of the person is not kept, and cannot be said again."""
    db.execute(sa.delete(outbox).where(outbox.c.sent_at.is_not(None), _names(db, outbox.c.body, person_id)))


def forget_heard(db: Session, person_id: str) -> None:
    """What is parked or discarded loses its text; what is tried again loses it once it is handled."""
    kept = sa.select(inbox.c.message_id).where(
        inbox.c.state.in_(("parked", "discarded")), _names(db, inbox.c.body, person_id)
    )
    for message_id in db.scalars(kept).all():
        change(db, message_id, state="discarded", body=b"", reason="the person was erased", retry_at=None)


def _names(db: Session, body: sa.Column[bytes], person_id: str) -> sa.ColumnElement[bool]:
    """Whether the id stands in the bytes of a message; an id is long enough not to stand there by chance."""
    written = person_id.encode()
    if dialect_of(db) == "postgresql":
        return body.op("LIKE", is_comparison=True)(sa.literal(b"%" + written + b"%", sa.LargeBinary))
    return sa.func.instr(body, sa.literal(written, sa.LargeBinary)) > 0
