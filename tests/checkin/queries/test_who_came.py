"""The figures that the database counts are those that one would count from the facts themselves, by docs/figures.md."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.checkin.actions.note_evidence import Seen, note_evidence
from services.checkin.domain.attendance import Fact, attendance_from
from services.checkin.domain.kinds import Evidence, HolderKind
from services.checkin.domain.report import NOBODY, People
from services.checkin.models import Session as SessionRow
from services.checkin.queries.event_figures import event_figures, listed_figures
from services.checkin.queries.who_came import kinds_of, members_of_all, people_of
from services.checkin.queries.year_report import year_report
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.checkin.builders import START, Event, Person, Session, Sitting, a_capsule, publish, register

MINUTE: Final = dt.timedelta(minutes=1)
KINDS: Final = ("member", "member", "guest", "dignitary", "partner")


class Came(NamedTuple):
    event_id: str
    person_id: str
    kind: HolderKind


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_the_database_counts_what_the_facts_come_to(checkin: Instance, chance: random.Random) -> None:
    """Two days of training, a gala and a capsule; scans, undoings and walk-ins at random, in no order."""
    two_days = [Session(sittings=[Sitting(), Sitting(START + 24 * 60 * MINUTE, START + 26 * 60 * MINUTE)])]
    events = [Event(kind="training", sessions=two_days), Event(kind="training"), Event(), a_capsule()]
    for event in events:
        publish(checkin, event)
    people = [Person(chance.choice(KINDS)) for _ in range(8)]

    came = list(what_came_of(checkin, events, people, chance))

    ids = [event.event_id for event in events]
    with checkin.look() as seen:
        assert people_of(seen, ids) == {one: counted(came, one) for one in ids}
        assert members_of_all(seen, [ids[0], ids[1], ids[3]]) == len(
            {one.person_id for one in came if one.kind is HolderKind.MEMBER and one.event_id != ids[2]}
        )
        for one in ids:
            assert kinds_of(seen, one) == by_kind(came, one)


def what_came_of(checkin: Instance, events: list[Event], people: list[Person], chance: random.Random) -> Iterator[Came]:
    """Facts are written down at random; what they come to is folded here, apart from what the service keeps."""
    facts: dict[tuple[str, str | None, str], list[Fact]] = defaultdict(list)
    kinds: dict[tuple[str, str], HolderKind] = {}
    for event, person in ((event, person) for event in events for person in people):
        held = register(checkin, event, person) if chance.random() < 0.7 else None
        kinds[event.event_id, person.person_id] = HolderKind(person.kind) if held else HolderKind.MEMBER
        for _ in range(chance.randrange(5)):
            sitting = chance.choice([one.sitting_id for one in event.session.sittings] or [None])
            evidence = chance.choice([Evidence.SCANNED, Evidence.ENTERED_BY_HAND, Evidence.UNDONE])
            registration = held.registration_id if held else None
            fact = Fact(new_id(), evidence, START + chance.randrange(6) * MINUTE, registration)
            facts[event.event_id, sitting, person.person_id].append(fact)
            note(checkin, event, sitting, person, fact)
    for (event_id, _, person_id), seen in facts.items():
        folded = attendance_from(seen)
        if folded is not None and not folded.undone:
            yield Came(event_id, person_id, kinds[event_id, person_id])


def note(checkin: Instance, event: Event, sitting: str | None, person: Person, fact: Fact) -> None:
    with checkin.begin() as tx:
        session = tx.db.get_one(SessionRow, event.session.session_id)
        seen = Seen(fact.id, fact.evidence, sitting, person.person_id, fact.at, fact.registration_id)
        note_evidence(tx, session, seen)


def counted(came: list[Came], event_id: str) -> People:
    here = {(one.person_id, one.kind) for one in came if one.event_id == event_id}
    return People(len(here), len([kind for _, kind in here if kind is HolderKind.MEMBER]))


def by_kind(came: list[Came], event_id: str) -> dict[HolderKind, int]:
    here = {(one.person_id, one.kind) for one in came if one.event_id == event_id}
    counts = {kind: len([one for _, one in here if one is kind]) for kind in HolderKind}
    return {kind: count for kind, count in counts.items() if count}


def test_of_no_event_there_is_nobody(checkin: Instance) -> None:
    with checkin.look() as seen:
        assert people_of(seen, []) == {}
        assert people_of(seen, ["unheard-of"]) == {"unheard-of": NOBODY}
        assert members_of_all(seen, []) == 0


def test_the_list_the_event_and_the_report_say_the_same(checkin: Instance) -> None:
    """A member of two trainings and of both days of one is one participant of each, and one member who took part."""
    one, other = publish(checkin, Event(kind="training")), publish(checkin, Event(kind="training"))
    person = Person()
    for event in (one, other):
        held = register(checkin, event, person)
        fact = Fact(new_id(), Evidence.SCANNED, START, held.registration_id)
        note(checkin, event, event.session.sittings[0].sitting_id, person, fact)

    with checkin.look() as seen:
        report, listed = year_report(seen, 2026), listed_figures(seen, 2026)
        assert {figures.participants for figures in (*report.events, *listed.held, *listed.coming)} == {1}
        assert event_figures(seen, one.slug).figures.members == 1
        assert report.trainings.members_who_took_part == 1
        assert (listed.years, listed.year) == ([2026], 2026)
        assert listed_figures(seen, 1999).year is None


def test_the_list_tells_what_was_held_from_what_is_to_come(checkin: Instance, clock: FakeClock) -> None:
    """Of what was held, the latest comes first; of what is to come, the nearest."""
    days = [START + number * 24 * 60 * MINUTE for number in range(4)]
    slugs = [publish(checkin, Event(sessions=[Session(sittings=[Sitting(day, day + MINUTE)])])).slug for day in days]
    clock.set(days[1] + MINUTE)

    with checkin.look() as seen:
        listed = listed_figures(seen, None)

    assert [one.activity.slug for one in listed.held] == [slugs[1], slugs[0]]
    assert [one.activity.slug for one in listed.coming] == [slugs[2], slugs[3]]
