"""Tables of letters and of those they go to."""

from services.notifications.models.base import Base
from services.notifications.models.event import Event
from services.notifications.models.letter import Letter
from services.notifications.models.recipient import RecipientCopy
from services.notifications.models.reminder import Reminder
from services.notifications.models.subject import Subject

__all__ = ["Base", "Event", "Letter", "RecipientCopy", "Reminder", "Subject"]
