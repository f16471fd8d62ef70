"""The calendar of a place: one entry a sitting, published or taken back (MAIL-5)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from services.notifications.domain.recipes import Place, Sitting
from shared.kernel.words import Language

ZONE: Final = "America/Toronto"
_ZONE: Final = ZoneInfo(ZONE)
PRODUCT: Final = "-//Guichet//Inscriptions//FR"


@dataclass(frozen=True)
class Words:
    """What the calendar says, in the reader's language; nothing that opens a door."""

    description: str
    location: str
    organizer_name: str
    organizer_address: str
    url: str


def calendar_of(
    place: Place,
    *,
    method: Literal["PUBLISH", "CANCEL"],
    revision: int,
    language: Language,
    words: Words,
    domain: str,
    now: dt.datetime,
    withdrawn: Sequence[Sitting] = (),
) -> bytes:
    """SEQUENCE is the place's revision, so that a later word about the same sitting always wins.

    `withdrawn` sittings, published earlier, are taken back one by one.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add_component(_time_zone())
    for sitting in (*place.sittings, *withdrawn):
        entry = _entry(place, sitting, language=language, words=words, domain=domain)
        is_off = method == "CANCEL" or sitting in withdrawn
        entry.add("SEQUENCE", revision)
        entry.add("DTSTAMP", now.astimezone(dt.UTC).replace(microsecond=0))
        entry.add("STATUS", "CANCELLED" if is_off else "CONFIRMED")
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def _entry(place: Place, sitting: Sitting, *, language: Language, words: Words, domain: str) -> Event:
    entry = Event()
    entry.add("UID", f"{place.registration_id}.{sitting.sitting_id}@{domain}")
    entry.add("SUMMARY", _summary(place, sitting, language))
    for name, when in (("DTSTART", sitting.starts_at), ("DTEND", sitting.ends_at)):
        entry.add(name, _local(when), parameters={"TZID": ZONE})
    entry.add("DESCRIPTION", words.description)
    if words.location:
        entry.add("LOCATION", words.location)
    entry.add("URL", words.url)
    organizer = vCalAddress(f"mailto:{words.organizer_address}")
    organizer.params["CN"] = vText(words.organizer_name.replace('"', "'"))
    entry.add("ORGANIZER", organizer)
    entry.add("TRANSP", "OPAQUE")
    entry.add("CLASS", "PRIVATE")
    return entry


def _summary(place: Place, sitting: Sitting, language: Language) -> str:
    title = place.title.in_(language)
    return f"{title} – {sitting.title.in_(language)}" if sitting.title else title


def _local(when: dt.datetime) -> dt.datetime:
    """Wall-clock time without a zone: the TZID beside it says which, in the words of our own VTIMEZONE."""
    return when.astimezone(_ZONE).replace(tzinfo=None, microsecond=0)


@cache
def _time_zone() -> Timezone:
    """By yearly rules since 2007: Outlook misreads a list of dates."""
    zone = Timezone()
    zone.add("TZID", ZONE)
    summer, winter = dt.timedelta(hours=-4), dt.timedelta(hours=-5)
    for observance, name, start, offsets, rule in (
        (TimezoneStandard(), "EST", "2007-11-04T02:00", (summer, winter), {"BYMONTH": 11, "BYDAY": "1SU"}),
        (TimezoneDaylight(), "EDT", "2007-03-11T02:00", (winter, summer), {"BYMONTH": 3, "BYDAY": "2SU"}),
    ):
        observance.add("TZNAME", name)
        observance.add("DTSTART", dt.datetime.fromisoformat(start))
        observance.add("TZOFFSETFROM", offsets[0])
        observance.add("TZOFFSETTO", offsets[1])
        observance.add("RRULE", {"FREQ": "YEARLY", **rule})
        zone.add_component(observance)
    return zone
