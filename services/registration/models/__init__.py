"""The tables of registration, with the constraints that hold even if a rule is wrong."""

from services.registration.models.attendances import NotedAttendance
from services.registration.models.base import Base
from services.registration.models.directory import DirectoryPreview
from services.registration.models.events import Event, Session, Sitting
from services.registration.models.identities import Identity
from services.registration.models.known_browsers import KnownBrowser
from services.registration.models.password_tries import PasswordTry
from services.registration.models.people import Guest, Member
from services.registration.models.registrations import Needs, Registration
from services.registration.models.second_factors import RecoveryCode, SecondFactor, SecondFactorTry
from services.registration.models.sign_ins import SignIn
from services.registration.models.staff import StaffAccount

__all__ = [
    "Base",
    "DirectoryPreview",
    "Event",
    "Guest",
    "Identity",
    "KnownBrowser",
    "Member",
    "Needs",
    "NotedAttendance",
    "PasswordTry",
    "RecoveryCode",
    "Registration",
    "SecondFactor",
    "SecondFactorTry",
    "Session",
    "SignIn",
    "Sitting",
    "StaffAccount",
]
