"""What people tell of themselves or of those whom they invite."""

from dataclasses import dataclass
from hashlib import sha256

from services.registration.domain.kinds import HolderKind


@dataclass(frozen=True)
class StatedNeeds:
    """Food and access needs with the express consent under which they were given (PRV-4)."""

    food: str
    access: str
    consent_version: str
    consent_wording: str
    consent_language: str


@dataclass(frozen=True)
class GuestGiven:
    """A person outside the directory, as the organizer writes them down."""

    kind: HolderKind
    given_name: str
    family_name: str
    email: str
    language: str
    organisation: str | None = None

    @property
    def same_person_key(self) -> str:
        """Two invitations to the same name at the same address are to one person."""
        same = (email_key(self.email), self.given_name.casefold(), self.family_name.casefold())
        return sha256("\n".join(same).encode()).hexdigest()


def email_key(email: str) -> str:
    """How addresses are compared: without regard to case or to the spaces around."""
    return email.strip().lower()
