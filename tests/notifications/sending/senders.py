"""Letters to send, and senders that may end at any step."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self

from sqlalchemy.exc import OperationalError

from services.notifications.messages.on_place_changed import on_place_changed
from services.notifications.messages.on_sign_in_requested import on_sign_in_requested
from services.notifications.sending.mail_server import Connection, MailAddress, Reply, dotted
from services.notifications.sending.pace import Pace
from services.notifications.sending.sender import Sender
from shared.contracts.registration import PLACE_CONFIRMED, SIGN_IN_REQUESTED
from shared.db.transaction import Transaction
from shared.kernel import clock
from shared.order import Order
from shared.service import Instance
from tests.notifications.facts import a_holder, a_place, a_recipient, a_sign_in, said

NEVER = Order(threading.Event())


def write(instance: Instance, *addresses: str) -> None:
    """A confirmed place for each."""
    for address in addresses:
        body = a_place(holder=a_holder(email=address), ticket={"generation": 1, "key_id": instance.keys.active})
        with instance.begin() as tx:
            on_place_changed(tx, said(PLACE_CONFIRMED, body, subject=body["registration_id"]))


def write_sign_in(instance: Instance, address: str, expires_at: dt.datetime) -> None:
    body = a_sign_in(recipient=a_recipient(email=address), key_id=instance.keys.active, expires_at=expires_at)
    with instance.begin() as tx:
        on_sign_in_requested(tx, said(SIGN_IN_REQUESTED, body, subject=body["sign_in_id"]))


def a_sender(
    instance: Instance,
    url: str,
    *,
    host: str = "here",
    system_now: Callable[[], dt.datetime] = clock.system_now,
    take_within: float = 5.0,
    kind: type[Connection] = Connection,
    pace: Pace | None = None,
) -> Sender:
    where = MailAddress.from_url(url)
    return Sender(
        instance,
        lambda: kind.open(where, answer_within=5.0, take_within=take_within),
        host=host,
        system_now=system_now,
        pace=pace,
    )


def send_all(sender: Sender) -> None:
    """Until nothing is due."""
    while sender.send_due(NEVER):
        pass
    sender.hang_up()


@dataclass(frozen=True)
class Unsteady(Instance):
    """An instance whose database is away for some of its changes, by their numbers from 0.

    `answer_lost`: what was asked is done, and only the word that it is done does not come back.
    """

    away: frozenset[int] = frozenset()
    answer_lost: bool = False
    asked: Iterator[int] = field(default_factory=itertools.count)

    @classmethod
    def of(cls, instance: Instance, *away: int, answer_lost: bool = False) -> Self:
        same = {one.name: getattr(instance, one.name) for one in fields(instance)}
        return cls(**same, away=frozenset(away), answer_lost=answer_lost)

    @contextmanager
    def begin(self, **words: Any) -> Iterator[Transaction]:
        is_away = next(self.asked) in self.away
        if is_away and not self.answer_lost:
            raise _AWAY
        with super().begin(**words) as tx:
            yield tx
        if is_away:
            raise _AWAY


_AWAY: Final = OperationalError("nothing", {}, ConnectionError("the server is away"))


class Ended(BaseException):
    """The sender's thread is gone: nothing after this runs."""


def ending_at(step: str, address: str) -> type[Connection]:
    """A connection under which the sender ends at a step of the letter to `address`."""

    class Ending(Connection):
        to = ""

        def offer(self, sender: str, to: str) -> Reply:
            self.to = to
            self._end_if("before the offer")
            reply = super().offer(sender, to)
            self._end_if("after 354")
            return reply

        def hand_over(self, letter: bytes) -> Reply | None:
            self._end_if("before the letter")
            if self.to == address and step == "in the middle of the letter":
                self._client.send(dotted(letter)[:500])
                self._end()
            if self.to == address and step == "after the final dot":
                self._client.send(dotted(letter) + b".\r\n")
                self._client.getreply()
                self._end()
            reply = super().hand_over(letter)
            self._end_if("after the answer")
            return reply

        def _end_if(self, here: str) -> None:
            if self.to == address and step == here:
                self._end()

        def _end(self) -> Any:
            self._client.close()
            raise Ended

    return Ending


STEPS = (
    "before the offer",
    "after 354",
    "before the letter",
    "in the middle of the letter",
    "after the final dot",
    "after the answer",
)
