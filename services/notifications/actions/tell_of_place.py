"""Tell somebody of their place: that they have it, wait for it or have it no more, or that its dates have changed."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from services.notifications.actions.keep_reminder import keep_reminder
from services.notifications.actions.note_event import note_event
from services.notifications.actions.note_holder import note_holder
from services.notifications.actions.write_letter import write_letter
from services.notifications.domain.letters import OF_PLACE, Key, letter_of
from services.notifications.domain.recipients import Recipient
from services.notifications.models import Letter
from shared.db.transaction import Transaction
from shared.kernel.causes import FOR_COPIES
from shared.kernel.words import Bilingual


def tell_of_place(
    tx: Transaction,
    *,
    place: dict[str, Any],
    holder: Recipient,
    revision: int,
    said_at: dt.datetime,
    occurred_at: dt.datetime,
) -> None:
    """`place` is the fact as JSON, without its holder's address; a late or repeated one gives no letter,
    nor does one said for copies alone."""
    event, registration_id = place["event"], place["registration_id"]
    note_holder(tx, recipient=holder, said_at=said_at)
    note_event(tx, event_id=event["event_id"], title=Bilingual(**event["title"]), said_at=said_at)
    keep_reminder(tx, place=place, person_id=holder.person_id, revision=revision, said_at=said_at, told_at=occurred_at)
    if place["cause"] in FOR_COPIES:
        return
    told = _last_told(tx, registration_id)
    write_letter(
        tx,
        key=Key(
            letter_of(place["place"], place["cause"], told=told["place"] if told else None), registration_id, revision
        ),
        recipient=holder,
        values=place | {"had_place": _has_ticket(told), "before": told["session"] if told else None},
        event_id=event["event_id"],
    )


def _last_told(tx: Transaction, registration_id: str) -> dict[str, Any] | None:
    """The place as the person knows it: what the newest letter about it said."""
    about = sa.select(Letter.values).where(Letter.subject == registration_id, Letter.template.in_(OF_PLACE))
    return tx.db.scalar(about.order_by(Letter.position.desc()).limit(1))


def _has_ticket(told: dict[str, Any] | None) -> bool:
    """Whether a ticket and a calendar went out, to be taken back by a cancellation."""
    return told is not None and (told["place"] == "confirmed" or told["had_place"])
