"""The second factor: enrolled once, then asked each time; lost with the phone, and begun again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.registration.actions.begin_password_try import begin_password_try
from services.registration.actions.change_password import change_password
from services.registration.actions.close_staff import close_staff
from services.registration.actions.enrol_second_factor import Enrolled, enrol_second_factor
from services.registration.actions.reset_second_factor import reset_second_factor
from services.registration.actions.sign_in_staff import sign_in_staff
from services.registration.actions.use_second_factor import UsedSecondFactor, use_second_factor
from services.registration.domain.kinds import Role
from services.registration.domain.refusals import UnknownStaff
from services.registration.domain.second_factor import CODES, RECOVERY_CODES, STEP, PasswordProven, ProofSpent
from services.registration.domain.sign_ins import OpenedIdentity, TooManyTries
from services.registration.models import Identity, RecoveryCode, SecondFactor, StaffAccount
from services.registration.models.passwords import mark_of
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.authenticators import EMAIL, Phone, a_phone_for, prove_password
from tests.registration.browsers import an_account


@pytest.fixture
def camille(registration: Instance) -> str:
    return an_account(registration, EMAIL)


def enrol(registration: Instance, proven: PasswordProven, code: str) -> Enrolled | None:
    with registration.begin() as tx:
        return enrol_second_factor(tx, proven=proven, code=code)


def use(registration: Instance, proven: PasswordProven, code: str) -> UsedSecondFactor | None:
    with registration.begin() as tx:
        return use_second_factor(tx, proven=proven, code=code)


def enrolled(registration: Instance, staff_id: str) -> tuple[Phone, tuple[str, ...]]:
    proven = prove_password(registration, staff_id)
    phone = a_phone_for(registration, proven)
    done = enrol(registration, proven, phone.code())
    assert done is not None
    return phone, done.recovery_codes


def test_the_password_of_an_organizer_signs_nobody_in(registration: Instance, camille: str) -> None:
    prove_password(registration, camille)

    with registration.look() as look:
        assert look.db.scalars(sa.select(Identity)).all() == []


def test_the_door_signs_in_with_the_password_alone(registration: Instance) -> None:
    staff_id = an_account(registration, "paul@alliance.example", role=Role.DOOR)

    with registration.begin() as tx:
        try_id = begin_password_try(tx, email="paul@alliance.example", browser="browser")
        mark = mark_of(tx.db.get_one(StaffAccount, staff_id))
        opened = sign_in_staff(tx, staff_id=staff_id, password_mark=mark, try_id=try_id)
        assert isinstance(opened, OpenedIdentity)


def test_a_code_of_the_phone_enrols_it_and_signs_in(registration: Instance, camille: str) -> None:
    proven = prove_password(registration, camille)
    phone = a_phone_for(registration, proven)

    assert enrol(registration, proven, phone.wrong_code()) is None
    done = enrol(registration, proven, phone.code())

    assert done is not None
    assert (done.identity.person_id, done.identity.role) == (camille, "organizer")
    assert len(set(done.recovery_codes)) == RECOVERY_CODES


def test_afterwards_password_and_code_sign_in(registration: Instance, clock: FakeClock, camille: str) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(STEP)

    proven = prove_password(registration, camille)

    assert use(registration, proven, phone.wrong_code()) is None
    used = use(registration, proven, f" {phone.code()[:3]} {phone.code()[3:]}")
    assert used is not None
    assert used.identity.person_id == camille


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_phone_that_is_a_step_early_or_late_signs_in(
    registration: Instance, clock: FakeClock, camille: str, steps: int
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(10 * STEP)

    assert use(registration, prove_password(registration, camille), phone.code(clock.now() + steps * STEP))


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_phone_that_is_two_steps_away_does_not(
    registration: Instance, clock: FakeClock, camille: str, steps: int
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(10 * STEP)

    assert use(registration, prove_password(registration, camille), phone.code(clock.now() + steps * STEP)) is None


def test_a_code_that_was_used_is_refused_even_that_of_the_enrolment(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    proven = prove_password(registration, camille)

    assert use(registration, proven, phone.code()) is None
    clock.advance(STEP)
    assert use(registration, proven, phone.code()) is not None
    assert use(registration, proven, phone.code()) is None


def test_after_five_wrong_codes_even_the_right_one_waits(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(STEP)
    proven = prove_password(registration, camille)
    for _ in range(CODES.tries):
        assert use(registration, proven, phone.wrong_code()) is None

    with pytest.raises(TooManyTries) as refused:
        use(registration, proven, phone.code())

    assert refused.value.retry_after == CODES.window.total_seconds()
    clock.advance(CODES.window)
    assert use(registration, prove_password(registration, camille), phone.code()) is not None


def test_another_password_does_not_begin_the_count_again(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    for _ in range(CODES.tries):
        use(registration, prove_password(registration, camille), phone.wrong_code())

    with pytest.raises(TooManyTries):
        use(registration, prove_password(registration, camille), phone.wrong_code())


def test_the_tries_of_an_enrolment_are_counted_too(registration: Instance, camille: str) -> None:
    proven = prove_password(registration, camille)
    phone = a_phone_for(registration, proven)
    for _ in range(CODES.tries):
        enrol(registration, proven, phone.wrong_code())

    with pytest.raises(TooManyTries):
        enrol(registration, proven, phone.code())


def test_a_recovery_code_signs_in_once(registration: Instance, camille: str) -> None:
    _, codes = enrolled(registration, camille)
    proven = prove_password(registration, camille)

    used = use(registration, proven, f"{codes[0][:4]}-{codes[0][4:8]} {codes[0][8:]}")

    assert used is not None
    assert used.recovery_codes_left == RECOVERY_CODES - 1
    assert use(registration, proven, codes[0]) is None
    assert use(registration, proven, codes[1]) is not None


def test_recovery_codes_are_kept_as_digests_that_need_the_key(registration: Instance, camille: str) -> None:
    _, codes = enrolled(registration, camille)

    with registration.look() as look:
        kept = look.db.scalars(sa.select(RecoveryCode.digest)).all()

    assert len(kept) == RECOVERY_CODES
    assert not set(kept) & set(codes)


def test_a_key_that_was_shown_and_not_confirmed_is_worth_nothing_at_the_next_password(
    registration: Instance, camille: str
) -> None:
    """Somebody who had the password first, looked, and left."""
    theirs = prove_password(registration, camille)
    their_phone = a_phone_for(registration, theirs)

    hers = prove_password(registration, camille)

    assert a_phone_for(registration, hers) != their_phone
    assert enrol(registration, hers, their_phone.code()) is None
    with pytest.raises(ProofSpent):
        enrol(registration, theirs, their_phone.code())


def test_what_is_enrolled_is_not_enrolled_again(registration: Instance, camille: str) -> None:
    proven = prove_password(registration, camille)
    phone = a_phone_for(registration, proven)
    enrol(registration, proven, phone.code())

    with pytest.raises(ProofSpent):
        a_phone_for(registration, proven)
    with pytest.raises(ProofSpent):
        enrol(registration, prove_password(registration, camille), phone.code())


def test_the_password_alone_is_good_for_ten_minutes(registration: Instance, clock: FakeClock, camille: str) -> None:
    phone, _ = enrolled(registration, camille)
    proven = prove_password(registration, camille)
    clock.advance(timedelta(minutes=10))

    with pytest.raises(ProofSpent):
        use(registration, proven, phone.code())


def test_a_code_does_not_open_an_account_that_was_closed_meanwhile(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(STEP)
    proven = prove_password(registration, camille)
    with registration.begin() as tx:
        close_staff(tx, email=EMAIL)

    with pytest.raises(ProofSpent):
        use(registration, proven, phone.code())


def test_a_reset_ends_the_old_phone_its_codes_and_whoever_is_signed_in(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, codes = enrolled(registration, camille)
    clock.advance(STEP)
    proven = prove_password(registration, camille)

    with registration.begin() as tx:
        reset_second_factor(tx, email="Camille.Roy@alliance.example")

    with pytest.raises(ProofSpent):
        use(registration, proven, phone.code())
    with registration.look() as look:
        assert look.db.scalars(sa.select(Identity).where(Identity.ended_at.is_(None))).all() == []
        assert look.db.scalars(sa.select(RecoveryCode)).all() == []
    new_phone, new_codes = enrolled(registration, camille)
    assert new_phone != phone
    assert not set(new_codes) & set(codes)


def test_whoever_proved_the_old_password_enrols_no_phone_once_there_is_another(
    registration: Instance, camille: str
) -> None:
    theirs = prove_password(registration, camille)
    their_phone = a_phone_for(registration, theirs)

    with registration.begin() as tx:
        change_password(tx, email=EMAIL, password="une autre phrase de passe")

    with pytest.raises(ProofSpent):
        enrol(registration, theirs, their_phone.code())


def test_whoever_proved_the_old_password_tries_no_code_once_there_is_another(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(STEP)
    theirs = prove_password(registration, camille)

    with registration.begin() as tx:
        change_password(tx, email=EMAIL, password="une autre phrase de passe")

    for code in (phone.wrong_code(), phone.code()):
        with pytest.raises(ProofSpent):
            use(registration, theirs, code)


def test_codes_that_were_tried_behind_the_old_password_no_longer_count(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(STEP)
    theirs = prove_password(registration, camille)
    for _ in range(CODES.tries):
        use(registration, theirs, phone.wrong_code())

    with registration.begin() as tx:
        change_password(tx, email=EMAIL, password="une autre phrase de passe")

    assert use(registration, prove_password(registration, camille), phone.code()) is not None


def test_another_password_leaves_an_enrolled_phone_as_it_is(
    registration: Instance, clock: FakeClock, camille: str
) -> None:
    phone, _ = enrolled(registration, camille)
    clock.advance(STEP)

    with registration.begin() as tx:
        change_password(tx, email=EMAIL, password="une autre phrase de passe")

    assert use(registration, prove_password(registration, camille), phone.code()) is not None


def test_a_reset_needs_an_open_account_enrolled_or_not(registration: Instance, camille: str) -> None:
    with registration.begin() as tx:
        reset_second_factor(tx, email=EMAIL)

        with pytest.raises(UnknownStaff):
            reset_second_factor(tx, email="personne@alliance.example")


def test_the_database_holds_a_generation_and_no_secret(registration: Instance, camille: str) -> None:
    enrolled(registration, camille)

    columns = set(SecondFactor.__table__.columns.keys())

    assert columns == {"staff_id", "generation", "key_id", "enrolled_at", "last_step"}
