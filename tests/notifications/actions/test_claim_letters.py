"""Who may send what: in order, and never twice."""

import datetime as dt

from services.notifications.actions.claim_letters import claim_letters
from services.notifications.actions.give_back_letters import give_back_letters
from services.notifications.actions.note_outcome import note_outcome
from services.notifications.domain.delivery import ACCEPTED, later
from services.notifications.messages.on_place_changed import on_place_changed
from shared.contracts.registration import PLACE_CANCELLED, PLACE_CONFIRMED
from shared.service import Instance
from tests.notifications.facts import a_place, said
from tests.notifications.reader import rows
from tests.notifications.sending.senders import write

NOW = dt.datetime(2026, 4, 10, 14, 0, tzinfo=dt.UTC)


def claim(instance: Instance, sender: str = "one", limit: int = 20, at: dt.datetime = NOW) -> list[str]:
    with instance.begin() as tx:
        return [letter.id for letter in claim_letters(tx, sender=sender, at=at, limit=limit)]


def confirmed_then_cancelled(instance: Instance) -> None:
    body = a_place()
    with instance.begin() as tx:
        on_place_changed(tx, said(PLACE_CONFIRMED, body, subject=body["registration_id"]))
        gone = body | {"place": "cancelled", "cause": "cancelled_by_holder"}
        on_place_changed(tx, said(PLACE_CANCELLED, gone, subject=body["registration_id"], revision=2))


def test_letters_are_claimed_in_the_order_of_their_rows(notifications: Instance) -> None:
    write(notifications, *(f"p{n}@x.example" for n in range(5)))
    ids = [letter.id for letter in rows(notifications)]

    assert claim(notifications, limit=3) == ids[:3]
    assert claim(notifications, sender="two") == ids[3:]
    assert claim(notifications, sender="three") == []


def test_a_letter_waits_for_an_older_one_about_the_same_thing(notifications: Instance) -> None:
    confirmed_then_cancelled(notifications)
    first, second = [letter.id for letter in rows(notifications)]

    assert claim(notifications) == [first]
    with notifications.begin() as tx:
        note_outcome(tx, letter_id=first, sender="one", outcome=ACCEPTED, reply="250", at=NOW)

    assert claim(notifications) == [second]


def test_a_put_off_letter_keeps_the_later_ones_about_the_same_thing_back(notifications: Instance) -> None:
    confirmed_then_cancelled(notifications)
    (first,) = claim(notifications)
    with notifications.begin() as tx:
        note_outcome(tx, letter_id=first, sender="one", outcome=later(attempts=1), reply="450", at=NOW)

    assert claim(notifications) == []
    assert claim(notifications, at=NOW + dt.timedelta(minutes=1)) == [first]


def test_what_is_given_back_is_free_again(notifications: Instance) -> None:
    write(notifications, "a@x.example")
    (letter,) = claim(notifications)

    with notifications.begin() as tx:
        give_back_letters(tx, sender="one")

    assert claim(notifications, sender="two") == [letter]


def test_another_sender_s_word_about_a_letter_changes_nothing(notifications: Instance) -> None:
    write(notifications, "a@x.example")
    (letter,) = claim(notifications)

    with notifications.begin() as tx:
        note_outcome(tx, letter_id=letter, sender="two", outcome=ACCEPTED, reply="250", at=NOW)

    assert rows(notifications)[0].state.value == "sending"
