"""The sender: takes letters in order, and hands each over once or leaves it uncertain."""

import datetime as dt
import logging
import socket
from collections.abc import Callable
from typing import Final

from services.notifications.actions.claim_letters import claim_letters
from services.notifications.actions.give_back_letters import give_back_letters
from services.notifications.actions.note_handing_over import note_handing_over
from services.notifications.actions.note_outcome import note_outcome
from services.notifications.actions.recover_letters import recover_letters
from services.notifications.composing.compose_letter import compose_letter
from services.notifications.composing.house import House
from services.notifications.domain.delivery import ACCEPTED, UNCERTAIN, Outcome, Reason, after_refusal, later
from services.notifications.domain.letters import State
from services.notifications.domain.recipes import Claimed
from services.notifications.domain.refusals import CannotCompose
from services.notifications.queries.letters_to_send import has_letters_to_send
from services.notifications.sending.mail_server import (
    LETTER_WITHIN,
    OPEN_WITHIN,
    Connection,
    ConnectionLost,
    Opener,
    Reply,
    ServerAway,
)
from services.notifications.sending.pace import Pace
from shared.db.database import AWAY
from shared.kernel import clock
from shared.kernel.ids import new_id
from shared.messaging.pauses import GrowingPauses
from shared.order import Order
from shared.service import Instance

BATCH: Final = 20

log: Final = logging.getLogger(__name__)


class _Taken(Exception):
    """Somebody thought us dead and took the letter, or its person was erased: what is left is to be claimed anew."""


class Sender:
    """One life of one sender; `host` names it across its lives, so that what it left behind is found."""

    def __init__(
        self,
        instance: Instance,
        open_connection: Opener,
        *,
        host: str | None = None,
        pace: Pace | None = None,
        system_now: Callable[[], dt.datetime] = clock.system_now,
    ) -> None:
        self._instance = instance
        self._open = open_connection
        self._host = host or socket.gethostname()[:60]
        self._name = f"{self._host}/{new_id()}"
        self._pace = pace or Pace(instance.settings.mail_per_minute)
        self._now = system_now
        self._house = House(instance.organisation, instance.keys, instance.settings.site_url)
        self._connection: Connection | None = None

    def recover(self) -> None:
        """Put in order what an earlier life left behind."""
        with self._instance.begin() as tx:
            recover_letters(tx, at=self._now(), host=self._host)

    def send_due(self, stop: Order) -> int:
        """Send what is due; how many letters were claimed. Raises ServerAway, with the letters given back."""
        with self._instance.look() as look:
            if not has_letters_to_send(look, at=self._now()):
                return 0
        # Connect first, then claim: while the server is away, letters wait and count no try.
        self._connect_or_reconnect(stop)
        with self._instance.begin() as tx:
            claimed = claim_letters(tx, sender=self._name, at=self._now(), limit=self._pace.at_once(BATCH))
        try:
            for letter in claimed:
                if not self._pace.wait(stop):
                    self._give_back()
                    break
                self._send(letter, stop)
        except _Taken:
            self._give_back()
        except Exception:
            self._give_back()
            raise
        return len(claimed)

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect_or_reconnect(self, stop: Order) -> None:
        """A connection that the server has closed meanwhile costs no letter a try."""
        if self._connection is not None and not self._connection.begin_again():
            self.hang_up()
        self._connected(stop)

    def _give_back(self) -> None:
        with self._instance.begin() as tx:
            give_back_letters(tx, sender=self._name)

    def _connected(self, stop: Order) -> Connection:
        if self._connection is None:
            stop.look_away_for(OPEN_WITHIN)
            self._connection = self._open()
        return self._connection

    def _send(self, letter: Claimed, stop: Order) -> None:
        connection, now = self._connected(stop), clock.now()
        stop.look_away_for(LETTER_WITHIN)
        if letter.expires_at is not None and letter.expires_at <= now:
            self._note(letter, Outcome(State.FAILED, reason=Reason.EXPIRED))
            return
        try:
            composed = compose_letter(letter.recipe, house=self._house, now=now)
        except CannotCompose as refused:
            log.warning("letter %s: %s", letter.id, refused)
            self._note(letter, Outcome(State.FAILED, reason=Reason.NOT_COMPOSED))
            return
        except Exception:  # a fault of ours must hold up neither this letter for ever nor the others at all
            log.exception("letter %s could not be composed", letter.id)
            self._note(letter, later(attempts=letter.attempts + 1))
            return
        self._hand_over(connection, letter, composed, stop)

    def _hand_over(self, connection: Connection, letter: Claimed, composed: bytes, stop: Order) -> None:
        try:
            ready = connection.offer(self._instance.organisation.sender, letter.recipe.address)
        except ConnectionLost as lost:
            self.hang_up()
            self._note(letter, later(attempts=letter.attempts + 1), str(lost))
            return
        if ready.code != 354:
            self._note(letter, after_refusal(ready.code, attempts=letter.attempts + 1), str(ready))
            self._begin_again(connection, ready)
            return
        try:
            ours = self._note_handing_over(letter)
        except AWAY:
            # Whether that was kept or not, the letter stays here.
            self._drop(connection)
            self._note_in_the_end(letter, later(attempts=letter.attempts + 1), None, stop)
            return
        if not ours:
            self._drop(connection)
            raise _Taken
        self._note_answer(connection, letter, connection.hand_over(composed), stop)

    def _note_answer(self, connection: Connection, letter: Claimed, answer: Reply | None, stop: Order) -> None:
        if answer is None:
            self._drop(connection)
            self._note_in_the_end(letter, UNCERTAIN, None, stop)
        elif answer.is_yes:
            self._note_in_the_end(letter, ACCEPTED, str(answer), stop)
        else:
            refused = after_refusal(answer.code, attempts=letter.attempts + 1)
            self._note_in_the_end(letter, refused, str(answer), stop)
            self._begin_again(connection, answer)

    def _drop(self, connection: Connection) -> None:
        """Without its final dot the server forgets a letter."""
        self._connection = None
        connection.drop()

    def _begin_again(self, connection: Connection, refused: Reply) -> None:
        """421 says that the server is closing; otherwise the same connection serves the next letter."""
        if refused.code == 421 or not connection.begin_again():
            self.hang_up()

    def _note_handing_over(self, letter: Claimed) -> bool:
        with self._instance.begin() as tx:
            return note_handing_over(
                tx, letter_id=letter.id, address=letter.recipe.address, sender=self._name, at=self._now()
            )

    def _note_in_the_end(self, letter: Claimed, outcome: Outcome, reply: str | None, stop: Order) -> None:
        """Nobody else knows what the server has said: while the database is away, it is held here until we must go."""
        pauses = GrowingPauses()
        while True:
            try:
                return self._note(letter, outcome, reply)
            except AWAY as away:
                # Nor is the server kept waiting: it might close meanwhile, and the next letter would pay for it.
                self.hang_up()
                if stop.is_set():
                    raise
                log.warning("the server's answer for letter %s waits for the database: %s", letter.id, away)
                pauses.wait(stop)

    def _note(self, letter: Claimed, outcome: Outcome, reply: str | None = None) -> None:
        with self._instance.begin() as tx:
            note_outcome(tx, letter_id=letter.id, sender=self._name, outcome=outcome, reply=reply, at=self._now())


__all__ = ["Sender", "ServerAway"]
