"""MAIL-5: what a calendar program reads."""

import datetime as dt
from typing import cast

import pytest
from icalendar import Calendar, Event

from tests.notifications.facts import a_place, a_session, a_sitting, a_virtual_session, an_event
from tests.notifications.reader import mail, part_of, shape
from tests.notifications.recipes import RING, a_place_recipe, composed


def ics_of(letter: bytes) -> str:
    content: str = part_of(letter, "text/calendar").get_content()
    return content.replace("\r\n", "\n")


def calendar_of(letter: bytes) -> Calendar:
    return cast("Calendar", Calendar.from_ical(part_of(letter, "text/calendar").get_payload(decode=True)))


def entries(letter: bytes) -> list[Event]:
    return [part for part in calendar_of(letter).walk("VEVENT") if isinstance(part, Event)]


def test_a_confirmed_place_is_published() -> None:
    letter = composed(a_place_recipe())

    assert calendar_of(letter)["METHOD"] == "PUBLISH"
    assert part_of(letter, "text/calendar")["Content-Type"].params["method"] == "PUBLISH"
    assert part_of(letter, "text/calendar").get_filename() == "calendrier.ics"


def test_a_cancelled_place_is_taken_back_under_the_same_uid_with_a_higher_sequence() -> None:
    body = a_place()
    (published,) = entries(composed(a_place_recipe(body, revision=1)))

    letter = composed(a_place_recipe(body | {"place": "cancelled"}, had_place=True, revision=2))

    (cancelled,) = entries(letter)
    assert calendar_of(letter)["METHOD"] == "CANCEL"
    assert part_of(letter, "text/calendar")["Content-Type"].params["method"] == "CANCEL"
    assert cancelled["UID"] == published["UID"]
    assert cancelled["SEQUENCE"] > published["SEQUENCE"]
    assert cancelled["STATUS"] == "CANCELLED"


def test_each_sitting_has_an_entry_of_its_own() -> None:
    sittings = [a_sitting(starts_at=dt.datetime(2022, 5, day, 17, tzinfo=dt.UTC)) for day in (6, 13, 20)]

    found = entries(composed(a_place_recipe(a_place(session=a_session(sittings=sittings)))))

    assert len({str(entry["UID"]) for entry in found}) == 3
    assert [entry["DTSTART"].dt.day for entry in found] == [6, 13, 20]


def test_an_entry_names_an_organizer_and_nobody_else() -> None:
    (entry,) = entries(composed(a_place_recipe()))

    assert str(entry["ORGANIZER"]) == "mailto:info@essai.example"
    assert "ATTENDEE" not in entry
    assert entry["SUMMARY"] == "Événement Reconnaissance"
    assert entry["LOCATION"] == "Centre des congrès de Québec, 1000, boulevard René-Lévesque Est, Québec"


@pytest.mark.parametrize("session", [a_session(), a_virtual_session()])
def test_no_token_is_in_it(session: dict[str, object]) -> None:
    body = a_place(session=session)
    ticket = RING.token("ticket", body["event"]["event_id"], body["registration_id"])
    presence = RING.token("presence", body["registration_id"])

    written = ics_of(composed(a_place_recipe(body))).replace("\n ", "")

    assert ticket not in written
    assert presence not in written
    assert "rencontre.example" not in written


def test_the_time_zone_goes_by_yearly_rules() -> None:
    """icalendar's own list of dates is misread by Outlook."""
    written = ics_of(composed(a_place_recipe()))

    assert "TZID:America/Toronto" in written
    assert "RDATE" not in written
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in written
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in written
    assert "DTSTART;TZID=America/Toronto:20220506T133000" in written
    assert "DTEND;TZID=America/Toronto:20220506T163000" in written


@pytest.mark.parametrize(("month", "offset"), [(1, -5), (7, -4)])
def test_winter_and_summer_are_the_hours_of_quebec(month: int, offset: int) -> None:
    noon = dt.datetime(2022, month, 10, 17, tzinfo=dt.UTC)

    (entry,) = entries(composed(a_place_recipe(a_place(session=a_session(sittings=[a_sitting(starts_at=noon)])))))

    assert entry["DTSTART"].dt.astimezone(dt.UTC) == noon
    assert entry["DTSTART"].dt.utcoffset() == dt.timedelta(hours=offset)


def test_a_virtual_sitting_is_online() -> None:
    (entry,) = entries(composed(a_place_recipe(a_place(session=a_virtual_session()))))

    assert entry["LOCATION"] == "En ligne"
    assert entry["DESCRIPTION"] == (
        "Votre inscription\u00a0: 7K3M-9Q2W. Votre lien personnel se trouve dans notre courriel."
    )


@pytest.mark.parametrize("typed", ["Gala;LOCATION:ailleurs", "Gala\\nEND:VEVENT", 'Gala "or", argent', "Été 🎉" * 40])
def test_a_hostile_title_stays_a_title(typed: str) -> None:
    letter = composed(a_place_recipe(a_place(event=an_event(title={"fr": typed, "en": typed}))))

    (entry,) = entries(letter)
    assert entry["LOCATION"] == "Centre des congrès de Québec, 1000, boulevard René-Lévesque Est, Québec"
    assert str(entry["SUMMARY"]).replace("\n", "\\n") == typed


def test_a_line_break_in_a_title_starts_no_line_of_the_calendar() -> None:
    event = an_event(title={"fr": "Gala\r\nEND:VEVENT\r\nATTENDEE:mailto:x@y.example", "en": ""})

    written = ics_of(composed(a_place_recipe(a_place(event=event))))

    assert written.count("\nEND:VEVENT\n") == 1
    assert "\nATTENDEE" not in written


@pytest.mark.parametrize("place", ["waitlisted", "cancelled"])
def test_who_never_had_a_place_has_nothing_in_the_calendar(place: str) -> None:
    assert shape(mail(composed(a_place_recipe(a_place(place=place))))) == ("alternative", "plain", "html")
