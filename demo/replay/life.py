"""The year, lived in order: the clock moves to each moment when everything is still."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from demo.replay.attending import live_sitting, open_capsules
from demo.replay.browser import Unexpected
from demo.replay.organizer import PublishedEvent
from demo.replay.registering import BulletinDay
from demo.replay.reminding import check_reminders
from demo.replay.stage import Stage
from demo.replay.surveying import answer_surveys
from demo.replay.timetable import (
    BULLETINS,
    ENDS,
    LAST_ANSWERS,
    SECOND_THOUGHTS,
    STARTS,
    Bulletin,
    SittingHeld,
    bulletins,
    end_of,
    reminded_at,
    sittings_held,
)
from demo.replay.year import PlannedEvent, PlannedSession
from demo.season import event_form, session_form

Deed = Callable[[], None]


class Life:
    """What is to be done at each moment, and who is still to be asked how it was.

    A life that was cut is walked through again: what the journal has noted is not done a second time.
    """

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self._stage = stage
        self._journal = stage.journal
        self._say = say
        self._agenda: defaultdict[datetime, list[Deed]] = defaultdict(list)
        self._over: list[tuple[PlannedSession, int]] = []
        self._now = STARTS

    def live(self) -> None:
        """From the first event published to the year's end."""
        self._write_agenda()
        if any(_publishing(event) not in self._journal for event in self._stage.year.events):
            self._stage.organizer.sign_in()
        for event in self._stage.year.events:
            self._publish(event)
        self._say(f"{len(self._stage.published)} events published")
        for moment in sorted(self._agenda):
            self._live_moment(moment)
        self._move_to(ENDS)

    def _live_moment(self, moment: datetime) -> None:
        over = f"{moment:%Y-%m-%d %H:%M} is over"
        self._now = moment
        if over not in self._journal:
            self._move_to(moment)
        self._answer()
        for deed in self._agenda[moment]:
            deed()
        self._journal.step(over, lambda: None)

    def _write_agenda(self) -> None:
        for bulletin in bulletins(self._stage.year):
            day = BulletinDay(self._stage, bulletin)
            told = f"bulletin of {bulletin.at:%Y-%m-%d}"
            self._agenda[bulletin.at].append(self._step(f"{told}, morning", day.morning))
            self._agenda[bulletin.at + SECOND_THOUGHTS].append(self._step(f"{told}, evening", day.evening))
            # Those who come again to a capsule do it once they have come to everything else.
            opening = LAST_ANSWERS if bulletin.late else bulletin.at + SECOND_THOUGHTS
            self._agenda[opening] += self._capsules(bulletin)
        for session in self._stage.year.sessions:
            if session.sittings:
                check = partial(check_reminders, self._stage, session)
                self._agenda[reminded_at(session)].append(self._step(f"{session.name}: reminders", check))
        for held in sittings_held(self._stage.year.sessions):
            self._agenda[held.at].append(self._sitting(held))

    def _step(self, name: str, deed: Deed) -> Deed:
        return lambda: self._journal.step(name, deed)

    def _capsules(self, bulletin: Bulletin) -> list[Deed]:
        """Opened by those who registered after this bulletin and come."""
        deeds = []
        for session in bulletin.sessions:
            if not session.sittings:
                people = [number for number in bulletin.registering(session) if number in session.coming]
                name = f"{session.name}: opened after {bulletin.at:%Y-%m-%d}"
                deeds.append(self._step(name, partial(open_capsules, self._stage, session, people)))
        return deeds

    def _sitting(self, held: SittingHeld) -> Deed:
        session = held.session

        def deed() -> None:
            before = self._journal.once(f"{session.name}: letters before", lambda: self._stage.mailbox.newest)
            sitting = f"{session.name}, sitting {held.number}"
            self._journal.step(sitting, lambda: live_sitting(self._stage, held))
            if held.number == len(session.sittings) - 1:
                self._over.append((session, before))

        return deed

    def _answer(self) -> None:
        """Once a session is over and everything is still, the letters are there."""
        over, self._over = self._over, []
        for session, since in over:
            if end_of(session) > self._now:
                self._over.append((session, since))
            else:
                answering = partial(answer_surveys, self._stage, session, since=since)
                self._journal.step(f"{session.name}: surveys", answering)

    def _move_to(self, moment: datetime) -> None:
        self._stage.site.wait_until_still()
        self._stage.site.move_clock(moment)
        # The chores of the new moment are due before anything else is.
        self._stage.site.wait_until_still()

    def _publish(self, event: PlannedEvent) -> None:
        form = event_form(event.entry, slug=event.key, sessions=_sessions(event))
        self._stage.titles[event.key] = (" ".join(form["title_fr"].split()), " ".join(form["title_en"].split()))
        noted = self._journal.once(_publishing(event), lambda: vars(self._stage.organizer.publish(form)))
        published = PublishedEvent(**noted)
        if len(published.sessions) != len(event.sessions):
            raise Unexpected(f"{event.key}: {len(published.sessions)} sessions, not {len(event.sessions)}")
        self._stage.published[event.key] = published


def _publishing(event: PlannedEvent) -> str:
    return f"{event.key} is published"


def _sessions(event: PlannedEvent) -> list[dict[str, Any]]:
    """As the scenario has them, with places in the scale of the replay; a capsule closes with the year."""
    forms = [session_form(event.entry, session.number, move=lambda moment: moment) for session in event.sessions]
    for form, session in zip(forms, event.sessions, strict=True):
        form["capacity"] = session.counts.places.capacity
        if not session.sittings:
            form |= {"opens_at": f"{BULLETINS[0]:%Y-%m-%d}T08:00", "closes_at": "2022-12-31T23:59"}
    return forms
