"""Give a device the door of a session."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.devices import expiry_of
from services.checkin.domain.kinds import Mode
from services.checkin.domain.refusals import NoDoor, UnknownSession
from services.checkin.models import Device, Session, Sitting
from services.checkin.models.door_picture import sittings_of
from shared.db.transaction import Transaction
from shared.kernel import crockford
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


@dataclass(frozen=True)
class OpenedDevice:
    """The only time that the token is seen."""

    device_id: str
    token: str
    session_id: str
    expires_at: datetime


def open_device(tx: Transaction, *, session_id: str, label: str, opened_by: str) -> OpenedDevice:
    """A token for this event, until 24 hours after it. Refuses UnknownSession; NoDoor on line or undated."""
    session = tx.db.get(Session, session_id)
    if session is None or session.withdrawn:
        raise UnknownSession
    if session.mode is not Mode.IN_PERSON or not sittings_of(session):
        raise NoDoor
    token = crockford.encode(secrets.token_bytes(16))
    device = Device(
        id=new_id(),
        event_id=session.event_id,
        session_id=session.id,
        label=label,
        token_digest=digest(token),
        opened_by=opened_by,
        opened_at=tx.now,
        expires_at=expiry_of(_end_of_event(tx, session.event_id), opened_at=tx.now),
    )
    tx.db.add(device)
    tx.db.flush()
    return OpenedDevice(device.id, token, session.id, device.expires_at)


def _end_of_event(tx: Transaction, event_id: str) -> datetime | None:
    return tx.db.scalar(
        sa.select(sa.func.max(Sitting.ends_at, type_=Sitting.ends_at.type))
        .join(Session, Session.id == Sitting.session_id)
        .where(Session.event_id == event_id, Session.withdrawn.is_(False), Sitting.withdrawn.is_(False))
    )
