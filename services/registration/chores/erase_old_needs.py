"""Every hour: erase the food and access needs whose thirty days are over (PRV-4)."""

from datetime import timedelta

from services.registration.actions.erase_needs import erase_needs
from shared.db.transaction import Transaction
from shared.service import Chore


def erase_old_needs(tx: Transaction) -> None:
    erase_needs(tx)


ERASE_OLD_NEEDS = Chore(name="erase-old-needs", every=timedelta(hours=1), run=erase_old_needs)
