"""Two days before a session: everybody with a place is reminded of it, once, and nobody else is."""

import re
from collections.abc import Callable
from typing import Final

from demo.replay.browser import Unexpected
from demo.replay.letters import Letter
from demo.replay.stage import Stage
from demo.replay.year import PlannedSession

REMINDER: Final = re.compile("Petit rappel|A reminder")


def check_reminders(stage: Stage, session: PlannedSession) -> None:
    """Everything is still; whoever has a place waits for the letter to be read all the same."""
    holders = [person for person in (*session.confirmed, *session.moving_up) if person not in session.cancelling]
    for person in holders:
        reminds = _reminds_of(stage, session, person)
        stage.mailbox.letter(stage.email(person), reminds)
        if sum(map(reminds, stage.mailbox.letters_to(stage.email(person)))) > 1:
            raise Unexpected(f"{session.name}: {person} was reminded twice")
    for person in session.cancelling:
        if any(map(_reminds_of(stage, session, person), stage.mailbox.letters_to(stage.email(person)))):
            raise Unexpected(f"{session.name}: {person} gave the place back, and was reminded of it")
    stage.say(f"{session.name}: {len(holders)} reminded")


def _reminds_of(stage: Stage, session: PlannedSession, person: str) -> Callable[[Letter], bool]:
    named = stage.shown_reference(session, person)
    return lambda letter: named in letter.text and REMINDER.search(letter.text) is not None
