"""What signing in leaves is forgotten once it serves nobody, and not before."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.registration.actions.forget_old_sign_ins import BEYOND_ITS_END
from services.registration.actions.know_browser import know_browser
from services.registration.actions.open_identity import open_identity
from services.registration.actions.request_sign_in import request_sign_in
from services.registration.chores.forget_old_sign_ins import FORGET_OLD_SIGN_INS
from services.registration.domain.sign_ins import LINK_LASTS, MEMBER_LIFESPAN
from services.registration.models import Identity, KnownBrowser, Member, SignIn
from services.registration.models.base import Base
from shared.service import Instance
from shared.testing.time import FakeClock
from shared.web.identity import LASTS
from tests.registration.authenticators import EMAIL
from tests.registration.browsers import an_account
from tests.registration.builders import a_member

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def signed_in(registration: Instance, clock: FakeClock) -> None:
    """A member, and a browser of the staff."""
    staff_id = an_account(registration, EMAIL)
    with registration.begin() as tx:
        member = tx.db.get_one(Member, a_member(tx, email="anne@tourisme.example"))
        request_sign_in(tx, email=member.email, browser="a browser")
        open_identity(tx, member)
        know_browser(tx, staff_id=staff_id, browser="another")


@pytest.mark.parametrize(
    ("model", "kept_for"),
    [(SignIn, LINK_LASTS + DAY), (Identity, MEMBER_LIFESPAN.whole + DAY), (KnownBrowser, timedelta(days=365))],
)
def test_it_is_forgotten_in_its_time(
    registration: Instance, clock: FakeClock, model: type[Base], kept_for: timedelta
) -> None:
    for moment, kept in ((kept_for - timedelta(seconds=1), 1), (timedelta(seconds=1), 0)):
        clock.advance(moment)
        with registration.begin() as tx:
            FORGET_OLD_SIGN_INS.run(tx)
        with registration.look() as look:
            assert look.db.scalar(sa.select(sa.func.count()).select_from(model)) == kept


def test_no_cookie_stands_for_an_identity_that_is_forgotten() -> None:
    """One that registration does not know is not over: a signed-out cookie would be good again."""
    assert LASTS < BEYOND_ITS_END
