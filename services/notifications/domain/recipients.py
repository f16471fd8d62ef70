"""Who a letter goes to, and which of two accounts of a person is the newer."""

import datetime as dt
from dataclasses import dataclass

from shared.kernel.words import Language


@dataclass(frozen=True)
class Recipient:
    """A person as a letter needs them."""

    person_id: str
    given_name: str
    family_name: str
    email: str
    language: Language

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def holder_is_newer(said_at: dt.datetime, *, directory_revision: int, known_at: dt.datetime | None) -> bool:
    """A place tells of its holder too; the directory knows a member better, whenever it has spoken."""
    return directory_revision == 0 and (known_at is None or said_at > known_at)
