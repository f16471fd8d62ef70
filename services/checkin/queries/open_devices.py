"""The devices at the doors, as those who answer for them see them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.models import Device, Event, Scan, Session
from shared.db.tables import staff_copy
from shared.db.transaction import Look
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class OpenDevice:
    """`opened_by` is a name, once the account is known here; `scans` counts what was handed over, welcome or not."""

    device_id: str
    label: str
    title: Bilingual
    session: Bilingual
    opened_by: str | None
    opened_at: datetime
    scans: int
    last_scan_at: datetime | None


def open_devices(look: Look) -> list[OpenDevice]:
    """Those whose token opens something (`device_of_token`), the first opened first."""
    of_device = sa.and_(Scan.session_id == Device.session_id, Scan.device_id == Device.id)
    account_open = sa.or_(staff_copy.c.active.is_(None), staff_copy.c.active)
    rows = look.db.execute(
        sa.select(Device, Event, Session, staff_copy.c.name, sa.func.count(Scan.id), sa.func.max(Scan.received_at))
        .join(Event, Event.id == Device.event_id)
        .join(Session, Session.id == Device.session_id)
        .outerjoin(staff_copy, staff_copy.c.staff_id == Device.opened_by)
        .outerjoin(Scan, of_device)
        .where(Device.closed_at.is_(None), Device.expires_at > look.now, account_open)
        .group_by(Device.id, Event.id, Session.id, staff_copy.c.staff_id)
        .order_by(Device.opened_at, Device.id)
    )
    return [
        OpenDevice(
            device_id=device.id,
            label=device.label,
            title=Bilingual(event.title_fr, event.title_en),
            session=Bilingual(session.label_fr, session.label_en),
            opened_by=name,
            opened_at=device.opened_at,
            scans=scans,
            last_scan_at=last,
        )
        for device, event, session, name, scans, last in rows
    ]
