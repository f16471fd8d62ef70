"""The same event once more, on other days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.registration.domain.copying import copied, first_day_of
from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft
from services.registration.domain.kinds import EventKind, Mode
from services.registration.domain.refusals import NoSuchLocalTime

QUEBEC = ZoneInfo("America/Toronto")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=QUEBEC)


def a_cohort(*dates: str, opens_at: str | None = None, closes_at: str | None = None) -> EventDraft:
    sittings = tuple(SittingDraft(local(f"{day}T09:00"), local(f"{day}T12:00"), title_fr="Séance") for day in dates)
    session = SessionDraft(
        mode=Mode.IN_PERSON,
        venue_name="Centre Mont-Royal",
        capacity=16,
        sittings=sittings,
        opens_at=local(opens_at) if opens_at else None,
        closes_at=local(closes_at) if closes_at else None,
        session_id="the-first-ones",
    )
    return EventDraft(kind=EventKind.PROGRAMME, title_fr="Programme Alliés", slug="allies-2026", sessions=(session,))


def test_every_date_is_moved_by_the_same_number_of_days() -> None:
    event = a_cohort("2026-05-06", "2026-06-03", opens_at="2026-04-01T08:00", closes_at="2026-05-01T16:00")

    (session,) = copied(event, first_day=date(2026, 5, 20), zone=QUEBEC).sessions

    assert [sitting.starts_at for sitting in session.sittings] == [local("2026-05-20T09:00"), local("2026-06-17T09:00")]
    assert session.sittings[1].ends_at == local("2026-06-17T12:00")
    assert (session.opens_at, session.closes_at) == (local("2026-04-15T08:00"), local("2026-05-15T16:00"))


@pytest.mark.parametrize(
    ("opens_at", "copied_to"),
    [
        ("2026-04-01T08:00", None),
        ("2026-04-03T08:00:17.250", None),
        ("2026-04-03T08:00", "2026-04-17T08:00"),
    ],
)
def test_what_opened_at_once_opens_at_once(opens_at: str, copied_to: str | None) -> None:
    """When it was published, or when the session was added: nobody types seconds."""
    event = a_cohort("2026-05-06", opens_at=opens_at)

    copy = copied(event, first_day=date(2026, 5, 20), zone=QUEBEC, published_at=local("2026-04-01T08:00"))

    assert copy.sessions[0].opens_at == (local(copied_to) if copied_to else None)


def test_what_is_not_a_date_is_the_same_and_the_address_is_made_anew() -> None:
    event = a_cohort("2026-05-06")

    copy = copied(event, first_day=date(2027, 5, 5), zone=QUEBEC)

    assert (copy.title_fr, copy.kind, copy.slug) == ("Programme Alliés", EventKind.PROGRAMME, "")
    (session,) = copy.sessions
    assert (session.venue_name, session.capacity, session.sittings[0].title_fr) == ("Centre Mont-Royal", 16, "Séance")
    assert session.session_id is None


@pytest.mark.parametrize(("before", "after"), [("2026-02-25", "2026-04-01"), ("2026-10-28", "2026-11-04")])
def test_clocks_show_the_same_hour_whether_it_is_summer_or_winter(before: str, after: str) -> None:
    copy = copied(a_cohort(before), first_day=date.fromisoformat(after), zone=QUEBEC)

    start = copy.sessions[0].sittings[0].starts_at

    assert f"{start.astimezone(QUEBEC):%Y-%m-%dT%H:%M}" == f"{after}T09:00"
    assert start.utcoffset() != local(f"{before}T09:00").utcoffset()


def test_an_hour_that_spring_skips_is_refused() -> None:
    night = SittingDraft(local("2026-03-01T02:30"), local("2026-03-01T04:00"))
    event = EventDraft(EventKind.GALA, "Nuit", sessions=(SessionDraft(Mode.VIRTUAL, sittings=(night,)),))

    with pytest.raises(NoSuchLocalTime):
        copied(event, first_day=date(2026, 3, 8), zone=QUEBEC)


def test_a_closing_that_went_with_the_first_sitting_still_does() -> None:
    event = a_cohort("2026-05-06", closes_at="2026-05-06T09:00")

    assert copied(event, first_day=date(2026, 5, 7), zone=QUEBEC).sessions[0].closes_at is None


def test_the_first_day_is_that_of_the_first_sitting_or_of_the_window_where_there_is_none() -> None:
    capsule = SessionDraft(Mode.VIRTUAL, opens_at=local("2026-01-04T23:00"), closes_at=local("2026-12-31T23:59"))

    assert first_day_of(a_cohort("2026-06-03", "2026-07-01", opens_at="2026-04-01T08:00"), QUEBEC) == date(2026, 6, 3)
    assert first_day_of(EventDraft(EventKind.WEB_CAPSULE, "", sessions=(capsule,)), QUEBEC) == date(2026, 1, 4)
    assert first_day_of(EventDraft(EventKind.TRAINING, ""), QUEBEC) is None


def test_what_has_no_date_is_copied_without_one() -> None:
    event = EventDraft(EventKind.TRAINING, "Sans date", sessions=(SessionDraft(Mode.VIRTUAL),))

    assert copied(event, first_day=date(2026, 5, 6), zone=QUEBEC) == event
