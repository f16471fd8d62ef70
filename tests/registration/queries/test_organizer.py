"""What organizers see: every event, every registration, without a query a row."""

from collections.abc import Callable

import pytest

from services.registration.actions.add_guest import add_guest
from services.registration.actions.cancel_registration import cancel_registration
from services.registration.domain.kinds import EventState
from services.registration.queries.catalogue import catalogue
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.event_registrations import event_registrations
from services.registration.queries.my_registrations import my_registrations
from services.registration.queries.organisations import organisations
from services.registration.queries.organizer_events import organizer_events
from services.registration.queries.records import Counts
from services.registration.queries.registrations_page import Wanted, registrations_page
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound
from shared.service import Instance
from shared.testing.statements import statements
from tests.registration.actions.test_register import NEEDS
from tests.registration.builders import (
    a_draft_session,
    a_guest,
    a_member,
    a_registration,
    a_session,
    an_event,
    many_registrations,
)


def test_every_event_stands_with_its_counts_drafts_too(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1), a_draft_session(tx.now), title_fr="A")
        an_event(tx, published=False, title_fr="B")
        first, second = (session.session_id for session in event.sessions)
        held = a_registration(tx, first)
        a_registration(tx, first)
        a_registration(tx, second)
        cancel_registration(tx, reference=held.reference, member_id=None)

    with registration.look() as look:
        shown, draft = organizer_events(look)
    assert shown.counts == Counts(confirmed=2, waitlisted=0, cancelled=1)
    assert (draft.title.fr, draft.state, draft.counts) == ("B", EventState.DRAFT, Counts())


def test_an_unknown_event_is_not_found(registration: Instance) -> None:
    with registration.look() as look, pytest.raises(NotFound):
        event_for_organizer(look, event_id="no-such-event")


def test_members_and_guests_stand_in_one_list_by_session_and_in_order(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, label_fr="Matin"), a_draft_session(tx.now, label_fr="Soir"))
        morning, evening = (session.session_id for session in event.sessions)
        late = a_registration(tx, evening)
        early = a_registration(tx, morning)
        guest = add_guest(tx, session_id=evening, guest=a_guest())
        a_registration(tx, a_session(tx))

    with registration.look() as look:
        lines = event_registrations(look, event_id=event.event_id, with_needs=False)

    assert lines[0].registration_id == early.registration_id
    assert {line.registration_id for line in lines[1:]} == {late.registration_id, guest.registration_id}
    assert [line.session_label.fr for line in lines] == ["Matin", "Soir", "Soir"]
    assert {line.holder.kind.value for line in lines} == {"member", "guest"}


def test_needs_are_read_only_for_the_role_that_may_see_them(registration: Instance) -> None:
    """PRV-4."""
    with registration.begin() as tx:
        event = an_event(tx)
        a_registration(tx, event.sessions[0].session_id, needs=NEEDS)

    with registration.look() as look, statements(registration) as asked:
        (without,) = event_registrations(look, event_id=event.event_id, with_needs=False)
        assert not any("needs" in statement for statement in asked)
        (with_needs,) = event_registrations(look, event_id=event.event_id, with_needs=True)
    assert without.needs is None
    assert with_needs.needs is not None
    assert with_needs.needs.access == "Place près de la sortie"


def test_a_thousand_rows_ask_no_more_than_ten(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx)
        event_id = organizer_events(tx)[0].event_id
        many_registrations(tx, session_id, 10)
    few = _asked(registration, lambda look: event_registrations(look, event_id=event_id, with_needs=True))
    with registration.begin() as tx:
        many_registrations(tx, session_id, 990)

    many = _asked(registration, lambda look: event_registrations(look, event_id=event_id, with_needs=True))

    # Needs are read in portions of five hundred.
    assert len(many) <= len(few) + 2


def test_a_page_reads_its_own_lines_only(registration: Instance) -> None:
    with registration.begin() as tx:
        event = an_event(tx)
        many_registrations(tx, event.sessions[0].session_id, 120)

    with registration.look() as look, statements(registration) as asked:
        page = registrations_page(look, Wanted(page=3), event_id=event.event_id, with_needs=True)

    assert (len(page.lines), page.total) == (20, 120)
    counted, lines, _needs = (one for one in asked if one.startswith("SELECT"))
    assert "GROUP BY" in counted
    assert "LIMIT" in lines


def test_more_events_and_more_registrations_ask_no_more_questions(registration: Instance) -> None:
    queries: list[Callable[[Look], object]] = [
        lambda look: catalogue(look, member_id=member_id),
        organizer_events,
        lambda look: my_registrations(look, member_id=member_id),
    ]
    with registration.begin() as tx:
        member_id = a_member(tx)
        a_registration(tx, a_session(tx, capacity=1), member_id)
    few = [len(_asked(registration, query)) for query in queries]
    with registration.begin() as tx:
        for _ in range(30):
            a_registration(tx, a_session(tx, capacity=1), member_id)

    assert [len(_asked(registration, query)) for query in queries] == few


def test_organisations_stand_once_each_in_order(registration: Instance) -> None:
    with registration.begin() as tx:
        for name in ("Tourisme", "Justice", "Tourisme"):
            a_member(tx, organisation=name)

    with registration.look() as look:
        assert organisations(look) == ["Justice", "Tourisme"]


def _asked(instance: Instance, query: Callable[[Look], object]) -> list[str]:
    with instance.look() as look, statements(instance) as asked:
        query(look)
    return asked
