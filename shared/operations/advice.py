"""What is wrong with a service, and what to do about it, in words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.messaging.depths import DEAD, HEARD
from shared.operations.ages import age_in_words
from shared.operations.state import State
from shared.web.language import Translator

# A relay says ten times a second, a watch looks every ten seconds: a minute is no accident.
UNSENT_FOR: Final = dt.timedelta(minutes=1)
UNSEEN_FOR: Final = dt.timedelta(minutes=1)
CHORE_LATE_BY: Final = dt.timedelta(minutes=5)
# A listener takes hundreds a second.
DEEP: Final = 1000


@dataclass(frozen=True)
class Advice:
    """`about` names the part of the page where the figure stands."""

    about: str
    text: str


def advice_on(state: State, words: Translator) -> list[Advice]:
    """Nothing, when all is well."""
    return [
        *_on_outbox(state, words),
        *_on_inbox(state, words),
        *_on_queues(state, words),
        *_on_tallies(state, words),
        *_on_parts(state, words),
        *_on_chores(state, words),
        *_on_versions(state, words),
    ]


def _on_outbox(state: State, words: Translator) -> Iterator[Advice]:
    box = state.outbox
    waited = state.now - box.oldest_at if box.oldest_at else dt.timedelta()
    if waited > UNSENT_FOR:
        text = words.ngettext(
            "%(num)d message has waited for %(age)s: check that the broker answers and that the worker runs.",
            "%(num)d messages have waited for %(age)s: check that the broker answers and that the worker runs.",
            box.unsent,
            age=age_in_words(waited, words),
        )
        yield Advice("outbox", text)
    if box.returned:
        text = words.ngettext(
            "The broker has no queue for %(num)d message: make the queues of each service (command bind).",
            "The broker has no queue for %(num)d messages: make the queues of each service (command bind).",
            box.returned,
        )
        yield Advice("outbox", text)
    if box.unconfirmed:
        text = words.ngettext(
            "The broker did not take %(num)d message, which goes again: if it stays, check that the broker has room.",
            "The broker did not take %(num)d messages, which go again: if they stay, check that the broker has room.",
            box.unconfirmed,
        )
        yield Advice("outbox", text)


def _on_inbox(state: State, words: Translator) -> Iterator[Advice]:
    if parked := state.inbox["parked"]:
        text = words.ngettext(
            "%(num)d message is parked: read why, fix the cause, then try it again or discard it.",
            "%(num)d messages are parked: read why, fix the cause, then try them again or discard them.",
            parked,
        )
        yield Advice("inbox", text)
    if failed := state.inbox["failed"]:
        text = words.ngettext(
            "%(num)d message could not be handled and is tried again by itself: read why, if it stays.",
            "%(num)d messages could not be handled and are tried again by themselves: read why, if they stay.",
            failed,
        )
        yield Advice("inbox", text)


def _on_queues(state: State, words: Translator) -> Iterator[Advice]:
    heard, dead = state.queues[HEARD], state.queues[DEAD]
    if heard.is_missing:
        yield Advice("queues", words.gettext("The broker has no queue of this service: make it (command bind)."))
    elif heard.error:
        yield Advice(
            "queues",
            words.gettext("The broker does not answer: start it. What is done meanwhile leaves when it is back."),
        )
    elif (heard.waiting or 0) >= DEEP:
        text = words.ngettext(
            "%(num)d message waits to be heard: check that the listener runs, or start a second worker.",
            "%(num)d messages wait to be heard: check that the listener runs, or start a second worker.",
            heard.waiting or 0,
        )
        yield Advice("queues", text)
    if dead.waiting:
        text = words.ngettext(
            "%(num)d message came back too often: if the worker does not take it soon, check that it runs.",
            "%(num)d messages came back too often: if the worker does not take them soon, check that it runs.",
            dead.waiting,
        )
        yield Advice("queues", text)


def _on_tallies(state: State, words: Translator) -> Iterator[Advice]:
    for line in state.tallies.lines if state.tallies else ():
        if line.count and line.to_do:
            yield Advice("tallies", words.gettext(line.to_do))


def _on_parts(state: State, words: Translator) -> Iterator[Advice]:
    if not any(beat.seen_at for beat in state.parts):
        yield Advice("parts", words.gettext("No worker has been seen yet: start the worker of this service."))
        return
    silent = [
        beat.part for beat in state.parts if beat.seen_at is None or state.machine_now - beat.seen_at > UNSEEN_FOR
    ]
    if len(silent) == len(state.parts):
        newest = max(beat.seen_at for beat in state.parts if beat.seen_at)
        text = words.gettext(
            "The worker has not been seen for %(age)s: check that its process runs, and read its log.",
            age=age_in_words(state.machine_now - newest, words),
        )
        yield Advice("parts", text)
    elif silent:
        text = words.ngettext(
            "%(num)d part of the worker gives no sign of life (%(names)s): read the log, then start the worker again.",
            "%(num)d parts of the worker give no sign of life (%(names)s): read the log, then start the worker again.",
            len(silent),
            names=", ".join(silent),
        )
        yield Advice("parts", text)


def _on_chores(state: State, words: Translator) -> Iterator[Advice]:
    for chore in state.chores:
        if chore.error:
            text = words.gettext("The chore %(name)s failed: read its error. It runs again by itself.", name=chore.name)
            yield Advice("chores", text)
        elif chore.next_run_at and state.now - chore.next_run_at > CHORE_LATE_BY:
            text = words.gettext(
                "The chore %(name)s should have run %(age)s ago: check that the worker runs.",
                name=chore.name,
                age=age_in_words(state.now - chore.next_run_at, words),
            )
            yield Advice("chores", text)


def _on_versions(state: State, words: Translator) -> Iterator[Advice]:
    if not state.versions.is_migrated:
        text = words.gettext(
            "The database is at revision %(revision)s and this version wants %(newest)s: run the command migrate.",
            revision=state.versions.revision,
            newest=state.versions.newest_revision,
        )
        yield Advice("versions", text)
