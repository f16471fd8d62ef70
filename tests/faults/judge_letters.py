"""Who was told what: everybody once of how things stand, or the letter is uncertain and a fault explains it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from tests.faults.arrived import Arrived
from tests.faults.facts import Facts, Row
from tests.faults.history import Line
from tests.faults.verdict import Verdict

_TELLS_OF: Final = {
    "confirmed": ("place-confirmed", "event-changed"),
    "waitlisted": ("place-waitlisted", "event-changed"),
    "cancelled": ("place-cancelled",),
}
# Who may leave a letter uncertain, and how long after the letter was being handed over it was struck, in seconds.
_HANDS_OVER: Final = ("site", "sender", "worker notifications", "postgresql", "the databases", "mail")
_LEAVES_UNCERTAIN: Final = 45.0


def judge_letters(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    about: defaultdict[str, list[Row]] = defaultdict(list)
    for letter in sorted(facts.letters, key=lambda letter: letter["revision"]):
        about[letter["subject"]].append(letter)
    sessions = {row["id"]: row for row in facts.sessions}
    for registration in facts.registrations:
        _judge_news(verdict, registration, about[registration["id"]], sessions)
    faults = [line["at"] for line in history if line["what"] == "fault" and line["victim"] in _HANDS_OVER]
    for letters in about.values():
        for letter in letters:
            _judge_letter(verdict, letter, facts.mailbox.get(letter["message_id"], []), faults)
        _judge_order(verdict, letters, facts.mailbox)


def _judge_news(verdict: Verdict, registration: Row, letters: Sequence[Row], sessions: Mapping[str, Row]) -> None:
    """The newest letter says what place it is, and, of a place that stands, where."""
    place, newest = registration["place"], letters[-1] if letters else None
    told = newest and (newest["revision"], newest["template"] in _TELLS_OF[place])
    if newest is None or told != (registration["revision"], True):
        verdict.lost.append(f"nobody writes to {registration['reference']} that it is {place}")
    elif place != "cancelled":
        told_venue, venue = newest["session"]["venue"]["name"], sessions[registration["session_id"]]["venue_name"]
        if told_venue != venue:
            verdict.lost.append(f"{registration['reference']} was told of {told_venue}, and it is in {venue}")


def _judge_letter(verdict: Verdict, letter: Row, arrived: Sequence[Arrived], faults: Sequence[float]) -> None:
    named = f"letter {letter['id']} ({letter['template']}, revision {letter['revision']})"
    if len(arrived) > 1:
        verdict.doubled.append(f"{named} arrived {len(arrived)} times")
    for one in arrived:
        _judge_calendar(verdict, named, letter, one)
    if letter["state"] == "uncertain":
        verdict.uncertain.append(f"{named} {'arrived' if arrived else 'did not arrive'}")
        handed_over = letter["claimed_at"].timestamp()
        if not any(0 <= fault - handed_over + 1 <= _LEAVES_UNCERTAIN for fault in faults):
            verdict.broken.append(f"{named} is uncertain, and no fault says why")
    elif letter["state"] != "sent":
        verdict.broken.append(f"{named} is {letter['state']}")
    elif not arrived:
        verdict.lost.append(f"{named} is said to be sent, and did not arrive")


def _judge_calendar(verdict: Verdict, named: str, letter: Row, arrived: Arrived) -> None:
    """A later word wins: its number is the place's revision. A confirmed place is always put into the calendar."""
    calendar, template = arrived.calendar, letter["template"]
    if calendar is None:
        if template == "place-confirmed":
            verdict.broken.append(f"{named} has no calendar")
        return
    method = "CANCEL" if template == "place-cancelled" else "PUBLISH"
    if (calendar.method, calendar.sequences) != (method, {letter["revision"]}):
        verdict.broken.append(f"{named}: its calendar says {calendar.method} {sorted(calendar.sequences)}")


def _judge_order(verdict: Verdict, letters: Sequence[Row], mailbox: Mapping[str, Sequence[Arrived]]) -> None:
    """Of one subject, in the order of revisions."""
    arrived = [one for letter in letters for one in mailbox.get(letter["message_id"], [])[:1]]
    numbers = [one.number for one in arrived]
    if numbers != sorted(numbers):
        verdict.disordered.append(f"letters about {letters[0]['subject']} arrived in another order")
    if len({one.calendar.uids for one in arrived if one.calendar}) > 1:
        verdict.doubled.append(f"letters about {letters[0]['subject']} stand in the calendar more than once")
