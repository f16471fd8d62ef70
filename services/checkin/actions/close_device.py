"""Take a door back from a device."""

from services.checkin.models import Device
from shared.db.locks import lock
from shared.db.transaction import Transaction


def close_device(tx: Transaction, *, device_id: str) -> None:
    """Its token opens nothing from now on; closing twice changes nothing. Refuses NotFound."""
    device = lock(tx.db, Device, device_id)
    device.closed_at = device.closed_at or tx.now
