"""Checkin's tables: copies of what others own, and what it owns itself."""

from services.checkin.models.attendances import Attendance, EvidenceFact
from services.checkin.models.base import Base
from services.checkin.models.devices import Device
from services.checkin.models.events import Event, Session, Sitting
from services.checkin.models.members import Member
from services.checkin.models.roster import Credential, CredentialPurpose, RosterEntry
from services.checkin.models.scans import Scan
from services.checkin.models.surveys import SurveyComment, SurveyInvitation, SurveyRating

__all__ = [
    "Attendance",
    "Base",
    "Credential",
    "CredentialPurpose",
    "Device",
    "Event",
    "EvidenceFact",
    "Member",
    "RosterEntry",
    "Scan",
    "Session",
    "Sitting",
    "SurveyComment",
    "SurveyInvitation",
    "SurveyRating",
]
