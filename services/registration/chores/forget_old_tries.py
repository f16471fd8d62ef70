"""Every ten minutes: forget the passwords that were tried and no longer count."""

from datetime import timedelta

from services.registration.actions.forget_old_tries import forget_old_tries
from shared.service import Chore

FORGET_OLD_TRIES = Chore(name="forget-old-tries", every=timedelta(minutes=10), run=forget_old_tries)
