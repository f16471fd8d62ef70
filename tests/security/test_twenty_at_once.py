"""The same deed sent twenty times at once is done once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from services.registration.actions.cancel_registration import cancel_registration
from services.registration.actions.register import register
from services.registration.domain.places import Place
from services.registration.models import Registration
from shared.kernel.refusals import Refused
from shared.service import Instance
from tests.registration.browsers import a_browser_of
from tests.registration.builders import a_member, a_registration, a_session, what_was_said


def together(one_try: Callable[[int], str]) -> Counter[str]:
    with ThreadPoolExecutor(20) as pool:
        return Counter(pool.map(one_try, range(20)))


def test_one_form_is_one_registration(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=5), a_member(tx)

    def one_try(_: int) -> str:
        with registration.begin() as tx:
            options = {"notice_version": "1", "idempotency_key": "one form"}
            return register(tx, member_id=member_id, session_id=session_id, **options).reference

    assert list(together(one_try).values()) == [20]
    assert len(what_was_said(registration, "place_confirmed")) == 1


def test_twenty_forms_of_one_member_are_one_registration(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=5), a_member(tx)

    def one_try(number: int) -> str:
        try:
            with registration.begin() as tx:
                options = {"notice_version": "1", "idempotency_key": f"form {number}"}
                register(tx, member_id=member_id, session_id=session_id, **options)
        except Refused as refused:
            return refused.code
        return "registered"

    assert together(one_try) == {"registered": 1, "already_registered": 19}


def test_a_place_given_back_is_given_to_one_other(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx, capacity=1), a_member(tx)
        held = a_registration(tx, session_id, member_id)
        for _ in range(3):
            a_registration(tx, session_id)

    def one_try(_: int) -> str:
        try:
            with registration.begin() as tx:
                cancel_registration(tx, reference=held.reference, member_id=member_id)
        except Refused as refused:
            return refused.code
        return "cancelled"

    assert together(one_try) == {"cancelled": 1, "already_cancelled": 19}
    with registration.look() as look:
        places = Counter(look.db.scalars(Registration.__table__.select().with_only_columns(Registration.place)))
    assert places == {Place.CANCELLED: 1, Place.CONFIRMED: 1, Place.WAITLISTED: 2}


def test_nobody_cancels_or_looks_at_anothers_registration(registration: Instance) -> None:
    """With the reference in hand: another's is as one that does not exist."""
    with registration.begin() as tx:
        held = a_registration(tx, a_session(tx))
        stranger = a_browser_of(registration, a_member(tx))

    seen = [stranger.get(f"/registrations/{held.reference}{more}") for more in ("", "/ticket.png", "/cancel")]
    tried = stranger.submit(f"/registrations/{held.reference}/cancel")
    unknown = stranger.get("/registrations/00000000")

    assert [one.status_code for one in (*seen, tried, unknown)] == [404] * 5
    assert what_was_said(registration, "place_cancelled") == []
