"""The year's report: which events it holds, and what it counts in them."""

import datetime as dt
from zoneinfo import ZoneInfo

from services.checkin.domain.kinds import EventKind
from services.checkin.domain.report import Activity, People, Report, held_in, report_of, trainings_of
from services.checkin.domain.satisfaction import satisfaction_of
from shared.kernel.words import Bilingual

QUEBEC = ZoneInfo("America/Toronto")
NOW = dt.datetime(2023, 2, 1, tzinfo=dt.UTC)
MAY = dt.datetime(2022, 5, 6, 13, 0, tzinfo=dt.UTC)


def an_activity(event_id: str, kind: EventKind = EventKind.TRAINING, **options) -> Activity:
    given = {"new_activity": False, "held_from": MAY} | options
    nothing = satisfaction_of({}, invited=0, undeliverable=0)
    return Activity(event_id, event_id, kind, Bilingual(event_id, ""), satisfaction=nothing, **given)


def the_report(
    activities: list[Activity], people: dict[str, People] | None = None, *, members: int = 0, now: dt.datetime = NOW
) -> Report:
    return report_of(2022, held_in(2022, activities, now=now, zone=QUEBEC), people or {}, members_who_took_part=members)


def test_an_event_has_its_people_and_one_to_which_nobody_came_is_there_too() -> None:
    [gala, other] = the_report(
        [an_activity("gala", EventKind.GALA), an_activity("other")], {"gala": People(2, 1), "elsewhere": People(9, 9)}
    ).events

    assert (gala.participants, gala.members) == (2, 1)
    assert (other.participants, other.members) == (0, 0)


def test_trainings_and_capsules_are_the_activities_and_those_in_organisations_are_apart() -> None:
    activities = [
        an_activity("one"),
        an_activity("capsule", EventKind.WEB_CAPSULE),
        an_activity("gala", EventKind.GALA),
        an_activity("private", EventKind.TRAINING_IN_ORGANISATION),
    ]

    trainings = the_report(activities, members=2).trainings

    assert [one.event_id for one in trainings_of(activities)] == ["one", "capsule"]
    assert (trainings.activities, trainings.in_organisations, trainings.members_who_took_part) == (2, 1, 2)


def test_new_activities_are_among_the_activities() -> None:
    activities = [
        an_activity("one", new_activity=True),
        an_activity("two"),
        an_activity("gala", EventKind.GALA, new_activity=True),
    ]

    assert the_report(activities).trainings.new_activities == 1


def test_the_year_is_that_of_the_organisation_s_clocks() -> None:
    """In Québec it is still 2022 at three in the morning of January 1st in UTC."""
    eve = an_activity("eve", held_from=dt.datetime(2023, 1, 1, 3, 0, tzinfo=dt.UTC))
    day = an_activity("day", held_from=dt.datetime(2023, 1, 1, 15, 0, tzinfo=dt.UTC))

    assert [one.activity.slug for one in the_report([eve, day]).events] == ["eve"]


def test_what_has_not_begun_is_in_no_report() -> None:
    activities = [an_activity("to-come"), an_activity("never-opened", EventKind.WEB_CAPSULE, held_from=None)]

    assert the_report(activities, now=MAY - dt.timedelta(hours=1)).events == ()
