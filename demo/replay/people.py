"""Who plays which part in one session: places, waiting list, guests, sittings, answers."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from demo.names import FAMILY, GIVEN
from demo.replay.counts import SessionCounts, Visitors
from demo.replay.year import Guest, PlannedSession


@dataclass(frozen=True)
class Parts:
    """Members of one session by the part they play; a person stands in `confirmed` or in `waiting`, never in both."""

    confirmed: tuple[str, ...]
    cancelling: tuple[str, ...]
    waiting: tuple[str, ...]
    withdrawing: tuple[str, ...]
    moving_up: tuple[str, ...]


def planned_session(
    entry: Mapping[str, Any],
    number: int,
    counts: SessionCounts,
    *,
    coming: Sequence[str],
    others: Iterator[str],
    chance: random.Random,
) -> PlannedSession:
    """`coming` are the members who come, walk-ins last; `others` are drawn for those who do not."""
    holders, walking_in = coming[: len(coming) - counts.walk_in], coming[len(coming) - counts.walk_in :]
    played = _parts(counts, holders, others, chance)
    guests = [
        *_guests(entry, ("guest",), counts.guests, chance),
        *_guests(entry, ("dignitary", "partner"), counts.dignitaries, chance),
    ]
    guests_coming = [guest.email for guest, comes in guests if comes]
    present = _sittings(entry["sessions"][number], counts, [*holders, *guests_coming])
    return PlannedSession(
        key=entry["key"],
        kind=entry["kind"],
        number=number,
        entry=entry["sessions"][number],
        counts=counts,
        confirmed=played.confirmed,
        cancelling=played.cancelling,
        waiting=played.waiting,
        withdrawing=played.withdrawing,
        moving_up=played.moving_up,
        walking_in=tuple(walking_in),
        guests=tuple(guest for guest, _ in guests),
        coming=present,
        answering=_answering(counts, [*present, *walking_in], chance),
    )


def _parts(counts: SessionCounts, holders: Sequence[str], others: Iterator[str], chance: random.Random) -> Parts:
    places = counts.places
    absent = _take(others, places.holders - len(holders))
    kept = [*holders, *absent]
    # Those who move up come, unless too few come at all.
    moving_up = (
        holders[len(holders) - places.moved_up :] if places.moved_up <= len(holders) else kept[: places.moved_up]
    )
    cancelling = _take(others, places.cancelled)
    staying = _take(others, places.waitlisted - places.moved_up)
    confirmed = [person for person in kept if person not in set(moving_up)] + cancelling
    chance.shuffle(confirmed)
    waiting = [*moving_up, *staying]
    if places.withdrawn:
        chance.shuffle(waiting)
    return Parts(
        confirmed=tuple(confirmed),
        cancelling=tuple(cancelling),
        waiting=tuple(waiting),
        withdrawing=tuple(staying) if places.withdrawn else (),
        moving_up=tuple(person for person in waiting if person in set(moving_up)),
    )


def _take(others: Iterator[str], count: int) -> list[str]:
    taken = list(islice(others, count))
    if len(taken) < count:
        raise ValueError(f"the directory is too small: {count - len(taken)} people are missing")
    return taken


def _guests(
    entry: Mapping[str, Any], kinds: Sequence[str], visitors: Visitors, chance: random.Random
) -> Iterator[tuple[Guest, bool]]:
    """The first of them come."""
    for rank in range(visitors.registered):
        kind = kinds[rank % len(kinds)]
        guest = Guest(
            kind=kind,
            given_name=chance.choice(GIVEN),
            family_name=chance.choice(FAMILY),
            email=f"{kind}-{rank + 1}@{entry['key']}.example",
            language="en" if chance.random() < 0.1 else "fr",
            organisation={"guest": "", "dignitary": "Assemblée nationale", "partner": "Beneva"}[kind],
        )
        yield guest, rank < visitors.came


def _sittings(session: Mapping[str, Any], counts: SessionCounts, people: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """At which sittings each is: all of them, but for those of one sitting only and for absences."""
    every = tuple(range(len(session["sittings"])))
    first, second = counts.joining.first_only, counts.joining.second_only
    present = dict.fromkeys(people, every)
    present |= dict.fromkeys(people[:first], every[:1]) | dict.fromkeys(people[first : first + second], every[1:2])
    for absence in range(counts.absences):
        turn, rank = divmod(absence, len(people))
        missed = (rank + turn) % len(every)
        present[people[rank]] = tuple(sitting for sitting in present[people[rank]] if sitting != missed)
    return present


def _answering(counts: SessionCounts, people: Sequence[str], chance: random.Random) -> tuple[tuple[str, str], ...]:
    answers = [name for name, count in counts.answers.items() for _ in range(count)]
    return tuple(zip(chance.sample(list(people), len(answers)), answers, strict=True))
