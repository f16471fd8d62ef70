"""JSON under /api/v1, for devices at the door."""

from services.checkin.api import devices, door, time
from services.checkin.api.blueprint import api

__all__ = ["api", "devices", "door", "time"]
