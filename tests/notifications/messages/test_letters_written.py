"""What is heard becomes rows: one letter a fact, in the holder's language, without codes."""

import datetime as dt
import json
import random
from typing import Any

import pytest

from services.notifications.domain.letters import State, Template
from services.notifications.domain.recipes import Place
from services.notifications.domain.refusals import UnknownRecipient
from services.notifications.messages.on_member_changed import on_member_changed
from services.notifications.messages.on_place_changed import on_place_changed
from services.notifications.messages.on_sign_in_requested import on_sign_in_requested
from services.notifications.messages.on_survey_invited import on_survey_invited
from shared.contracts.checkin import SURVEY_INVITED
from shared.contracts.envelope import Message
from shared.contracts.registration import (
    MEMBER_CHANGED,
    PLACE_CANCELLED,
    PLACE_CONFIRMED,
    PLACE_WAITLISTED,
    SIGN_IN_REQUESTED,
)
from shared.service import Handler, Instance
from tests.notifications.facts import MAY_6, a_holder, a_member, a_place, a_sign_in, an_event, an_invitation, said
from tests.notifications.reader import rows

CONTRACTS = {"confirmed": PLACE_CONFIRMED, "waitlisted": PLACE_WAITLISTED, "cancelled": PLACE_CANCELLED}


def hear(instance: Instance, handler: Handler, message: Message) -> None:
    with instance.begin() as tx:
        handler(tx, message)


def place_said(body: dict[str, Any], revision: int = 1, **changes: Any) -> Message:
    return said(CONTRACTS[body["place"]], body, subject=body["registration_id"], revision=revision, **changes)


@pytest.mark.parametrize("place", list(CONTRACTS))
def test_a_changed_place_is_told_to_its_holder(notifications: Instance, place: str) -> None:
    hear(notifications, on_place_changed, place_said(a_place(place=place, holder=a_holder(language="en"))))

    (letter,) = rows(notifications)
    assert letter.template == f"place-{place}"
    assert letter.state is State.WAITING
    assert letter.language == "en"
    assert letter.address == "camille.tremblay@ministere.example"


def test_the_recipe_holds_no_code_and_no_particulars(notifications: Instance) -> None:
    """Secrets do not travel, and do not stay either."""
    body = a_place()
    token = notifications.keys.token("ticket", body["event"]["event_id"], body["registration_id"])

    hear(notifications, on_place_changed, place_said(body))

    (letter,) = rows(notifications)
    kept = json.dumps(letter.values)
    assert token not in kept
    assert "camille.tremblay" not in kept
    assert "meeting_url" not in kept
    assert letter.template_version == 1


def test_the_same_fact_said_twice_is_told_once(notifications: Instance) -> None:
    message = place_said(a_place())

    hear(notifications, on_place_changed, message)
    hear(notifications, on_place_changed, message)

    assert len(rows(notifications)) == 1


def test_a_late_confirmation_of_a_cancelled_place_gives_no_letter(notifications: Instance) -> None:
    body = a_place()
    cancelled = body | {"place": "cancelled", "cause": "cancelled_by_holder"}

    hear(notifications, on_place_changed, place_said(cancelled, revision=2))
    hear(notifications, on_place_changed, place_said(body, revision=1))

    (letter,) = rows(notifications)
    assert letter.template is Template.PLACE_CANCELLED
    assert letter.values["had_place"] is False


def test_a_cancellation_after_a_confirmation_takes_the_ticket_back(notifications: Instance) -> None:
    body = a_place()

    hear(notifications, on_place_changed, place_said(body))
    hear(notifications, on_place_changed, place_said(body | {"place": "cancelled"}, revision=2))

    assert rows(notifications)[1].values["had_place"] is True


def moved(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same place an hour later."""
    sittings = [
        sitting | {name: sitting[name] + dt.timedelta(hours=1) for name in ("starts_at", "ends_at")}
        for sitting in body["session"]["sittings"]
    ]
    return body | {"cause": "event_changed", "session": body["session"] | {"sittings": sittings}} | changes


@pytest.mark.parametrize("place", ["confirmed", "waitlisted"])
def test_a_change_is_told_once_with_what_was_said_before(notifications: Instance, place: str) -> None:
    body = a_place(place=place)
    hear(notifications, on_place_changed, place_said(body))

    for _ in range(2):
        hear(notifications, on_place_changed, place_said(moved(body), revision=2))

    first, second = rows(notifications)
    assert (second.template, second.revision) == (Template.EVENT_CHANGED, 2)
    assert second.values["before"] == first.values["session"]
    assert second.values["before"] != second.values["session"]


def test_of_two_changes_the_second_is_told_from_the_first(notifications: Instance) -> None:
    body = a_place()
    once = moved(body)
    for revision, said_then in enumerate((body, once, moved(once)), start=1):
        hear(notifications, on_place_changed, place_said(said_then, revision=revision))

    _confirmed, first, second = rows(notifications)
    assert second.values["before"] == first.values["session"]


def test_whoever_was_never_told_of_a_place_is_told_of_the_place_and_not_of_its_change(notifications: Instance) -> None:
    body = a_place()
    hear(notifications, on_place_changed, place_said(moved(body), revision=2))
    hear(notifications, on_place_changed, place_said(body, revision=1))

    (letter,) = rows(notifications)
    assert letter.template is Template.PLACE_CONFIRMED


def test_a_change_that_overtakes_the_news_of_a_place_tells_that_the_place_is_theirs(notifications: Instance) -> None:
    waiting = a_place(place="waitlisted")
    moved_up = waiting | {"place": "confirmed", "cause": "moved_up"}
    hear(notifications, on_place_changed, place_said(waiting))
    hear(notifications, on_place_changed, place_said(moved(moved_up), revision=3))
    hear(notifications, on_place_changed, place_said(moved_up, revision=2))

    _waiting, letter = rows(notifications)
    assert (letter.template, letter.revision) == (Template.PLACE_CONFIRMED, 3)
    assert Place.from_values(letter.values).has_moved_up


@pytest.mark.parametrize(("place", "had_place"), [("confirmed", True), ("waitlisted", False)])
def test_after_a_change_a_cancellation_takes_back_what_was_given(
    notifications: Instance, place: str, had_place: bool
) -> None:
    body = a_place(place=place)
    for revision, said_then in enumerate((body, moved(body), body | {"place": "cancelled"}), start=1):
        hear(notifications, on_place_changed, place_said(said_then, revision=revision))

    assert rows(notifications)[2].values["had_place"] is had_place


def test_however_shuffled_and_repeated_nobody_is_told_the_same_twice(notifications: Instance) -> None:
    dice = random.Random(7)
    messages = []
    for _ in range(20):
        body = a_place(place="waitlisted")
        messages += [
            place_said(body, revision=1),
            place_said(body | {"place": "confirmed", "cause": "moved_up"}, revision=2),
            place_said(body | {"place": "cancelled", "cause": "cancelled_by_holder"}, revision=3),
        ]
    messages *= 2
    dice.shuffle(messages)

    for message in messages:
        hear(notifications, on_place_changed, message)

    told = [(letter.template, letter.subject, letter.revision) for letter in rows(notifications)]
    assert len(told) == len(set(told))
    last = {letter.subject: letter.template for letter in rows(notifications)}
    assert set(last.values()) == {Template.PLACE_CANCELLED}
    assert len(last) == 20


def test_a_request_to_sign_in_gives_a_letter_that_expires(notifications: Instance) -> None:
    body = a_sign_in()

    hear(notifications, on_sign_in_requested, said(SIGN_IN_REQUESTED, body, subject=body["sign_in_id"]))

    (letter,) = rows(notifications)
    assert letter.template is Template.SIGN_IN
    assert letter.expires_at == body["expires_at"]
    assert set(letter.values) == {"sign_in_id", "generation", "key_id", "expires_at"}


def test_an_address_that_nobody_has_gets_no_letter(notifications: Instance) -> None:
    body = a_sign_in(recipient=None)

    hear(notifications, on_sign_in_requested, said(SIGN_IN_REQUESTED, body, subject=body["sign_in_id"]))

    assert rows(notifications) == []


def test_an_invitation_goes_to_the_address_of_the_directory(notifications: Instance) -> None:
    member = a_member(email="nouvelle@ministere.example", language="en")
    invitation = an_invitation(person_id=member["member_id"])

    hear(notifications, on_member_changed, said(MEMBER_CHANGED, member, subject=member["member_id"]))
    hear(notifications, on_survey_invited, said(SURVEY_INVITED, invitation, subject=invitation["invitation_id"]))

    (letter,) = rows(notifications)
    assert (letter.address, letter.language) == ("nouvelle@ministere.example", "en")
    assert letter.template is Template.SURVEY_INVITATION


def test_an_invitation_of_somebody_unknown_fails_and_can_be_tried_again(notifications: Instance) -> None:
    member = a_member()
    invitation = an_invitation(person_id=member["member_id"])
    message = said(SURVEY_INVITED, invitation, subject=invitation["invitation_id"])

    with pytest.raises(UnknownRecipient):
        hear(notifications, on_survey_invited, message)
    hear(notifications, on_member_changed, said(MEMBER_CHANGED, member, subject=member["member_id"]))
    hear(notifications, on_survey_invited, message)

    assert len(rows(notifications)) == 1


def test_a_guest_is_invited_at_the_address_that_the_place_told(notifications: Instance) -> None:
    guest = a_holder(kind="guest", number=None, email="invitee@ailleurs.example")
    invitation = an_invitation(person_id=guest["person_id"])

    hear(notifications, on_place_changed, place_said(a_place(holder=guest)))
    hear(notifications, on_survey_invited, said(SURVEY_INVITED, invitation, subject=invitation["invitation_id"]))

    assert rows(notifications)[1].address == "invitee@ailleurs.example"


def test_an_older_account_of_a_member_changes_nothing(notifications: Instance) -> None:
    new = a_member(email="nouvelle@ministere.example")
    old = new | {"email": "ancienne@ministere.example"}
    invitation = an_invitation(person_id=new["member_id"])

    hear(notifications, on_member_changed, said(MEMBER_CHANGED, new, subject=new["member_id"], revision=5))
    hear(notifications, on_member_changed, said(MEMBER_CHANGED, old, subject=new["member_id"], revision=4))
    hear(notifications, on_survey_invited, said(SURVEY_INVITED, invitation, subject=invitation["invitation_id"]))

    assert rows(notifications)[0].address == "nouvelle@ministere.example"


def test_the_directory_s_word_beats_the_place_s(notifications: Instance) -> None:
    member = a_member(email="repertoire@ministere.example")
    holder = a_holder(person_id=member["member_id"], email="place@ministere.example")
    invitation = an_invitation(person_id=member["member_id"])

    hear(notifications, on_member_changed, said(MEMBER_CHANGED, member, subject=member["member_id"]))
    later = MAY_6 + dt.timedelta(days=1)
    hear(notifications, on_place_changed, place_said(a_place(holder=holder), time=later))
    hear(notifications, on_survey_invited, said(SURVEY_INVITED, invitation, subject=invitation["invitation_id"]))

    assert rows(notifications)[1].address == "repertoire@ministere.example"


@pytest.mark.parametrize("cause", ["announced", "reworded"])
def test_a_place_said_again_is_for_the_copies_and_not_for_people(notifications: Instance, cause: str) -> None:
    """With nothing left of what was told, nobody hears twice what happened long ago."""
    guest = a_holder(kind="guest", number=None, email="invitee@ailleurs.example")

    hear(notifications, on_place_changed, place_said(a_place(holder=guest, cause=cause)))
    assert rows(notifications) == []

    invitation = an_invitation(person_id=guest["person_id"])
    hear(notifications, on_survey_invited, said(SURVEY_INVITED, invitation, subject=invitation["invitation_id"]))
    assert [letter.address for letter in rows(notifications)] == ["invitee@ailleurs.example"]


def test_hostile_titles_and_names_stand_on_one_line_in_the_recipe(notifications: Instance) -> None:
    body = a_place(
        event=an_event(title={"fr": "Gala\r\nBcc: x@y.example", "en": "Gala"}),
        holder=a_holder(given_name="Camille\r\nSubject: autre"),
    )

    hear(notifications, on_place_changed, place_said(body))

    (letter,) = rows(notifications)
    assert letter.values["event"]["title"]["fr"] == "Gala Bcc: x@y.example"
    assert letter.name == "Camille Subject: autre Tremblay"
