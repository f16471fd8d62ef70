"""Asking those who came, once; taking one answer, confidentially."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from services.checkin.actions.answer_survey import answer_survey
from services.checkin.actions.join import join
from services.checkin.actions.note_letter_failed import note_letter_failed
from services.checkin.domain.kinds import Rating
from services.checkin.domain.refusals import AlreadyAnswered, SurveyClosed, UnknownLink
from services.checkin.models import SurveyComment, SurveyInvitation, SurveyRating
from services.checkin.queries.event_figures import event_figures
from shared.kernel.refusals import Refused
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.checkin.builders import (
    HOUR,
    START,
    Event,
    Person,
    Session,
    Sitting,
    a_capsule,
    join_token_of,
    publish,
    register,
    ticket_of,
)
from tests.checkin.deeds import (
    a_reading,
    open_door,
    run_survey_chore,
    said_by,
    scan,
    survey_token,
    tell_scans,
    undo_scan,
)

INVITED = "checkin.survey_invited.v1"
END = START + 2 * HOUR


def answer(checkin: Instance, token: str, rating: Rating = Rating.SATISFIED, comment: str = "") -> None:
    with checkin.begin() as tx:
        answer_survey(tx, token=token, rating=rating, comment=comment)


def an_event_where_somebody_came(checkin: Instance, clock: FakeClock) -> tuple[Event, Person]:
    event = publish(checkin, Event())
    held = register(checkin, event)
    scan(checkin, open_door(checkin, event.session), ticket_of(checkin, held))
    clock.set(END)
    run_survey_chore(checkin)
    return event, held.person


def test_at_the_end_those_who_came_are_asked_once(checkin: Instance, clock: FakeClock) -> None:
    """SRV-3: only those who came; members, guests and walk-ins alike."""
    event = publish(checkin, Event())
    came, guest, absent = register(checkin, event), register(checkin, event, Person("guest")), register(checkin, event)
    door = open_door(checkin, event.session)
    tell_scans(checkin, door, *(a_reading(ticket_of(checkin, held)) for held in (came, guest)))
    clock.set(END - HOUR)
    run_survey_chore(checkin)
    before = said_by(checkin, INVITED)
    clock.set(END)

    for _ in range(2):
        run_survey_chore(checkin)

    asked = {one["person_id"] for one in said_by(checkin, INVITED)}
    assert before == []
    assert asked == {came.person.person_id, guest.person.person_id}
    assert absent.person.person_id not in asked
    assert len(said_by(checkin, INVITED)) == 2


def test_the_invitation_says_event_key_and_closing(checkin: Instance, clock: FakeClock) -> None:
    event, person = an_event_where_somebody_came(checkin, clock)

    [said] = said_by(checkin, INVITED)

    assert (said["person_id"], said["event"]["slug"], said["key_id"]) == (person.person_id, event.slug, "k1")
    assert said["closes_at"] == "2026-05-01T16:00:00Z"


def test_who_was_undone_is_not_asked_and_who_is_heard_late_is(checkin: Instance, clock: FakeClock) -> None:
    event = publish(checkin, Event())
    mistaken, late = register(checkin, event), register(checkin, event)
    door = open_door(checkin, event.session)
    first = scan(checkin, door, ticket_of(checkin, mistaken))
    clock.advance(HOUR)
    undo_scan(checkin, door, first.scan_id)
    clock.set(END)
    run_survey_chore(checkin)
    nobody = said_by(checkin, INVITED)
    scan(checkin, door, ticket_of(checkin, late), at=START)

    run_survey_chore(checkin)

    assert nobody == []
    assert [one["person_id"] for one in said_by(checkin, INVITED)] == [late.person.person_id]


def test_a_cohort_is_asked_at_the_end_of_its_last_sitting(checkin: Instance, clock: FakeClock) -> None:
    last = Sitting(START + 24 * HOUR, START + 26 * HOUR)
    event = publish(checkin, Event(kind="programme", sessions=[Session(sittings=[Sitting(), last])]))
    held = register(checkin, event)
    scan(checkin, open_door(checkin, event.session), ticket_of(checkin, held))
    clock.set(END)
    run_survey_chore(checkin)
    after_the_first = len(said_by(checkin, INVITED))
    clock.set(last.ends_at)

    run_survey_chore(checkin)

    assert (after_the_first, len(said_by(checkin, INVITED))) == (0, 1)


def test_a_capsule_has_no_survey(checkin: Instance, clock: FakeClock) -> None:
    held = register(checkin, publish(checkin, a_capsule()))
    with checkin.begin() as tx:
        join(tx, token=join_token_of(checkin, held))
    clock.advance(100 * HOUR)

    run_survey_chore(checkin)

    assert said_by(checkin, INVITED) == []


def test_one_answer_an_invitation(checkin: Instance, clock: FakeClock) -> None:
    """SRV-6."""
    event, person = an_event_where_somebody_came(checkin, clock)
    token = survey_token(checkin, person.person_id)
    answer(checkin, token, Rating.VERY_SATISFIED, "Merci!")

    with pytest.raises(AlreadyAnswered):
        answer(checkin, token, Rating.NOT_SATISFIED)

    with checkin.look() as seen:
        rate = event_figures(seen, event.slug).figures.activity.satisfaction
    assert (rate.k, rate.n, rate.invited, rate.answered) == (1, 1, 1, 1)


def test_twenty_parallel_tries_spend_one(checkin: Instance, clock: FakeClock) -> None:
    _, person = an_event_where_somebody_came(checkin, clock)
    token = survey_token(checkin, person.person_id)

    def attempt(_: int) -> bool:
        try:
            answer(checkin, token)
        except AlreadyAnswered:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(attempt, range(20)))

    with checkin.look() as seen:
        kept = seen.db.scalar(sa.select(sa.func.count()).select_from(SurveyRating))
    assert (taken.count(True), kept) == (1, 1)


@pytest.mark.parametrize(("days", "refusal"), [(20.99, None), (21, SurveyClosed)])
def test_a_survey_closes_after_three_weeks(
    checkin: Instance, clock: FakeClock, days: float, refusal: type[Refused] | None
) -> None:
    _, person = an_event_where_somebody_came(checkin, clock)
    clock.set(END + dt.timedelta(days=days))

    if refusal is None:
        answer(checkin, survey_token(checkin, person.person_id))
    else:
        with pytest.raises(refusal):
            answer(checkin, survey_token(checkin, person.person_id))


def test_an_unknown_link_answers_nothing(checkin: Instance) -> None:
    with pytest.raises(UnknownLink):
        answer(checkin, "7Q3M" * 6 + "7Q")


def test_an_undeliverable_invitation_does_not_count_against_the_response(checkin: Instance, clock: FakeClock) -> None:
    """SRV-3: answered ÷ (came − undeliverable)."""
    event, _ = an_event_where_somebody_came(checkin, clock)
    [said] = said_by(checkin, INVITED)

    for subject in (said["invitation_id"], "a letter about something else"):
        with checkin.begin() as tx:
            note_letter_failed(tx, letter_subject=subject)

    with checkin.look() as seen:
        rate = event_figures(seen, event.slug).figures.activity.satisfaction
    assert (rate.invited, rate.undeliverable, rate.reached, rate.response_percent) == (1, 1, 0, None)


def test_an_answer_shows_that_the_letter_arrived(checkin: Instance, clock: FakeClock) -> None:
    event, person = an_event_where_somebody_came(checkin, clock)
    [said] = said_by(checkin, INVITED)
    with checkin.begin() as tx:
        note_letter_failed(tx, letter_subject=said["invitation_id"])

    answer(checkin, survey_token(checkin, person.person_id))

    with checkin.look() as seen:
        rate = event_figures(seen, event.slug).figures.activity.satisfaction
    assert (rate.undeliverable, rate.response_percent) == (0, 100)


def test_answers_share_no_column_but_the_event_with_who_has_answered() -> None:
    """SRV-4's spirit: no key, no time, no person; ratings and comments apart too."""
    asked = {column.name for column in SurveyInvitation.__table__.columns}

    assert {column.name for column in SurveyRating.__table__.columns} == {"id", "event_id", "rating"}
    assert {column.name for column in SurveyComment.__table__.columns} == {"id", "event_id", "text"}
    assert not {"answered_at", "rating", "answer_id"} & asked
    assert not SurveyRating.__table__.foreign_keys


def test_comments_are_withheld_below_five_answers(checkin: Instance, clock: FakeClock) -> None:
    event = publish(checkin, Event())
    people = [register(checkin, event) for _ in range(5)]
    door = open_door(checkin, event.session)
    tell_scans(checkin, door, *(a_reading(ticket_of(checkin, held)) for held in people))
    clock.set(END)
    run_survey_chore(checkin)
    shown = []

    for held in people:
        answer(checkin, survey_token(checkin, held.person.person_id), comment="Bravo")
        with checkin.look() as seen:
            shown.append(len(event_figures(seen, event.slug).comments))

    assert shown == [0, 0, 0, 0, 5]
