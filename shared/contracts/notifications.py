"""What notifications says: who could not be told."""

from typing import Final

from shared.contracts.contract import Body, Contract, text


class FailedLetterBody(Body):
    """A letter given up; `letter_subject` is what it was about (an invitation, a registration)."""

    letter_id = text()
    template = text()
    letter_subject = text()
    person_id = text()
    reason = text()


LETTER_FAILED: Final = Contract("notifications.letter_failed.v1", FailedLetterBody, "letter", "a letter was given up")
