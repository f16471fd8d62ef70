"""What people open: staff, organizers, and those who follow a letter's link."""

from services.checkin.pages import devices, door, events, exports, home, join, reports, survey, words
from services.checkin.pages.blueprint import pages

__all__ = ["devices", "door", "events", "exports", "home", "join", "pages", "reports", "survey", "words"]
