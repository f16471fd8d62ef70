"""Who is reminded, when, and of which beginning: once."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from services.notifications.actions.remind import remind
from services.notifications.domain.letters import State, Template
from services.notifications.messages.on_member_changed import on_member_changed
from services.notifications.messages.on_place_changed import on_place_changed
from services.notifications.models import Letter
from shared.contracts.registration import MEMBER_CHANGED, PLACE_CANCELLED, PLACE_CONFIRMED, PLACE_WAITLISTED
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.notifications.facts import a_holder, a_member, a_place, a_session, a_sitting, a_virtual_session, said
from tests.notifications.reader import rows

CONTRACTS = {"confirmed": PLACE_CONFIRMED, "waitlisted": PLACE_WAITLISTED, "cancelled": PLACE_CANCELLED}
MONTH = dt.timedelta(days=30)


def local(text: str) -> dt.datetime:
    """Summer in Québec."""
    return dt.datetime.fromisoformat(f"{text}-04:00")


# The fixture's now is Friday 10 April 2026, 10 h: the place is given then, of a gala on Friday 8 May.
STARTS = local("2026-05-08T18:00")
DUE = local("2026-05-06T09:00")
GIVEN = local("2026-04-10T10:00")


def starting(starts_at: dt.datetime) -> dict[str, Any]:
    return a_session(sittings=[a_sitting(starts_at=starts_at)])


def hear(instance: Instance, body: dict[str, Any], revision: int = 1, said_at: dt.datetime | None = None) -> None:
    contract, time = CONTRACTS[body["place"]], said_at or body["occurred_at"]
    message = said(contract, body, subject=body["registration_id"], revision=revision, time=time)
    with instance.begin() as tx:
        on_place_changed(tx, message)


def a_coming_place(**changes: Any) -> dict[str, Any]:
    return a_place(**{"session": starting(STARTS), "occurred_at": GIVEN, **changes})


def reminders(instance: Instance, clock: FakeClock, at: dt.datetime) -> list[Letter]:
    """Those written up to then, the chore having run then."""
    clock.set(at)
    with instance.begin() as tx:
        remind(tx)
    return [letter for letter in rows(instance) if letter.template is Template.REMINDER]


def test_two_days_before_at_nine_everybody_with_a_place_is_reminded(notifications: Instance, clock: FakeClock) -> None:
    body = a_coming_place(holder=a_holder(language="en"))
    hear(notifications, body)

    early = reminders(notifications, clock, DUE - dt.timedelta(seconds=1))
    (letter,) = reminders(notifications, clock, DUE)

    assert early == []
    assert (letter.subject, letter.revision, letter.language) == (body["registration_id"], 1, "en")
    assert (letter.state, letter.expires_at) == (State.WAITING, STARTS.astimezone(dt.UTC))
    assert letter.address == "camille.tremblay@ministere.example"


def test_nobody_is_reminded_twice(notifications: Instance, clock: FakeClock) -> None:
    hear(notifications, a_coming_place())

    for hours in (0, 0, 1, 24, 48):
        found = reminders(notifications, clock, DUE + dt.timedelta(hours=hours))

    assert len(found) == 1


def test_a_worker_that_was_away_reminds_late_but_not_after_the_beginning(
    notifications: Instance, clock: FakeClock
) -> None:
    hear(notifications, a_coming_place())
    hear(notifications, a_coming_place(session=starting(STARTS - dt.timedelta(hours=9))))

    found = reminders(notifications, clock, STARTS - dt.timedelta(hours=8))

    assert len(found) == 1
    assert reminders(notifications, clock, STARTS) == found or len(reminders(notifications, clock, STARTS)) == 1


@pytest.mark.parametrize("place", ["waitlisted", "cancelled"])
def test_whoever_has_no_place_is_not_reminded(notifications: Instance, clock: FakeClock, place: str) -> None:
    hear(notifications, a_coming_place(place=place))

    assert reminders(notifications, clock, DUE) == []


def test_a_place_given_back_is_not_reminded_of_whatever_the_order_of_the_news(
    notifications: Instance, clock: FakeClock
) -> None:
    first, second = a_coming_place(), a_coming_place()
    hear(notifications, first)
    hear(notifications, first | {"place": "cancelled", "cause": "cancelled_by_holder"}, revision=2)
    hear(notifications, second | {"place": "cancelled", "cause": "cancelled_by_holder"}, revision=2)
    hear(notifications, second)

    assert reminders(notifications, clock, DUE) == []


@pytest.mark.parametrize(("hours", "reminded"), [(24, 1), (23, 0), (-1, 0)])
def test_whoever_registered_within_the_day_before_needs_no_reminder(
    notifications: Instance, clock: FakeClock, hours: int, reminded: int
) -> None:
    hear(notifications, a_coming_place(occurred_at=DUE - dt.timedelta(hours=hours)))

    assert len(reminders(notifications, clock, DUE + dt.timedelta(hours=2))) == reminded


def test_a_session_moved_before_the_reminder_is_reminded_of_once_on_its_new_date(
    notifications: Instance, clock: FakeClock
) -> None:
    body = a_coming_place()
    hear(notifications, body)
    changed = body | {"session": starting(STARTS + dt.timedelta(days=7)), "cause": "event_changed"}
    hear(notifications, changed | {"occurred_at": GIVEN + MONTH / 2}, revision=2)

    assert reminders(notifications, clock, DUE) == []
    (letter,) = reminders(notifications, clock, DUE + dt.timedelta(days=7))
    assert letter.revision == 2


def test_a_session_moved_after_the_reminder_gets_one_for_the_new_date(
    notifications: Instance, clock: FakeClock
) -> None:
    body = a_coming_place()
    hear(notifications, body)
    reminders(notifications, clock, DUE)
    changed = body | {"session": starting(STARTS + MONTH), "cause": "event_changed", "occurred_at": DUE}
    hear(notifications, changed, revision=2)

    found = reminders(notifications, clock, DUE + MONTH)

    assert [letter.revision for letter in found] == [1, 2]
    assert len(reminders(notifications, clock, DUE + MONTH)) == 2


def test_another_venue_on_the_same_date_gives_no_second_reminder(notifications: Instance, clock: FakeClock) -> None:
    body = a_coming_place()
    hear(notifications, body)
    reminders(notifications, clock, DUE)
    session = body["session"] | {"venue": {"name": "Palais", "address": ""}}
    hear(notifications, body | {"session": session, "cause": "event_changed", "occurred_at": DUE}, revision=2)

    assert len(reminders(notifications, clock, DUE + dt.timedelta(hours=3))) == 1


def test_the_first_of_several_sittings_is_reminded_of(notifications: Instance, clock: FakeClock) -> None:
    sittings = [a_sitting(starts_at=STARTS + MONTH), a_sitting(starts_at=STARTS)]
    hear(notifications, a_coming_place(session=a_session(sittings=sittings)))

    assert len(reminders(notifications, clock, DUE)) == 1
    assert len(reminders(notifications, clock, DUE + MONTH)) == 1


def test_a_web_capsule_has_no_date_to_remind_of(notifications: Instance, clock: FakeClock) -> None:
    hear(notifications, a_coming_place(session=a_virtual_session(sittings=[])))

    assert reminders(notifications, clock, DUE) == []


def test_the_reminder_goes_to_the_address_of_the_day(notifications: Instance, clock: FakeClock) -> None:
    body = a_coming_place()
    hear(notifications, body)
    member = a_member(member_id=body["holder"]["person_id"], email="nouvelle@ministere.example")
    with notifications.begin() as tx:
        on_member_changed(tx, said(MEMBER_CHANGED, member, subject=member["member_id"]))

    (letter,) = reminders(notifications, clock, DUE)

    assert letter.address == "nouvelle@ministere.example"


def test_a_place_announced_again_is_reminded_of_where_it_was_unknown(notifications: Instance, clock: FakeClock) -> None:
    """As after an upgrade: `announce` brings the places that were given before."""
    hear(notifications, a_coming_place(cause="announced"))

    assert len(reminders(notifications, clock, DUE)) == 1


def test_a_lost_copy_that_is_made_again_after_the_reminder_gives_no_second_one(
    notifications: Instance, clock: FakeClock
) -> None:
    body = a_coming_place(cause="announced")
    hear(notifications, body, said_at=DUE)

    assert reminders(notifications, clock, DUE + dt.timedelta(hours=3)) == []
    changed = body | {"session": starting(STARTS + MONTH), "cause": "event_changed", "occurred_at": DUE}
    hear(notifications, changed, revision=2)
    assert len(reminders(notifications, clock, DUE + MONTH)) == 1


def test_words_mended_while_reminders_are_due_hold_none_of_them_back(notifications: Instance, clock: FakeClock) -> None:
    body = a_coming_place()
    hear(notifications, body)
    hear(notifications, body | {"cause": "reworded"}, revision=2, said_at=DUE + dt.timedelta(minutes=5))

    assert len(reminders(notifications, clock, DUE + dt.timedelta(minutes=10))) == 1


def test_words_mended_before_the_place_itself_is_heard_of_hold_its_reminder_not_back(
    notifications: Instance, clock: FakeClock
) -> None:
    """The first message failed, waits in the inbox, and comes after the second."""
    body = a_coming_place()
    hear(notifications, body | {"cause": "reworded"}, revision=2, said_at=DUE + dt.timedelta(minutes=5))
    hear(notifications, body)

    found = reminders(notifications, clock, DUE + dt.timedelta(minutes=10))

    assert [letter.revision for letter in found] == [2]


@pytest.mark.parametrize(("days", "at"), [(1, local("2026-05-07T09:00")), (7, local("2026-05-01T09:00"))])
def test_the_organisation_says_how_many_days_before(
    notifications: Instance, clock: FakeClock, days: int, at: dt.datetime
) -> None:
    organisation = dataclasses.replace(notifications.organisation, reminder_days=days)
    instance = dataclasses.replace(notifications, organisation=organisation)
    hear(instance, a_coming_place())

    assert reminders(instance, clock, at - dt.timedelta(minutes=1)) == []
    assert len(reminders(instance, clock, at)) == 1


def test_an_organisation_that_wants_none_has_none(notifications: Instance, clock: FakeClock) -> None:
    organisation = dataclasses.replace(notifications.organisation, reminder_days=0)
    instance = dataclasses.replace(notifications, organisation=organisation)
    hear(instance, a_coming_place())

    assert reminders(instance, clock, DUE) == []
