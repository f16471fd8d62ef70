"""The sender as a part of the worker: sends what is due until it is asked to stop."""

import logging
from typing import Final

from services.notifications.sending.mail_server import Connection, MailAddress, ServerAway
from services.notifications.sending.sender import Sender
from shared.db.database import AWAY
from shared.kernel.words import N_
from shared.messaging.pauses import GrowingPauses
from shared.order import Order
from shared.service import Instance, Part

POLL: Final = 0.2
# While the mail server is away: seconds, growing.
AWAY_PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
# An idle connection is given back to the server.
IDLE: Final = 30.0

log: Final = logging.getLogger(__name__)


def send_letters(instance: Instance, stop: Order) -> None:
    """Returns soon after `stop` is set; the letter in hand is finished first."""
    where = MailAddress.from_url(instance.settings.mail_url)
    pauses = GrowingPauses()
    while not stop.is_set():
        # After every silence of the database a new life, which first puts in order what the last one had in hand.
        sender = Sender(instance, lambda: Connection.open(where))
        try:
            sender.recover()
            _keep_sending(sender, stop, pauses)
        except AWAY as away:
            log.warning("%s: the sender waits: %s", instance.service.name, away)
            pauses.wait(stop)
        finally:
            sender.hang_up()


def _keep_sending(sender: Sender, stop: Order, pauses: GrowingPauses) -> None:
    away, idle = 0, 0.0
    while not stop.is_set():
        try:
            sent = sender.send_due(stop)
        except ServerAway as reason:
            pause = AWAY_PAUSES[min(away, len(AWAY_PAUSES) - 1)]
            log.warning("the mail server is away (%s): next try in %s s", reason, pause)
            away += 1
            stop.wait(pause)
            continue
        away = 0
        pauses.begin_again()
        idle = 0.0 if sent else idle + POLL
        if idle >= IDLE:
            sender.hang_up()
            idle = 0.0
        if not sent:
            stop.wait(POLL)


SENDER: Final = Part("sender", send_letters, N_("Sends emails"))
