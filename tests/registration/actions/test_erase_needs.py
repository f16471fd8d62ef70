"""Food and access needs are erased thirty days after the event (PRV-4), tested by moving the clock."""

from datetime import timedelta

from sqlalchemy import select

from services.registration.actions.erase_needs import erase_needs
from services.registration.domain.kinds import EventKind, Mode
from services.registration.models import Needs
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.actions.test_register import NEEDS
from tests.registration.builders import DAY, HOUR, a_draft_session, a_draft_sitting, a_registration, a_session, an_event


def kept(instance: Instance) -> set[str]:
    with instance.look() as look:
        return set(look.db.scalars(select(Needs.registration_id)))


def erased(instance: Instance) -> int:
    with instance.begin() as tx:
        return erase_needs(tx)


def test_they_stay_for_thirty_days_after_the_last_sitting_and_no_longer(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        journey = (a_draft_sitting(tx.now, after=DAY), a_draft_sitting(tx.now, after=20 * DAY))
        long = a_registration(tx, a_session(tx, sittings=journey), needs=NEEDS)
        a_registration(tx, a_session(tx, sittings=journey[:1]), needs=NEEDS)
    start = clock.now()

    clock.set(start + 31 * DAY + 2 * HOUR - timedelta(seconds=1))
    assert erased(registration) == 0
    clock.advance(timedelta(seconds=1))
    assert erased(registration) == 1
    assert kept(registration) == {long.registration_id}
    clock.advance(19 * DAY)
    assert erased(registration) == 1


def test_those_of_a_web_capsule_go_thirty_days_after_registration_closes(
    registration: Instance, clock: FakeClock
) -> None:
    with registration.begin() as tx:
        capsule = a_draft_session(
            tx.now, mode=Mode.VIRTUAL, meeting_url="https://capsules.example", sittings=(), closes_at=tx.now + 10 * DAY
        )
        event = an_event(tx, capsule, kind=EventKind.WEB_CAPSULE)
        a_registration(tx, event.sessions[0].session_id, needs=NEEDS)

    clock.advance(39 * DAY)
    assert erased(registration) == 0
    clock.advance(DAY)
    assert erased(registration) == 1


def test_erasing_again_erases_nothing(registration: Instance) -> None:
    assert erased(registration) == 0
