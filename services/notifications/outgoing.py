"""Our facts in the words of shared/contracts."""

from services.notifications.models import Letter
from shared.contracts.notifications import LETTER_FAILED
from shared.db.transaction import Transaction


def say_letter_failed(tx: Transaction, letter: Letter) -> None:
    """Said once a letter: failed is final."""
    tx.publish(
        LETTER_FAILED,
        subject=letter.id,
        revision=1,
        body={
            "letter_id": letter.id,
            "template": letter.template.value,
            "letter_subject": letter.subject,
            "person_id": letter.person_id,
            "reason": letter.reason.value if letter.reason else "",
        },
    )
