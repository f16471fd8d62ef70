"""Letters whose sender has been silent for too long are put in order (MAIL-6)."""

import datetime as dt

from services.notifications.actions.recover_letters import recover_letters
from shared.db.transaction import Transaction
from shared.kernel.clock import system_now
from shared.service import Chore


def sweep_letters(tx: Transaction) -> None:
    """Counts by the machine's time: a sender does not stop for the demonstration's clock."""
    recover_letters(tx, at=system_now())


SWEEP_LETTERS = Chore("sweep letters", dt.timedelta(minutes=1), sweep_letters)
