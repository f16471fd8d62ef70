"""Whoever has a place is reminded of it, shortly before it begins."""

import datetime as dt

from services.notifications.actions.remind import remind
from shared.db.transaction import Transaction
from shared.service import Chore


def remind_those_who_come(tx: Transaction) -> None:
    remind(tx)


REMIND_THOSE_WHO_COME = Chore("remind those who come", dt.timedelta(minutes=10), remind_those_who_come)
